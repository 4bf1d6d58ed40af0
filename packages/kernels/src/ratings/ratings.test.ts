import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { CsrMatrix } from '../csr-matrix.ts'
import { type BiasedFactorsInput, openBiasedFactors } from './open-biased-factors.ts'
import { type NonNegativeFactorsInput, openNonNegativeFactors } from './open-non-negative-factors.ts'

type Entry = readonly [column: number, value: number]

const ratingsFrom = (rows: readonly (readonly Entry[])[]): CsrMatrix => {
  const indptr = new Int32Array(rows.length + 1)
  for (const [row, entries] of rows.entries()) indptr[row + 1] = indptr[row]! + entries.length
  const entries = rows.flat()
  return {
    indptr,
    indices: Int32Array.from(entries, ([column]) => column),
    values: Float32Array.from(entries, ([, value]) => value),
    columnCount: Math.max(0, ...entries.map(([column]) => column)) + 2,
  }
}

/** Any sizes, columns in any order, empty rows, and a last column that nobody has. */
const anyRatings = fc
  .array(
    fc.uniqueArray(fc.tuple(fc.nat(12), fc.constantFrom(1, 2, 3.5, 4, 5)), {
      selector: ([column]) => column,
      maxLength: 8,
    }),
    { minLength: 1, maxLength: 30 },
  )
  .filter((rows) => rows.flat().length > 0)
  .map(ratingsFrom)

const wave = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.3 * Math.sin(i * 1.7 + seed))

const biasedInput = (matrix: CsrMatrix, dimensions: number, implicit: boolean): BiasedFactorsInput => ({
  matrix,
  mean: 3.1,
  dimensions,
  rowFactors: wave((matrix.indptr.length - 1) * dimensions, 1),
  columnFactors: wave(matrix.columnCount * dimensions, 2),
  rowBiases: wave(matrix.indptr.length - 1, 3),
  columnBiases: wave(matrix.columnCount, 4),
  ...(implicit ? { implicitFactors: wave(matrix.columnCount * dimensions, 5) } : {}),
})

const parameters = { learningRate: 0.05, regularization: 0.2 }

async function biased(kernels: Kernels, input: BiasedFactorsInput, epochs: number) {
  using model = openBiasedFactors(kernels, input)
  const errors = []
  for (let epoch = 0; epoch < epochs; epoch++) errors.push(await model.epoch(parameters))
  return {
    errors,
    rows: model.rowFactors(),
    columns: model.columnFactors(),
    implicit: model.implicitFactors(),
    rowBiases: model.rowBiases(),
    columnBiases: model.columnBiases(),
  }
}

test.each([
  ['best', false],
  ['best', true],
  ['plain', false],
  ['plain', true],
] as const)(
  'one entry moves its numbers down the gradient of ½ (error² + λ |θ|²) (%s, implicit: %s)',
  async (...given) => {
    const [backend, implicit] = given
    await using kernels = await createKernels({ threads: 1, backend })
    const input = biasedInput(ratingsFrom([[[0, 4]]]), 3, implicit)
    const after = await biased(kernels, input, 1)
    const [d, z0] = [3, 1 + 1 + 3 + 3]
    const before = [
      input.rowBiases[0]!,
      input.columnBiases[0]!,
      ...input.rowFactors,
      ...input.columnFactors.slice(0, d),
    ]
    before.push(...(input.implicitFactors?.slice(0, d) ?? []))
    const error = (t: number[]) => {
      const product = [0, 1, 2].reduce((sum, k) => sum + t[5 + k]! * (t[2 + k]! + (t[z0 + k] ?? 0)), 0)
      return 4 - 3.1 - t[0]! - t[1]! - product
    }
    const loss = (t: number[]) => 0.5 * error(t) ** 2 + 0.5 * 0.2 * t.reduce((sum, v) => sum + v * v, 0)
    const moved = [after.rowBiases[0], after.columnBiases[0], ...after.rows, ...after.columns.slice(0, d)]
    moved.push(...after.implicit.slice(0, d))
    expect(moved.length).toBe(before.length)
    for (const [at, value] of moved.entries()) {
      const shifted = (by: number) => loss(before.map((v, i) => (i === at ? v + by : v)))
      expect(value).toBeCloseTo(before[at]! - (0.05 * (shifted(1e-4) - shifted(-1e-4))) / 2e-4, 5)
    }
    expect(after.errors[0]).toBeCloseTo(Math.abs(error(before)), 5)
  },
)

