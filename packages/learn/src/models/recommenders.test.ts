import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { TensorData } from '../runtime/open-session.ts'
import { distanceTo, type ReferenceParameter, slopes } from '../train/slopes.fixture.ts'
import { drawCases } from './draw-cases.ts'
import { drawRows } from './draw-rows.ts'
import { fitSequenceModel, type SequenceFitOptions } from './fit-sequence-model.ts'
import { fitTwoTower } from './fit-two-tower.ts'
import fixture from './recommenders.fixture.json' with { type: 'json' }
import { piecesOf, sequenceBatch } from './sequence-batch.ts'
import { sequenceModel } from './sequence-model.ts'
import { twoTower } from './two-tower.ts'
import { twoTowerBatch } from './two-tower-batch.ts'

type Numbers = Readonly<Record<string, readonly number[]>>

const whole = ['items', 'next', 'drawn', 'terms']

const fed = (inputs: Numbers): Record<string, TensorData> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [
      name,
      whole.includes(name) ? BigInt64Array.from(values, BigInt) : Float32Array.from(values),
    ]),
  )

async function expectReference(
  graph: Graph,
  loss: Tensor,
  given: {
    readonly inputs: Numbers
    readonly loss: number
    readonly parameters: Readonly<Record<string, ReferenceParameter>>
  },
): Promise<void> {
  const found = await slopes(graph, loss, fed(given.inputs), given.parameters)
  expect(found.loss).toBeCloseTo(given.loss, 5)
  expect(Object.keys(found.gradients).sort()).toEqual(Object.keys(given.parameters).sort())
  for (const [name, { gradient }] of Object.entries(given.parameters))
    expect(distanceTo(gradient, found.gradients[name] as Float32Array), name).toBeLessThan(1e-5)
}

test.each(['full', 'sampled'] as const)(
  'loss and gradients of a sequence model are PyTorch’s: %s softmax',
  async (how) => {
    const { shape, batch, length } = fixture[how]
    const graph = new Graph()
    const loss = sequenceModel(graph, shape, { batch, length, ...(how === 'sampled' ? { negatives: 4 } : {}) })
    await expectReference(graph, loss, fixture[how])
  },
)

test('loss and gradients of two towers are PyTorch’s', async () => {
  const graph = new Graph()
  const loss = twoTower(graph, fixture.towers.shape, fixture.towers.size)
  await expectReference(graph, loss, fixture.towers)
})

const shape = { items: 12, width: 8, layers: 1, heads: 2, innerWidth: 16, positions: 4 }
const options: SequenceFitOptions = {
  shape,
  sequences: [Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), Int32Array.of(3, 1), Int32Array.of(5)],
  epochs: 3,
  threads: 1,
  clock: () => 0,
}

test('a long sequence is cut from its end, and each piece begins with what the one before it ends with', () => {
  const sequence = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
  const pieces = piecesOf(sequence, 4).map((piece) => [...piece])
  expect(pieces).toEqual([
    [6, 7, 8, 9, 10],
    [2, 3, 4, 5, 6],
    [0, 1, 2],
  ])
  expect(piecesOf(Int32Array.of(1), 4)).toEqual([])
  const { items, next, weights } = sequenceBatch([Int32Array.of(5, 6, 7), Int32Array.of(8, 9)], { batch: 3, length: 2 })
  // Position first: what the first of each takes, then what the second does.
  expect(items).toEqual(BigInt64Array.of(5n, 8n, 0n, 6n, 0n, 0n))
  expect(next).toEqual(BigInt64Array.of(6n, 9n, 0n, 7n, 0n, 0n))
  expect(weights).toEqual(Float32Array.of(1, 1, 0, 1, 0, 0))
})

test.each([{}, { negatives: 5 }])('equal seeds give equal numbers, others do not: %o', async (how) => {
  const numbers = async (seed: number) =>
    (await fitSequenceModel({ ...options, ...how, dropout: 0.3, seed })).parameters
  expect(await numbers(3)).toEqual(await numbers(3))
  expect(await numbers(3)).not.toEqual(await numbers(4))
})

