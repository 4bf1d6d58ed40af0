import { createKernels } from '@attune/kernels'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { type Interactions, interactionsFrom } from '../interactions.ts'
import type { History, SavedRecommender } from '../recommender.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitItemKnn } from './fit-item-knn.ts'
import { fitSasrec } from './fit-sasrec.ts'
import fixture from './networks.fixture.json' with { type: 'json' }
import { sequenceNetwork } from './sequence-network.ts'
import { takenSequence } from './taken-sequence.ts'

const historyOf = (items: readonly number[], weights = items.map(() => 1)): History => ({
  items: Int32Array.from(items),
  weights: Float32Array.from(weights),
  times: new Float64Array(items.length),
})

/** A row a person; items are numbered as they are written. */
const matrixOf = (sequences: readonly (readonly number[])[]): Interactions =>
  interactionsFrom({
    persons: Int32Array.from(sequences.flatMap((sequence, person) => sequence.map(() => person))),
    items: Int32Array.from(sequences.flat()),
  })

/** What comes after two items: as many places on as the one before the last says. Never the last again. */
const after = (before: number, last: number): number => (last + 1 + (before % 6)) % 7

function planted(count: number, seed: number): number[][] {
  const random = randomOf(seed)
  return Array.from({ length: count }, () => {
    const sequence = [Math.floor(random() * 7)]
    sequence.push(((sequence[0] as number) + 1 + Math.floor(random() * 6)) % 7)
    while (sequence.length < 12) sequence.push(after(sequence.at(-2) as number, sequence.at(-1) as number))
    return sequence
  })
}

const small = { width: 16, length: 12, dropout: 0.1, learningRate: 0.01, epochs: 25 }

test('the forward pass of one history is PyTorch’s', () => {
  const { shape, parameters, vectors } = fixture.full
  const numbers = Object.fromEntries(
    Object.entries(parameters).map(([name, data]) => [name.replace('sequence.', ''), Float32Array.from(data)]),
  )
  const network = sequenceNetwork(numbers, shape)
  for (const [items, expected] of vectors as [number[], number[]][]) {
    const found = network.vectorOf(Int32Array.from(items))
    for (const [k, value] of expected.entries()) expect(found[k]).toBeCloseTo(value, 5)
  }
})

test.each([{ softmax: 'full' }, { softmax: 'sampled', negatives: 64 }] as const)(
  'what the last two items say together is learnt, which no neighbours of items can tell: $softmax softmax',
  async (how) => {
    const train = matrixOf(planted(300, 1))
    const model = await fitSasrec(train, { ...small, epochs: 50, ...how })
    const neighbours = await fitItemKnn(train)
    let right = 0
    let near = 0
    const asked = planted(100, 2)
    for (const sequence of asked) {
      const history = historyOf(sequence.slice(0, -1))
      right += Number(model.recommend(history, 1).items[0] === sequence.at(-1))
      near += Number(neighbours.recommend(history, 1).items[0] === sequence.at(-1))
    }
    expect(right).toBeGreaterThanOrEqual(95)
    expect(near).toBeLessThan(50)
  },
  120_000,
)

test('a new event changes the answer at once; score, recommend and the saved form agree', async () => {
  const model = await fitSasrec(matrixOf(planted(60, 3)), small)
  const before = historyOf([1, 3])
  const later = historyOf([1, 3, 6])
  expect(model.recommend(later, 3)).not.toEqual(model.recommend(before, 3))
  const { items, scores } = model.recommend(later, 9)
  expect(model.score(later, items)).toEqual(scores)
  expect(scores.every((score) => score > 0)).toBe(true)
  expect([...items].some((item) => item === 2)).toBe(true)
  expect([...model.recommend(later, 9, { exclude: (item) => item === 2 }).items]).not.toContain(2)
  const loaded = loadRecommender(structuredClone(model.save()))
  expect(loaded.recommend(later, 9)).toEqual({ items, scores })
  expect(loaded.explain(later, items[0] as number, 3)).toEqual(model.explain(later, items[0] as number, 3))
  expect(loaded.similarItems(2, 3)).toEqual(model.similarItems(2, 3))
  const cosine = model.cosines?.(Int32Array.of(2, model.similarItems(2, 1).items[0] as number))
  expect(cosine?.(0, 1)).toBeCloseTo(model.similarItems(2, 1).scores[0] as number, 5)
}, 60_000)

test('shares are by how much the score falls without an item, and never more than all of it', async () => {
  const model = await fitSasrec(matrixOf(planted(60, 3)), small)
  const history = historyOf([0, 1, 3, 6])
  const scoreOf = (items: readonly number[], item: number): number =>
    model.score(historyOf(items), Int32Array.of(item))[0]!
  const [best = -1] = model.recommend(history, 1).items
  const score = scoreOf([0, 1, 3, 6], best)
  const falls = [0, 1, 3, 6].map(
    (left) =>
      score -
      scoreOf(
        [0, 1, 3, 6].filter((item) => item !== left),
        best,
      ),
  )
  const shares = model.explain(history, best, 9)
  const helping = falls.filter((fall) => fall > 0).reduce((sum, fall) => sum + fall, 0)
  for (const { item, share } of shares)
    expect(share).toBeCloseTo((falls[[0, 1, 3, 6].indexOf(item)] as number) / Math.max(helping, score), 4)
  expect(shares).toHaveLength(falls.filter((fall) => fall > 0).length)
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-6)
  expect(model.explain(historyOf([]), best, 9)).toEqual([])
  expect(model.explain(history, 99, 9)).toEqual([])
}, 60_000)

