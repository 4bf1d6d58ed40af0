import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { CsrMatrix } from '../csr-matrix.ts'
import { prepareIalsFoldIn } from './fold-in-ials.ts'
import { groupRowsByLength } from './group-rows.ts'
import type { IalsParameters } from './ials-problem.ts'
import { openIals } from './open-ials.ts'

const matrixFrom = (dense: readonly (readonly number[])[], columnCount: number): CsrMatrix => {
  const entries = dense.map((row) => row.flatMap((value, column) => (value > 0 ? [{ column, value }] : [])))
  const indptr = new Int32Array(dense.length + 1)
  for (const [row, found] of entries.entries()) indptr[row + 1] = indptr[row]! + found.length
  return {
    indptr,
    indices: Int32Array.from(entries.flat(), ({ column }) => column),
    values: Float32Array.from(entries.flat(), ({ value }) => value),
    columnCount,
  }
}

/** Solves A x = b by elimination. */
function solve(a: number[][], b: number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]!])
  for (let p = 0; p < m.length; p++) {
    for (let i = 0; i < m.length; i++) {
      if (i === p) continue
      const f = m[i]![p]! / m[p]![p]!
      for (let j = p; j <= m.length; j++) m[i]![j]! -= f * m[p]![j]!
    }
  }
  return m.map((row, i) => row[m.length]! / row[i]!)
}

/** The normal equations of the loss in the doc comment, term by term. */
function exactRow(row: readonly number[], y: number[][], p: IalsParameters): number[] {
  const d = y[0]!.length
  const alpha = p.unobservedWeight ?? 1
  const n = row.filter((c) => c > 0).length
  const lambda = p.regularization * (n + alpha * y.length) ** (p.regularizationExponent ?? 0)
  const a = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? lambda : 0)))
  const b = new Array<number>(d).fill(0)
  for (const [column, factor] of y.entries()) {
    const c = row[column]!
    const weight = c > 0 ? c + (p.observed === 'added' ? alpha : 0) : alpha
    for (let i = 0; i < d; i++) {
      b[i]! += c * factor[i]!
      for (let j = 0; j < d; j++) a[i]![j]! += weight * factor[i]! * factor[j]!
    }
  }
  return solve(a, b)
}

const sine = (length: number, seed: number) => Float32Array.from({ length }, (_, i) => 0.5 * Math.sin(i * 1.7 + seed))

const cases = fc.record({
  columnCount: fc.integer({ min: 1, max: 9 }),
  dimensions: fc.constantFrom(1, 3, 4, 8, 12, 20),
  dense: fc.array(fc.array(fc.constantFrom(0, 0, 0, 1, 2.5, 7), { minLength: 9, maxLength: 9 }), { maxLength: 40 }),
  regularization: fc.constantFrom(0.05, 1),
  regularizationExponent: fc.constantFrom(0, 1),
  unobservedWeight: fc.constantFrom(0.1, 1),
  observed: fc.constantFrom('instead' as const, 'added' as const),
})

interface Case extends IalsParameters {
  readonly columnCount: number
  readonly dimensions: number
  readonly dense: number[][]
}

async function firstHalves(kernels: Kernels, steps: number, given: Case) {
  const { columnCount, dimensions, dense, ...parameters } = given
  const rows = dense.map((row) => row.slice(0, columnCount))
  const columnFactors = sine(columnCount * dimensions, 2)
  const rowFactors = sine(rows.length * dimensions, 1)
  const matrix = matrixFrom(rows, columnCount)
  using ials = openIals(kernels, { matrix, dimensions, rowFactors, columnFactors })
  await ials.solveRows({ ...parameters, steps })
  const first = ials.rowFactors()
  await ials.solveColumns({ ...parameters, steps })
  return { rows, first, second: ials.columnFactors(), columnFactors, dimensions, parameters }
}

