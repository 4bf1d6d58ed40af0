import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTrainingMemory, trainingBytes } from './open-training-memory.ts'
import type { Floats } from './training-kernels.ts'
import { trainingReference } from './training-reference.ts'

const wave = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + seed))

const plainArray = (view: Float32Array): Floats => ({ pointer: 0, view })

/** More than one block, and no whole number of lanes. */
const length = 8192 + 7

async function both(seeds: readonly number[]) {
  const memory = await openTrainingMemory(trainingBytes(seeds.map(() => length * 4)))
  const fast = seeds.map((seed) => {
    const array = memory.float32(length)
    array.view.set(wave(length, seed).map((x) => (seed === 3 ? Math.abs(x) : x)))
    return array
  })
  const slow = fast.map(({ view }) => plainArray(view.slice()))
  return { memory, fast, slow }
}

const farthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - (b[i] as number))), 0)

const step = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.1, step: 3, factor: 0.5 }

test('runs as WebAssembly here', async () => {
  expect((await openTrainingMemory(65_536)).backend).toBe('webassembly')
})

test('AdamW by hand: the first step goes by the learning rate, against the sign of the gradient', async () => {
  const memory = await openTrainingMemory(trainingBytes([8, 8, 8, 8]))
  const [p, g, m, v] = [2, 2, 2, 2].map((n) => memory.float32(n)) as [Floats, Floats, Floats, Floats]
  p.view.set([1, -2])
  g.view.set([4, -0.25])
  memory.adamW(p, g, m, v, { ...step, step: 1, factor: 1, epsilon: 1e-12 })
  // p (1 − rate · decay) − rate · g / |g|
  expect(p.view[0]).toBeCloseTo(1 * 0.999 - 0.01, 6)
  expect(p.view[1]).toBeCloseTo(-2 * 0.999 + 0.01, 6)
  expect(m.view[0]).toBeCloseTo(0.4, 6)
  expect(v.view[0]).toBeCloseTo(0.016, 6)
})

test.each(['adamW', 'lamb'] as const)('%s agrees with the reference over several steps', async (name) => {
  const { memory, fast, slow } = await both([1, 2, 0, 3])
  for (let i = 1; i <= 4; i++) {
    const now = { ...step, step: i }
    for (const side of [fast, slow]) side[1]?.view.set(wave(length, i))
    memory[name](...(fast as [Floats, Floats, Floats, Floats]), now)
    trainingReference[name](...(slow as [Floats, Floats, Floats, Floats]), now)
  }
  for (const [i, { view }] of fast.entries()) expect(farthest(view, (slow[i] as Floats).view)).toBeLessThan(1e-5)
})

test.each([true, false])('descent with momentum agrees with the reference (Nesterov: %s)', async (nesterov) => {
  const { memory, fast, slow } = await both([1, 2, 4])
  const now = { learningRate: 0.05, momentum: 0.9, nesterov, decay: 0.01, factor: 2 }
  for (let i = 0; i < 3; i++) {
    memory.descend(...(fast as [Floats, Floats, Floats]), now)
    trainingReference.descend(...(slow as [Floats, Floats, Floats]), now)
  }
  for (const [i, { view }] of fast.entries()) expect(farthest(view, (slow[i] as Floats).view)).toBeLessThan(1e-5)
})

test('sums of squares do not count what lies behind an array', async () => {
  const { memory, fast, slow } = await both([1, 2])
  const [first, second] = fast as [Floats, Floats]
  expect(memory.sumOfSquares(first)).toBeCloseTo(trainingReference.sumOfSquares(slow[0] as Floats), 6)
  for (const seed of [1, 2, 3, 4, 5]) memory.drawMask(first, 0.5, seed, 1)
  const counted = first.view.reduce((sum, x) => sum + x * x, 0)
  expect(memory.sumOfSquares(first)).toBeCloseTo(counted, 6)
  expect(memory.sumOfSquares(second)).toBeCloseTo(trainingReference.sumOfSquares(slow[1] as Floats), 6)
})

test('rows that come twice are added twice', async () => {
  for (const dimensions of [1, 3, 8]) {
    const memory = await openTrainingMemory(trainingBytes([400, 400, 400]))
    const [table, rows] = [memory.float32(5 * dimensions), memory.float32(3 * dimensions)]
    const ids = memory.int64(3)
    rows.view.set(wave(rows.view.length, 2))
    ids.view.set([4n, 0n, 4n])
    const slow = table.view.slice()
    memory.addRows(table, ids, rows, dimensions, -2)
    trainingReference.addRows(plainArray(slow), ids, rows, dimensions, -2)
    expect(farthest(table.view, slow)).toBeLessThan(1e-6)
    expect(table.view[4 * dimensions]).toBeCloseTo(
      -2 * ((rows.view[0] as number) + (rows.view[2 * dimensions] as number)),
      5,
    )
  }
})

test('a row outside of the table is refused, and nothing has moved', async () => {
  const memory = await openTrainingMemory(trainingBytes([400, 400, 400]))
  const [table, rows, ids] = [memory.float32(8), memory.float32(4), memory.int64(2)]
  rows.view.fill(1)
  for (const bad of [4n, -1n, 2n ** 40n]) {
    ids.view.set([0n, bad])
    expect(() => memory.addRows(table, ids, rows, 2, 1)).toThrow(expect.objectContaining({ code: 'bad-index' }))
  }
  expect([...table.view]).toEqual(new Array(8).fill(0))
})

test('a mask is what the reference draws, and drops about as many as it should', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      fc.integer({ min: 0 }),
      fc.nat(1e6),
      async (rate, seed, number) => {
        const { memory, fast, slow } = await both([1])
        const [mask] = fast as [Floats]
        memory.drawMask(mask, rate, seed, number)
        trainingReference.drawMask(slow[0] as Floats, rate, seed, number)
        expect(farthest(mask.view, (slow[0] as Floats).view)).toBeLessThan(1e-5)
        const dropped = mask.view.reduce((count, x) => count + Number(x === 0), 0) / length
        expect(Math.abs(dropped - rate)).toBeLessThan(6 * Math.sqrt((rate * (1 - rate)) / length) + 1e-9)
      },
    ),
    { numRuns: 20 },
  )
})

test('what does not fit is refused with a sentence', async () => {
  await expect(openTrainingMemory(5 * 2 ** 30)).rejects.toMatchObject({ code: 'out-of-memory' })
  const memory = await openTrainingMemory(65_536)
  expect(() => memory.float32(1e6)).toThrow(expect.objectContaining({ code: 'out-of-memory' }))
  expect(() => memory.float32(-1)).toThrow(expect.objectContaining({ code: 'bad-shape' }))
})
