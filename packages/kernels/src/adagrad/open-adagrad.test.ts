import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { AdagradInput, AdagradParameters, SparseGradient } from './adagrad-problem.ts'
import { openAdagrad } from './open-adagrad.ts'

const wave = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + seed))

async function moved(
  kernels: Kernels,
  input: AdagradInput,
  gradients: readonly SparseGradient[],
  parameters: AdagradParameters,
) {
  using optimiser = openAdagrad(kernels, input)
  for (const gradient of gradients) await optimiser.step(gradient, parameters)
  return { table: optimiser.table.slice(), accumulators: optimiser.accumulators.slice() }
}

test.each(['best', 'plain'] as const)('a step by hand (%s), a row that comes twice summed first', async (backend) => {
  await using kernels = await createKernels({ threads: 2, backend })
  const table = Float32Array.of(1, 1, 2, 2, 3, 3)
  const gradient = { rows: Int32Array.of(2, 0, 2), gradients: Float32Array.of(1, 0, 0, 5, 2, 4) }
  const parameters = { learningRate: 0.5, epsilon: 1 }
  // Row 2: g = (3, 4), G = 25 / 2 + 3.5 = 16, step = .5 / (4 + 1). Row 0: g = (0, 5), G = 12.5 + 3.5, the same step.
  const byRow = await moved(
    kernels,
    { table, dimensions: 2, accumulators: new Float32Array(3).fill(3.5) },
    [gradient],
    parameters,
  )
  expect([...byRow.accumulators]).toEqual([16, 3.5, 16])
  for (const [at, value] of [1, 0.5, 2, 2, 2.7, 2.6].entries()) expect(byRow.table[at]).toBeCloseTo(value, 6)
  // By elements from zeros: G = g², so every number that has a gradient moves by .5 |g| / (|g| + 1).
  const byElement = await moved(kernels, { table, dimensions: 2, accumulate: 'element' }, [gradient], parameters)
  expect([...byElement.accumulators]).toEqual([0, 25, 0, 0, 9, 16])
  for (const [at, value] of [1, 1 - 2.5 / 6, 2, 2, 3 - 1.5 / 4, 3 - 2 / 5].entries())
    expect(byElement.table[at]).toBeCloseTo(value, 6)
})

const cases = fc
  .record({
    dimensions: fc.constantFrom(1, 3, 4, 7, 16, 18),
    rowCount: fc.integer({ min: 1, max: 12 }),
    accumulate: fc.constantFrom('row' as const, 'element' as const),
    batches: fc.array(fc.array(fc.nat(11), { maxLength: 40 }), { maxLength: 3 }),
  })
  .map(({ dimensions, rowCount, accumulate, batches }) => ({
    input: { table: wave(rowCount * dimensions, 1), dimensions, accumulate },
    gradients: batches.map((ids, at) => ({
      rows: Int32Array.from(ids, (id) => id % rowCount),
      gradients: wave(ids.length * dimensions, at),
    })),
  }))

test('the kernel is the plain reference for any sizes, with rows again and again, and none', async () => {
  await using kernels = await createKernels({ threads: 2 })
  await using plain = await createKernels({ backend: 'plain' })
  expect(kernels.backend).toBe('threads')
  await fc.assert(
    fc.asyncProperty(cases, async ({ input, gradients }) => {
      const fast = await moved(kernels, input, gradients, { learningRate: 0.1 })
      const slow = await moved(plain, input, gradients, { learningRate: 0.1 })
      for (const side of ['table', 'accumulators'] as const) {
        expect(fast[side].length).toBe(slow[side].length)
        for (const [at, value] of slow[side].entries()) expect(fast[side][at]).toBeCloseTo(value, 3)
      }
      const touched = new Set(gradients.flatMap(({ rows }) => [...rows]))
      const untouched = fast.table.filter((_, at) => !touched.has(Math.floor(at / input.dimensions)))
      expect(untouched).toEqual(input.table.filter((_, at) => !touched.has(Math.floor(at / input.dimensions))))
    }),
    { numRuns: 100 },
  )
})

