import { afterEach, expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { add, subtract } from '../ops/arithmetic.ts'
import { square, tanh } from '../ops/functions.ts'
import { mean } from '../ops/reductions.ts'
import { embed } from '../ops/rows.ts'
import { openTraining, type Training, type TrainingOptions } from './open-training.ts'
import fixture from './row-tables.fixture.json' with { type: 'json' }

const open: Training[] = []
afterEach(async () => {
  for (const training of open.splice(0)) await training.close()
})

const [rows, width, n] = [6, 3, 5]

function network({ frozen = false, split = false }: { frozen?: boolean; split?: boolean } = {}) {
  const graph = new Graph()
  const table = (name: 'table' | 'weights', d: number) =>
    graph.parameter(name, [rows, d], {
      start: { kind: 'data', data: Float32Array.from(fixture.start[name]) },
      moves: 'rows',
      frozen: frozen && name === 'table',
    })
  const ids = graph.input('ids', 'int64', [n])
  const read = table('table', width)
  const shift = embed(table('weights', 1), ids)
  const truths = graph.input('truths', 'float32', [n, width])
  const loss = mean(square(subtract(add(tanh(embed(read, ids)), shift), truths)))
  // Asked for once more with other ids, but counting nothing: gradients of a table come from two places.
  const more = mean(embed(read, graph.indices([5, 0])))
  return { graph, loss: split ? add(loss, subtract(more, more)) : loss }
}

async function training(options: Partial<TrainingOptions> = {}, of = network()) {
  const opened = await openTraining({
    networks: [of],
    optimiser: { kind: 'descent' },
    rowOptimiser: { kind: 'adagrad' },
    threads: 1,
    ...options,
  })
  open.push(opened)
  return opened
}

const batchOf = (step: number) => ({
  inputs: {
    ids: BigInt64Array.from(fixture.ids[step] as number[], BigInt),
    truths: Float32Array.from(fixture.truths[step] as number[]),
  },
})

const numbers = (of: Training, name: string): Float32Array => of.parameters.get(name) as Float32Array

function expectNear(found: ArrayLike<number>, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length)
  const gap = Math.hypot(...wanted.map((x, i) => x - (found[i] as number)))
  expect(gap / Math.hypot(...wanted)).toBeLessThan(1e-5)
}

test.each(['adagrad', 'adamW'] as const)('%s on rows is what the reference makes of sparse gradients', async (kind) => {
  const one = await training({ rowOptimiser: { kind } })
  const losses: number[] = []
  for (const step of fixture.ids.keys()) losses.push((await one.run(batchOf(step), 0.1)).loss)
  expectNear(losses, fixture[kind].losses)
  expectNear(numbers(one, 'table'), fixture[kind].table)
  expectNear(numbers(one, 'weights'), fixture[kind].weights)
})

test('with one number a row it is PyTorch’s own Adagrad on sparse gradients', async () => {
  const one = await training({}, network({ frozen: true }))
  for (const step of fixture.ids.keys()) await one.run(batchOf(step), 0.1)
  expectNear(numbers(one, 'weights'), fixture['adagrad of PyTorch'].weights)
})

test('gradients are shortened by the length that all rows have together', async () => {
  const one = await training({ longestGradient: 0.3 })
  const lengths: number[] = []
  for (const step of fixture.ids.keys()) lengths.push((await one.run(batchOf(step), 0.1)).gradientLength as number)
  expectNear(lengths, fixture.clipped.lengths)
  expectNear(numbers(one, 'table'), fixture.clipped.table)
})

test('two batches in a step move rows once, by their mean gradient', async () => {
  const one = await training({ batchesPerStep: 2 })
  await one.run([batchOf(0), batchOf(1)], 0.1)
  await one.run([batchOf(2), batchOf(3)], 0.1)
  expectNear(numbers(one, 'table'), fixture['two batches a step'].table)
  expectNear(numbers(one, 'weights'), fixture['two batches a step'].weights)
})

test('gradients of one table from two places are added up', async () => {
  const one = await training({}, network({ split: true }))
  for (const step of fixture.ids.keys()) await one.run(batchOf(step), 0.1)
  expectNear(numbers(one, 'table'), fixture.adagrad.table)
})

test('a row that is not named stays as it is, bit by bit, and counts as trainable', async () => {
  const one = await training({ rowOptimiser: { kind: 'adamW', decay: 0.1 } })
  const before = numbers(one, 'table').slice()
  for (const step of [0, 1]) await one.run(batchOf(step), 0.1)
  expect(numbers(one, 'table').subarray(5 * width)).toEqual(before.subarray(5 * width))
  expect(numbers(one, 'table')).not.toEqual(before)
  expect(one.trainableParameters).toBe(rows * (width + 1))
})

test.each(['adagrad', 'adamW'] as const)(
  'a training with %s on rows goes on as if it had never stopped',
  async (kind) => {
    const [whole, first] = [await training({ rowOptimiser: { kind } }), await training({ rowOptimiser: { kind } })]
    for (const step of [0, 1]) for (const one of [whole, first]) await one.run(batchOf(step), 0.1)
    const second = await training({ rowOptimiser: { kind } })
    second.load(first.save())
    for (const step of [2, 3]) for (const one of [whole, second]) await one.run(batchOf(step), 0.1)
    expect(numbers(second, 'table')).toEqual(numbers(whole, 'table'))
    expect(numbers(second, 'weights')).toEqual(numbers(whole, 'weights'))
  },
)

test('a row outside of its table stops the step, and nothing has moved', async () => {
  const one = await training()
  const before = numbers(one, 'table').slice()
  const bad = { inputs: { ...batchOf(0).inputs, ids: BigInt64Array.of(0n, 1n, 2n, 3n, -1n) } }
  await expect(one.run(bad, 0.1)).rejects.toMatchObject({ code: 'bad-index' })
  expect(numbers(one, 'table')).toEqual(before)
  expect(one.step).toBe(0)
})

test('a table that is read as a whole is refused, and so are options that make no sense', async () => {
  const graph = new Graph()
  const table = graph.parameter('table', [2, 2], { start: { kind: 'constant', value: 1 }, moves: 'rows' })
  const loss = mean(square(table))
  await expect(training({}, { graph, loss })).rejects.toMatchObject({ code: 'bad-option' })
  for (const bad of [{ pace: 0 }, { decay: -1 }, { epsilon: 0 }, { start: -1 }])
    await expect(training({ rowOptimiser: { kind: 'adagrad', ...bad } })).rejects.toMatchObject({ code: 'bad-option' })
})