test('who has done nothing, and items that nobody had, get nothing', async () => {
  const all = matrixOf([...planted(20, 3), [7, 8]])
  // The last person is gone, the items 7 and 8 have stayed.
  const size = all.indptr.at(-2) as number
  const { indices, values, times } = all
  const train: Interactions = {
    ...all,
    indptr: all.indptr.map((end) => Math.min(end, size)),
    indices: indices.slice(0, size),
    values: values.slice(0, size),
    times: times.slice(0, size),
  }
  const model = await fitSasrec(train, { ...small, epochs: 2 })
  expect(model.recommend(historyOf([]), 9).items).toHaveLength(0)
  expect(model.recommend(historyOf([7, 8, -1, 99]), 9).items).toHaveLength(0)
  expect(model.score(historyOf([1, 2]), Int32Array.of(7, 8, 99))).toEqual(Float32Array.of(0, 0, 0))
  // What the model does not know, or has no weight, is as if it had not been.
  const plain = model.recommend(historyOf([1, 2]), 9)
  expect(model.recommend(historyOf([1, 7, 2, 5], [1, 1, 1, 0]), 9)).toEqual(plain)
  expect([...plain.items].filter((item) => item > 6)).toEqual([])
})

test('nobody is asked further back than anybody was learnt from', async () => {
  const model = await fitSasrec(matrixOf(planted(20, 3).map((sequence) => sequence.slice(0, 4))), {
    ...small,
    epochs: 2,
  })
  const long = [4, 6, 1, 3, 5, 0]
  expect(model.recommend(historyOf(long), 5)).toEqual(model.recommend(historyOf(long.slice(-3)), 5))
  expect(model.recommend(historyOf(long), 5)).not.toEqual(model.recommend(historyOf(long.slice(-2)), 5))
})

test('an item right after itself is no step', () => {
  const taken = takenSequence(historyOf([1, 1, 2, 9, 2, 1, 1]), (item) => item < 9)
  expect([...taken]).toEqual([1, 2, 1])
})

test('equal seeds give equal models, others do not', async () => {
  const numbers = async (seed: number): Promise<SavedRecommender['arrays']> =>
    (await fitSasrec(matrixOf(planted(20, 3)), { ...small, epochs: 2, seed })).save().arrays
  expect(await numbers(1)).toEqual(await numbers(1))
  expect(await numbers(1)).not.toEqual(await numbers(2))
})

test('with people enough, some are held out to end the training where it gets worse', async () => {
  const steps: number[] = []
  let total = 0
  // Nothing can be learnt from noise, so patience ends it.
  const random = randomOf(5)
  const noise = Array.from({ length: 600 }, () => Array.from({ length: 6 }, () => Math.floor(random() * 40)))
  await fitSasrec(
    matrixOf(noise),
    { ...small, epochs: 100, patience: 2 },
    {
      onProgress: (done, of) => {
        steps.push(done)
        total = of
      },
    },
  )
  expect(steps.at(-1)).toBeLessThan(total)
}, 60_000)

test('a signal ends the training, before it and in the midst of it', async () => {
  const matrix = matrixOf(planted(20, 3))
  const aborted = fitSasrec(matrix, small, { signal: AbortSignal.abort() })
  await expect(aborted).rejects.toMatchObject({ code: 'cancelled' })
  const controller = new AbortController()
  const stopped = fitSasrec(matrix, small, { signal: controller.signal, onProgress: () => controller.abort() })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
})

test('what does not fit is refused with a sentence', async () => {
  const matrix = matrixOf(planted(5, 3))
  await expect(fitSasrec(matrix, { width: 10, heads: 4 })).rejects.toThrow('4 heads do not divide a width of 10')
  await expect(fitSasrec(matrix, { dropout: 1 })).rejects.toThrow('dropout must be')
  await expect(fitSasrec(matrixOf([[1], [2, 2]]))).rejects.toMatchObject({ code: 'no-interactions' })
  await using kernels = await createKernels({ threads: 1 })
  const saved = (await fitSasrec(matrix, { ...small, epochs: 1 }, { kernels })).save()
  const { bias, ...rest } = saved.arrays as Record<string, Float32Array>
  const words = rest['embeddings.word'] as Float32Array
  for (const arrays of [
    rest,
    { ...saved.arrays, bias: (bias as Float32Array).slice(1) },
    { ...saved.arrays, bias: (bias as Float32Array).map(() => Number.NaN) },
    { ...saved.arrays, 'embeddings.word': words.slice(1) },
    { ...saved.arrays, known: Float32Array.of(1) },
  ])
    expect(() => loadRecommender({ ...saved, arrays: arrays as SavedRecommender['arrays'] })).toThrow(
      'A saved sasrec needs',
    )
})