test('kernels are the plain references for any sizes: squares in their order, rows of SVD++ one by one', async () => {
  await using kernels = await createKernels({ threads: 2 })
  await using plain = await createKernels({ backend: 'plain' })
  expect(kernels.backend).toBe('threads')
  const cases = fc.record({
    matrix: anyRatings,
    dimensions: fc.constantFrom(1, 3, 8, 9, 20),
    blocks: fc.constantFrom(1, 2, 8, 31),
    implicit: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ matrix, dimensions, blocks, implicit }) => {
      const input = { ...biasedInput(matrix, dimensions, implicit), blocks }
      const fast = await biased(kernels, input, 3)
      const slow = await biased(plain, input, 3)
      for (const side of ['rows', 'columns', 'implicit', 'rowBiases', 'columnBiases', 'errors'] as const) {
        expect(fast[side].length).toBe(slow[side].length)
        for (const [i, value] of slow[side].entries()) expect(fast[side][i]).toBeCloseTo(value, 4)
      }
    }),
    { numRuns: 80 },
  )
})

const planted = (rowCount: number, columnCount: number): CsrMatrix =>
  ratingsFrom(
    Array.from({ length: rowCount }, (_, u) =>
      Array.from({ length: columnCount }, (_, i) => i)
        .filter((i) => (u * 7 + i * 5) % 9 < 4)
        .map((i): Entry => [i, 3 + Math.sin(u) + Math.cos(i * 2) + Math.sin(u * 3) * Math.sin(i)]),
    ),
  )

test('the number of threads changes no bit, of SVD or of SVD++', async () => {
  for (const implicit of [false, true]) {
    const results = []
    for (const threads of [1, 3]) {
      await using kernels = await createKernels({ threads })
      results.push(await biased(kernels, biasedInput(planted(300, 40), 12, implicit), 3))
    }
    expect(results[0]).toEqual(results[1])
  }
})

test('any order of the entries learns a planted rank-one taste, and so do workers that race', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const orders = [
    { blocks: 1, implicit: false },
    { blocks: 8, implicit: false },
    { races: false, implicit: true },
    { races: true, implicit: true },
  ]
  for (const { implicit, ...order } of orders) {
    const { errors } = await biased(kernels, { ...biasedInput(planted(300, 40), 4, implicit), ...order }, 60)
    // Biases alone are left with the product of the sines, about .5.
    expect(errors[0]).toBeGreaterThan(0.7)
    expect(errors.at(-1)).toBeLessThan(0.35)
  }
})

const positive = (matrix: CsrMatrix, dimensions: number): NonNegativeFactorsInput => ({
  matrix,
  dimensions,
  rowFactors: wave((matrix.indptr.length - 1) * dimensions, 1).map(Math.abs),
  columnFactors: wave(matrix.columnCount * dimensions, 2).map(Math.abs),
})

async function nonNegative(kernels: Kernels, input: NonNegativeFactorsInput, rounds: number, regularization = 0.1) {
  using model = openNonNegativeFactors(kernels, input)
  for (let round = 0; round < rounds; round++) {
    await model.updateRows({ regularization })
    await model.updateColumns({ regularization })
  }
  return { rows: model.rowFactors(), columns: model.columnFactors() }
}

test('non-negative factors: the kernel is the plain reference for any sizes', async () => {
  await using kernels = await createKernels({ threads: 2 })
  await using plain = await createKernels({ backend: 'plain' })
  await fc.assert(
    fc.asyncProperty(anyRatings, fc.constantFrom(1, 3, 8, 9), async (matrix, dimensions) => {
      const fast = await nonNegative(kernels, positive(matrix, dimensions), 3)
      const slow = await nonNegative(plain, positive(matrix, dimensions), 3)
      for (const side of ['rows', 'columns'] as const) {
        for (const [i, value] of slow[side].entries()) expect(fast[side][i]).toBeCloseTo(value, 3)
      }
    }),
    { numRuns: 60 },
  )
})