test('enough steps arrive at the exact least squares, for any sizes, empty rows and one column', async () => {
  await using kernels = await createKernels({ threads: 2, deterministic: false })
  expect(kernels.backend).toBe('threads')
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const { rows, first, columnFactors, dimensions, parameters } = await firstHalves(kernels, 40, given)
      const y = Array.from({ length: columnFactors.length / dimensions }, (_, i) => [
        ...columnFactors.subarray(i * dimensions, i * dimensions + dimensions),
      ])
      for (const [u, row] of rows.entries()) {
        const expected = row.some((c) => c > 0) ? exactRow(row, y, parameters) : new Array<number>(dimensions).fill(0)
        for (let k = 0; k < dimensions; k++) expect(first[u * dimensions + k]).toBeCloseTo(expected[k]!, 3)
      }
    }),
    { numRuns: 60 },
  )
})

test('three steps of the kernel are three steps of the plain reference, both halves', async () => {
  await using kernels = await createKernels({ threads: 2, deterministic: true })
  await using plain = await createKernels({ backend: 'plain' })
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const fast = await firstHalves(kernels, 3, given)
      const slow = await firstHalves(plain, 3, given)
      for (const side of ['first', 'second'] as const) {
        for (let i = 0; i < slow[side].length; i++) expect(fast[side][i]).toBeCloseTo(slow[side][i]!, 2)
      }
    }),
    { numRuns: 60 },
  )
})

test('the number of threads changes no bit', async () => {
  const results = []
  for (const threads of [1, 3]) {
    await using kernels = await createKernels({ threads })
    const dense = Array.from({ length: 500 }, (_, u) =>
      Array.from({ length: 40 }, (_, i) => ((u * 7 + i * 3) % 11 < 2 ? 1 : 0)),
    )
    const input = {
      matrix: matrixFrom(dense, 40),
      dimensions: 12,
      rowFactors: sine(500 * 12, 1),
      columnFactors: sine(40 * 12, 2),
    }
    using ials = openIals(kernels, input)
    for (let round = 0; round < 3; round++) {
      await ials.solveRows({ regularization: 0.1 })
      await ials.solveColumns({ regularization: 0.1 })
    }
    results.push(ials.rowFactors())
  }
  expect(results[0]).toEqual(results[1])
})

test('rows with very many observations, solved together block by block, are what the plain reference makes of them', async () => {
  await using kernels = await createKernels({ threads: 2 })
  await using plain = await createKernels({ backend: 'plain' })
  const columnCount = 40_000
  // Three long rows (one not in order of the columns), a short one and an empty one.
  const rows = [3, 5, 1, 900, 0].map((skip, row) => {
    const columns = Array.from({ length: columnCount }, (_, column) => column)
    if (row === 2) columns.reverse()
    return columns.filter((column) => skip > 0 && (column + row) % (skip * 8) !== 0 && (skip < 10 || column < 30))
  })
  const indptr = new Int32Array(rows.length + 1)
  for (const [row, columns] of rows.entries()) indptr[row + 1] = indptr[row]! + columns.length
  const indices = Int32Array.from(rows.flat())
  const values = Float32Array.from(indices, (column) => 1 + (column % 3))
  const matrix = { indptr, indices, values, columnCount }
  expect(groupRowsByLength(indptr, columnCount, 32)).toMatchObject({ groups: Int32Array.of(0, 3) })
  // No small subspace holds these, so that three steps are three steps.
  const columnFactors = Float32Array.from({ length: columnCount * 5 }, (_, at) => (43758.5453 * Math.sin(at + 1)) % 1)
  const input = { matrix, dimensions: 5, rowFactors: sine(25, 1), columnFactors }
  using fast = openIals(kernels, input)
  using slow = openIals(plain, input)
  for (const one of [fast, slow]) await one.solveRows({ regularization: 0.1 })
  const expected = slow.rowFactors()
  for (const [at, value] of fast.rowFactors().entries()) expect(value).toBeCloseTo(expected[at]!, 3)
})

