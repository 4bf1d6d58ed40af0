import { afterEach, expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { dropout } from '../ops/dropout.ts'
import { tanh } from '../ops/functions.ts'
import { crossEntropy, meanSquaredError } from '../ops/losses.ts'
import { linear } from '../ops/matrix.ts'
import { embed } from '../ops/rows.ts'
import { openTraining, type Training, type TrainingOptions } from './open-training.ts'

const open: Training[] = []
afterEach(async () => {
  for (const training of open.splice(0)) await training.close()
})

const rowCount = 8
const wave = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9 + seed))
const inputsOf = (seed: number) => ({
  x: wave(rowCount * 4, seed),
  ids: BigInt64Array.from({ length: rowCount }, (_, i) => BigInt((i * 3 + seed) % 5)),
  labels: BigInt64Array.from({ length: rowCount }, (_, i) => BigInt((i + seed) % 3)),
})

const batchOf = (seed: number) => ({ inputs: inputsOf(seed) })

async function classifier(options: Partial<TrainingOptions> & { rate?: number; frozen?: boolean } = {}) {
  const { rate = 0, frozen = false, ...rest } = options
  const graph = new Graph()
  const start = { kind: 'uniform', bound: 0.5 } as const
  const x = graph.input('x', 'float32', [rowCount, 4])
  const table = graph.parameter('table', [5, 6], { start, frozen })
  const hidden = linear(x, graph.parameter('w', [4, 6], { start }), graph.parameter('b', [6], { start }))
  const words = embed(table, graph.input('ids', 'int64', [rowCount]))
  const mixed = tanh(
    dropout(
      graph.record(graph.emit('Add', [hidden, words], hidden.shape), [hidden, words], (g) => [g, g]),
      rate,
    ),
  )
  const logits = linear(mixed, graph.parameter('v', [6, 3], { start }), graph.parameter('c', [3], { start }))
  const loss = crossEntropy(logits, graph.input('labels', 'int64', [rowCount]))
  const training = await openTraining({
    networks: [{ graph, loss, metrics: { logits } }],
    optimiser: { kind: 'adamW' },
    threads: 1,
    ...rest,
  })
  open.push(training)
  return training
}

const numbers = (training: Training): number[][] => [...training.parameters.values()].map((view) => [...view])

test('a straight line is found: y = 3 x − 1', async () => {
  const graph = new Graph()
  const zero = { kind: 'constant', value: 0 } as const
  const x = graph.input('x', 'float32', [16, 1])
  const y = linear(
    x,
    graph.parameter('slope', [1, 1], { start: zero }),
    graph.parameter('offset', [1], { start: zero }),
  )
  const loss = meanSquaredError(y, graph.input('y', 'float32', [16, 1]))
  const training = await openTraining({
    networks: [{ graph, loss }],
    optimiser: { kind: 'descent', momentum: 0.9 },
    threads: 1,
  })
  open.push(training)
  for (let i = 0; i < 400; i++) {
    const given = wave(16, i)
    await training.run({ inputs: { x: given, y: given.map((value) => 3 * value - 1) } }, 0.05)
  }
  expect(training.parameters.get('slope')?.[0]).toBeCloseTo(3, 4)
  expect(training.parameters.get('offset')?.[0]).toBeCloseTo(-1, 4)
  expect(training.trainableParameters).toBe(2)
})

test.each(['adamW', 'lamb', 'descent'] as const)('the loss falls with %s', async (kind) => {
  const training = await classifier({ optimiser: { kind } })
  const losses: number[] = []
  for (let i = 0; i < 60; i++) losses.push((await training.run(batchOf(1), kind === 'descent' ? 1 : 0.05)).loss)
  expect(losses[0]).toBeGreaterThan(0.8)
  expect(losses.at(-1)).toBeLessThan(0.75 * (losses[0] as number))
})

test('equal seeds give equal bits, other seeds others', async () => {
  const after = async (seed: number): Promise<number[][]> => {
    const training = await classifier({ seed, rate: 0.3 })
    for (let i = 0; i < 5; i++) await training.run(batchOf(i), 0.01)
    return numbers(training)
  }
  expect(await after(4)).toEqual(await after(4))
  expect(await after(4)).not.toEqual(await after(5))
})

test('a training that was saved goes on as if it had never stopped, dropout and all', async () => {
  const whole = await classifier({ rate: 0.3 })
  const first = await classifier({ rate: 0.3 })
  for (let i = 0; i < 3; i++) for (const one of [whole, first]) await one.run(batchOf(i), 0.01)
  const state = first.save()
  const second = await classifier({ rate: 0.3, seed: 1 })
  second.load(state)
  for (let i = 3; i < 6; i++) for (const one of [whole, second]) await one.run(batchOf(i), 0.01)
  expect(second.step).toBe(6)
  expect(numbers(second)).toEqual(numbers(whole))
})

test('what was saved does not change with the training', async () => {
  const training = await classifier()
  const state = training.save()
  const before = [...(state.arrays.get('w') as Float32Array)]
  await training.run(batchOf(1), 0.1)
  expect([...(state.arrays.get('w') as Float32Array)]).toEqual(before)
})