test('the number of threads changes no bit', async () => {
  const results = []
  for (const threads of [1, 3]) {
    await using kernels = await createKernels({ threads })
    const rows = Int32Array.from({ length: 3_000 }, (_, at) => (at * at) % 500)
    const gradient = { rows, gradients: wave(3_000 * 10, 2) }
    const input = { table: wave(500 * 10, 1), dimensions: 10 }
    results.push(await moved(kernels, input, [gradient, gradient], { learningRate: 0.1 }))
  }
  expect(results[0]).toEqual(results[1])
})

test('goes on from its accumulators, and memory that grows in between changes nothing', async () => {
  await using kernels = await createKernels({ threads: 2 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const gradient = { rows: Int32Array.of(1, 4, 1), gradients: wave(9, 3) }
  const [input, parameters] = [{ table: wave(15, 1), dimensions: 3 }, { learningRate: 0.2 }]
  const expected = await moved(kernels, input, [gradient, gradient], parameters)
  const { table, accumulators } = await moved(kernels, input, [gradient], parameters)
  using second = openAdagrad(kernels, { table, accumulators, dimensions: 3 })
  const much = kernels.memory.float32(5_000_000)
  await second.step(gradient, parameters)
  expect(second.table).toEqual(expected.table)
  expect(second.accumulators).toEqual(expected.accumulators)
  much.free()
})

const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return undefined
}

test('bad input is refused before any work; what does not fit or is cancelled gives its memory back', async () => {
  await using kernels = await createKernels({ threads: 2, maximumBytes: 2 ** 20 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const good: AdagradInput = { table: wave(6, 1), dimensions: 2 }
  const opened = (changed: Partial<AdagradInput>) => codeOf(() => openAdagrad(kernels, { ...good, ...changed }))
  expect(await opened({ table: new Float32Array(0) })).toBe('bad-shape')
  expect(await opened({ table: wave(5, 1) })).toBe('bad-shape')
  expect(await opened({ table: Float32Array.of(1, Number.NaN) })).toBe('bad-value')
  expect(await opened({ accumulators: new Float32Array(6) })).toBe('bad-shape')
  expect(await opened({ accumulators: new Float32Array(3).fill(-1) })).toBe('bad-value')
  expect(await opened({ table: wave(400_000, 1) })).toBe('out-of-memory')
  expect(kernels.memory.usedBytes).toBe(0)
  {
    using optimiser = openAdagrad(kernels, good)
    const before = kernels.memory.usedBytes
    const gradient = { rows: Int32Array.of(2), gradients: wave(2, 1) }
    const step = (changed: Partial<SparseGradient & AdagradParameters>, signal?: AbortSignal) => {
      const all = { ...gradient, learningRate: 0.1, ...changed }
      return codeOf(() => optimiser.step(all, all, { signal }))
    }
    expect(await step({ rows: Int32Array.of(3) })).toBe('bad-index')
    expect(await step({ rows: Int32Array.of(-1) })).toBe('bad-index')
    expect(await step({ rows: Int32Array.of(1, 2) })).toBe('bad-shape')
    expect(await step({ gradients: Float32Array.of(0, Number.POSITIVE_INFINITY) })).toBe('bad-value')
    expect(await step({ learningRate: 0 })).toBe('bad-option')
    expect(await step({ epsilon: 0 })).toBe('bad-option')
    const many = { rows: new Int32Array(200_000), gradients: new Float32Array(400_000) }
    expect(await step(many)).toBe('out-of-memory')
    expect(await step({}, AbortSignal.abort())).toBe('cancelled')
    expect(optimiser.table).toEqual(good.table)
    expect(kernels.memory.usedBytes).toBe(before)
  }
  expect(kernels.memory.usedBytes).toBe(0)
})