test('memory that grows in the middle leaves what is there intact', async () => {
  await using kernels = await createKernels({ threads: 2 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const input = {
    matrix: matrixFrom(
      [
        [1, 0],
        [0, 2],
      ],
      2,
    ),
    dimensions: 4,
    rowFactors: sine(8, 1),
    columnFactors: sine(8, 2),
  }
  using ials = openIals(kernels, input)
  using alone = openIals(kernels, input)
  await alone.solveRows({ regularization: 0.1 })
  const before = kernels.memory.memory.buffer.byteLength
  const much = kernels.memory.float32(5_000_000)
  expect(kernels.memory.memory.buffer.byteLength).toBeGreaterThan(before)
  await ials.solveRows({ regularization: 0.1 })
  expect(ials.rowFactors()).toEqual(alone.rowFactors())
  much.free()
})

test('folding a row in gives what solving it among the others gives', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const parameters = { regularization: 0.3, unobservedWeight: 0.5 }
  const dense = [
    [1, 0, 3, 0, 0],
    [0, 2, 0, 0, 1],
  ]
  const columnFactors = sine(5 * 6, 2)
  using ials = openIals(kernels, {
    matrix: matrixFrom(dense, 5),
    dimensions: 6,
    rowFactors: new Float32Array(12),
    columnFactors,
  })
  await ials.solveRows({ ...parameters, steps: 30 })
  const foldIn = prepareIalsFoldIn(columnFactors, 6, parameters)
  const alone = foldIn({ indices: [0, 2], values: [1, 3] })
  for (let k = 0; k < 6; k++) expect(alone[k]).toBeCloseTo(ials.rowFactors()[k]!, 4)
  expect([...foldIn({ indices: [], values: [] })]).toEqual([0, 0, 0, 0, 0, 0])
})

test('bad input is refused before any work, and takes no memory', async () => {
  await using kernels = await createKernels({ threads: 1 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const good = {
    matrix: matrixFrom([[1, 2]], 2),
    dimensions: 2,
    rowFactors: sine(2, 1),
    columnFactors: sine(4, 1),
  }
  const refusal = (changed: Partial<typeof good>) => {
    try {
      openIals(kernels, { ...good, ...changed })
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  const values = (...v: number[]) => ({ matrix: { ...good.matrix, values: Float32Array.from(v) } })
  expect(refusal(values(1, Number.NaN))).toBe('bad-value')
  expect(refusal(values(1, Number.POSITIVE_INFINITY))).toBe('bad-value')
  expect(refusal(values(1, -1))).toBe('bad-value')
  expect(refusal(values(1))).toBe('bad-shape')
  expect(refusal({ matrix: { ...good.matrix, indices: Int32Array.of(0, 2) } })).toBe('bad-index')
  expect(refusal({ rowFactors: sine(3, 1) })).toBe('bad-shape')
  expect(refusal({ dimensions: 0 })).toBe('bad-shape')
  expect(kernels.memory.usedBytes).toBe(0)
  using ials = openIals(kernels, good)
  await expect(ials.solveRows({ regularization: -1 })).rejects.toMatchObject({ code: 'bad-option' })
})

test('what does not fit, and what is cancelled, gives its memory back', async () => {
  await using kernels = await createKernels({ threads: 2, maximumBytes: 2 ** 20 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const matrix = matrixFrom([[1, 2]], 2)
  const wide = { matrix, dimensions: 60_000, rowFactors: sine(60_000, 1), columnFactors: sine(120_000, 1) }
  expect(() => openIals(kernels, wide)).toThrow(expect.objectContaining({ code: 'out-of-memory' }))
  expect(kernels.memory.usedBytes).toBe(0)
  {
    using ials = openIals(kernels, { matrix, dimensions: 2, rowFactors: sine(2, 1), columnFactors: sine(4, 1) })
    const cancelled = ials.solveRows({ regularization: 1 }, { signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    expect([...ials.rowFactors()]).toEqual([...sine(2, 1)])
  }
  expect(kernels.memory.usedBytes).toBe(0)
})