test('non-negative factors of rank one are found to the digit: (1, 2) × (3, 4, 5), and nothing where nothing is', async () => {
  for (const backend of ['best', 'plain'] as const) {
    await using kernels = await createKernels({ threads: 2, backend })
    const matrix = ratingsFrom([
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
      [
        [0, 6],
        [1, 8],
        [2, 10],
      ],
      [],
    ] as Entry[][])
    const { rows, columns } = await nonNegative(kernels, positive(matrix, 1), 30, 0)
    const products = [0, 1].map((u) => [0, 1, 2].map((i) => rows[u]! * columns[i]!))
    for (const [u, expected] of [
      [3, 4, 5],
      [6, 8, 10],
    ].entries())
      for (const [i, value] of expected.entries()) expect(products[u]![i]).toBeCloseTo(value, 4)
    expect([rows[2], columns[3]]).toEqual([0, 0])
  }
})

test('memory that grows between passes leaves what is there intact', async () => {
  await using kernels = await createKernels({ threads: 2 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const input = biasedInput(planted(30, 10), 5, true)
  using model = openBiasedFactors(kernels, input)
  const expected = await biased(kernels, input, 2)
  await model.epoch(parameters)
  const much = kernels.memory.float32(5_000_000)
  await model.epoch(parameters)
  expect(model.implicitFactors()).toEqual(expected.implicit)
  much.free()
})

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return undefined
}

test('bad input is refused before any work, and takes no memory', async () => {
  await using kernels = await createKernels({ threads: 1 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const good = biasedInput(ratingsFrom([[[0, 4]], [[1, 2]]]), 2, true)
  const refusal = (changed: Partial<BiasedFactorsInput>) =>
    codeOf(() => openBiasedFactors(kernels, { ...good, ...changed }))
  expect(refusal({ matrix: ratingsFrom([[], []]) })).toBe('bad-shape')
  expect(refusal({ matrix: { ...good.matrix, values: Float32Array.of(1, Number.NaN) } })).toBe('bad-value')
  expect(refusal({ matrix: { ...good.matrix, indices: Int32Array.of(0, 3) } })).toBe('bad-index')
  expect(refusal({ mean: Number.POSITIVE_INFINITY })).toBe('bad-value')
  expect(refusal({ rowBiases: wave(3, 1) })).toBe('bad-shape')
  expect(refusal({ implicitFactors: wave(4, 1) })).toBe('bad-shape')
  expect(refusal({ columnFactors: wave(6, 1).fill(Number.NaN, 5) })).toBe('bad-value')
  expect(refusal({ blocks: 0 })).toBe('bad-option')
  const start = positive(good.matrix, 2)
  const other = (changed: Partial<NonNegativeFactorsInput>) =>
    codeOf(() => openNonNegativeFactors(kernels, { ...start, ...changed }))
  expect(other({ matrix: { ...good.matrix, values: Float32Array.of(1, -1) } })).toBe('bad-value')
  expect(other({ rowFactors: Float32Array.of(1, 1, 1, -1) })).toBe('bad-value')
  expect(other({ columnFactors: wave(4, 1) })).toBe('bad-shape')
  expect(kernels.memory.usedBytes).toBe(0)
  using model = openBiasedFactors(kernels, good)
  const refused = { code: 'bad-option' }
  await expect(model.epoch({ learningRate: Number.NaN, regularization: 0 })).rejects.toMatchObject(refused)
  await expect(model.epoch({ learningRate: 1, regularization: -1 })).rejects.toMatchObject(refused)
  using second = openNonNegativeFactors(kernels, start)
  await expect(second.updateRows({ regularization: Number.NaN })).rejects.toMatchObject(refused)
  expect(model.rowFactors()).toEqual(good.rowFactors)
})

test('what is cancelled or does not fit gives its memory back', async () => {
  await using kernels = await createKernels({ threads: 2, maximumBytes: 2 ** 20 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const wide = ratingsFrom([[[0, 4]]])
  expect(codeOf(() => openBiasedFactors(kernels, biasedInput(wide, 60_000, true)))).toBe('out-of-memory')
  expect(codeOf(() => openNonNegativeFactors(kernels, positive(wide, 60_000)))).toBe('out-of-memory')
  expect(kernels.memory.usedBytes).toBe(0)
  {
    const input = biasedInput(planted(30, 10), 5, true)
    using model = openBiasedFactors(kernels, input)
    const cancelled = model.epoch(parameters, { signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    expect(model.implicitFactors()).toEqual(input.implicitFactors)
  }
  expect(kernels.memory.usedBytes).toBe(0)
})