test('two batches in a step move as their mean gradient', async () => {
  const one = await classifier({ optimiser: { kind: 'descent' } })
  const other = await classifier({ optimiser: { kind: 'descent' }, batchesPerStep: 2 })
  const start = numbers(one)
  await other.run([batchOf(1), batchOf(2)], 0.5)
  const steps: number[][][] = []
  for (const seed of [1, 2]) {
    const single = await classifier({ optimiser: { kind: 'descent' } })
    await single.run(batchOf(seed), 0.5)
    steps.push(numbers(single))
  }
  for (const [p, moved] of numbers(other).entries())
    for (const [i, value] of moved.entries()) {
      const mean = ((steps[0]?.[p]?.[i] as number) + (steps[1]?.[p]?.[i] as number)) / 2
      expect(value).toBeCloseTo(mean, 6)
    }
  expect(numbers(one)).toEqual(start)
})

test('gradients are shortened to the length asked for', async () => {
  const training = await classifier({ optimiser: { kind: 'descent' }, longestGradient: 0.01 })
  const before = numbers(training).flat()
  const { gradientLength } = await training.run(batchOf(1), 1)
  expect(gradientLength).toBeGreaterThan(0.01)
  const after = numbers(training).flat()
  expect(Math.hypot(...after.map((x, i) => x - (before[i] as number)))).toBeCloseTo(0.01, 5)
})

test('what is frozen stays, and is not counted', async () => {
  const training = await classifier({ frozen: true })
  const before = [...(training.parameters.get('table') as Float32Array)]
  await training.run(batchOf(1), 0.1)
  expect([...(training.parameters.get('table') as Float32Array)]).toEqual(before)
  expect(training.trainableParameters).toBe(4 * 6 + 6 + 6 * 3 + 3)
})

test('a loss that is no number stops the step, and nothing has moved', async () => {
  const training = await classifier()
  await training.run(batchOf(1), 0.01)
  const before = numbers(training)
  const broken = { inputs: { ...inputsOf(1), x: wave(rowCount * 4, 1).fill(Number.NaN) } }
  await expect(training.run(broken, 0.01)).rejects.toMatchObject({ code: 'not-finite', details: { step: 2 } })
  expect(numbers(training)).toEqual(before)
  expect(training.step).toBe(1)
})

test('batches that do not fit are refused by name', async () => {
  const training = await classifier()
  const { x, ...rest } = inputsOf(1)
  await expect(training.run({ inputs: rest }, 0.01)).rejects.toThrow('no numbers for x')
  await expect(training.run({ inputs: { ...inputsOf(1), x: new Float32Array(3) } }, 0.01)).rejects.toThrow(
    'x takes float32 [8 × 4]',
  )
  await expect(training.run({ inputs: { ...inputsOf(1), z: x } }, 0.01)).rejects.toThrow('no input z')
  await expect(training.run([batchOf(1), batchOf(2)], 0.01)).rejects.toMatchObject({ code: 'bad-option' })
})

test('networks over the same parameters take turns, as for batches of two sizes', async () => {
  const networkOf = (rows: number) => {
    const graph = new Graph()
    const start = { kind: 'constant', value: 0 } as const
    const y = linear(
      graph.input('x', 'float32', [rows, 1]),
      graph.parameter('slope', [1, 1], { start }),
      graph.parameter('offset', [1], { start }),
    )
    return { graph, loss: meanSquaredError(y, graph.input('y', 'float32', [rows, 1])) }
  }
  const training = await openTraining({
    networks: [networkOf(4), networkOf(2)],
    optimiser: { kind: 'descent' },
    threads: 1,
  })
  open.push(training)
  for (let i = 0; i < 400; i++) {
    const x = wave(i % 2 === 0 ? 4 : 2, i)
    await training.run({ network: i % 2, inputs: { x, y: x.map((value) => 3 * value - 1) } }, 0.3)
  }
  expect(training.parameters.get('slope')?.[0]).toBeCloseTo(3, 3)
  await expect(training.run({ network: 2, inputs: {} }, 1)).rejects.toMatchObject({ code: 'unknown-name' })
  const other = await classifier()
  expect(other.trainableParameters).toBeGreaterThan(2)
  const graph = new Graph()
  const loss = meanSquaredError(
    graph.parameter('slope', [1, 2], { start: { kind: 'constant', value: 0 } }),
    graph.input('y', 'float32', [1, 2]),
  )
  const mixed = openTraining({ networks: [networkOf(2), { graph, loss }], optimiser: { kind: 'descent' } })
  await expect(mixed).rejects.toMatchObject({ code: 'bad-option' })
})

test('a state of another network is refused, and nothing has changed', async () => {
  const training = await classifier()
  const before = numbers(training)
  const { arrays } = training.save()
  const without = new Map([...arrays].filter(([name]) => name !== 'v'))
  expect(() => training.load({ step: 9, arrays: without })).toThrow(expect.objectContaining({ code: 'unknown-name' }))
  const short = new Map([...arrays, ['v', new Float32Array(2)] as const])
  expect(() => training.load({ step: 9, arrays: short })).toThrow(expect.objectContaining({ code: 'bad-shape' }))
  expect(numbers(training)).toEqual(before)
})