test('what does not fit is refused by name', async () => {
  const wrong = { ...options, sequences: [Int32Array.of(1, 2), Int32Array.of(1, 12)] }
  await expect(fitSequenceModel(wrong)).rejects.toThrow('Sequence 1 has item 12; there are 12 items')
  await expect(fitSequenceModel({ ...options, sequences: [Int32Array.of(1)] })).rejects.toThrow('Nobody has two items')
  const towers = { shape: { items: 3, terms: 0, width: 4 }, epochs: 1, clock: () => 0 }
  await expect(fitTwoTower({ ...towers, sequences: [Int32Array.of(1, -1)] })).rejects.toThrow('item -1')
  await expect(fitTwoTower({ ...towers, sequences: [Int32Array.of(1)] })).rejects.toThrow('Nobody has two items')
  const terms = { starts: Int32Array.of(0, 1), ids: Int32Array.of(0), weights: Float32Array.of(1) }
  await expect(fitTwoTower({ ...towers, sequences: [Int32Array.of(1, 2)], terms })).rejects.toThrow('terms of 3 items')
})

test('rows are drawn as often as their frequency to the power of ¾ says, and corrected by that', () => {
  const sequences = [new Int32Array(160).fill(0), new Int32Array(10).fill(2)]
  const draw = drawRows(sequences, 3, { count: 20_000, seed: 1 })
  const { drawn, corrections } = draw(1)
  // 160^¾ = 44.99, 10^¾ = 5.62
  const expected = [44.987 / (44.987 + 5.623), 0, 5.623 / (44.987 + 5.623)]
  for (const item of [0, 1, 2]) {
    const share = drawn.filter((one) => one === BigInt(item)).length / 20_000
    expect(Math.abs(share - (expected[item] as number))).toBeLessThan(0.01)
  }
  expect(corrections[drawn.indexOf(2n)]).toBeCloseTo(-Math.log(20_000 * (expected[2] as number)), 3)
  expect(draw(1)).toEqual(draw(1))
  expect(draw(2)).not.toEqual(draw(1))
})

test('an epoch of cases has each place once, or as many of a person as are wanted', () => {
  const sequences = [Int32Array.of(7), Int32Array.of(1, 2, 3), new Int32Array(30)]
  const all = drawCases(sequences, { batch: 4, casesPerPerson: 100, seed: 1 })
  expect(all.perEpoch).toBe(8)
  const epoch = (from: number) => Array.from({ length: 8 }, (_, i) => all.of(from + i)).flat()
  const places = [[1, 1], [1, 2], ...Array.from({ length: 29 }, (_, i) => [2, i + 1])]
  for (const from of [1, 9]) expect(epoch(from).toSorted(([a, x], [b, y]) => a - b || x - y)).toEqual(places)
  expect(epoch(1)).not.toEqual(epoch(9))
  const few = drawCases(sequences, { batch: 100, casesPerPerson: 3, seed: 1 }).of(1)
  expect(Map.groupBy(few, ([person]) => person).get(2)).toHaveLength(3)
  expect(new Set(few.map(String)).size).toBe(5)
})

test('a batch of cases, worked out by hand', () => {
  const { network, inputs } = twoTowerBatch(
    [
      { taken: Int32Array.of(4, 2), next: 5 },
      { taken: Int32Array.of(5), next: 2 },
    ],
    {
      batch: 3,
      sizes: [2, 4],
      network: (distinct) => (distinct <= 2 ? 0 : 1),
      fading: 0.5,
      chances: Float64Array.of(0, 0, 0.25, 0, 0, 0.75),
      keepId: () => true,
      terms: {
        starts: Int32Array.of(0, 0, 0, 2, 2, 2, 3),
        ids: Int32Array.of(8, 9, 7),
        weights: Float32Array.of(1, 2, 3),
      },
      termsPerItem: 2,
    },
  )
  expect(network).toBe(1)
  expect(inputs.items).toEqual(BigInt64Array.of(5n, 2n, 4n, 0n))
  expect(inputs.idWeights).toEqual(Float32Array.of(1, 1, 1, 0))
  expect(inputs.next).toEqual(BigInt64Array.of(0n, 1n, 0n))
  // The last counts 1, the one before ½.
  expect(inputs.taken).toEqual(Float32Array.of(0, 2 / 3, 1 / 3, 0, 1, 0, 0, 0, 0, 0, 0, 0))
  expect(inputs.corrections).toEqual(Float32Array.of(-Math.log(0.75), -Math.log(0.25), 0))
  // What they had is no wrong answer, and neither is what only fills up.
  expect(inputs.hidden).toEqual(Float32Array.of(0, 1, 1, 1, 0, 1, 0, 0, 0))
  expect(inputs.weights).toEqual(Float32Array.of(1, 1, 0))
  expect(inputs.terms).toEqual(BigInt64Array.of(7n, 0n, 8n, 9n, 0n, 0n, 0n, 0n))
  expect(inputs.termWeights).toEqual(Float32Array.of(3, 0, 1, 2, 0, 0, 0, 0))
})
