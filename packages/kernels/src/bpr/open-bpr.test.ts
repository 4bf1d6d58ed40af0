import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { BprInput, BprParameters } from './bpr-problem.ts'
import { openBpr } from './open-bpr.ts'

const rowsOf = (rows: readonly (readonly number[])[], columnCount: number): BprInput['matrix'] => {
  const indptr = new Int32Array(rows.length + 1)
  for (const [row, columns] of rows.entries()) indptr[row + 1] = indptr[row]! + columns.length
  return { indptr, indices: Int32Array.from(rows.flat()), columnCount }
}

const sine = (length: number, seed: number) => Float32Array.from({ length }, (_, i) => 0.5 * Math.sin(i * 1.7 + seed))

const inputOf = (matrix: BprInput['matrix'], dimensions: number, seed = 7): BprInput => ({
  matrix,
  dimensions,
  rowFactors: sine((matrix.indptr.length - 1) * dimensions, 1),
  columnFactors: sine(matrix.columnCount * dimensions, 2),
  columnBiases: sine(matrix.columnCount, 3),
  seed,
})

/** Two groups of people, each with its own half of the columns; a person has about half of their group's. */
const twoTastes = (rowCount: number, columnCount: number): BprInput['matrix'] =>
  rowsOf(
    Array.from({ length: rowCount }, (_, u) =>
      Array.from({ length: columnCount / 2 }, (_, i) => 2 * i + (u % 2)).filter((i) => (u * 7 + i * 5) % 9 < 4),
    ),
    columnCount,
  )

async function epochs(kernels: Kernels, input: BprInput, parameters: BprParameters, count: number) {
  using bpr = openBpr(kernels, input)
  const reports = []
  for (let epoch = 0; epoch < count; epoch++) reports.push(await bpr.epoch(parameters))
  return { reports, rows: bpr.rowFactors(), columns: bpr.columnFactors(), biases: bpr.columnBiases() }
}

test.each(['best', 'plain'] as const)(
  'one triple moves its numbers along the gradient of ln σ − λ/2 |θ|², by finite differences (%s)',
  async (backend) => {
    await using kernels = await createKernels({ threads: 1, backend })
    // One row with one of two columns: the only triple there is.
    const input = inputOf(rowsOf([[1]], 2), 3)
    const [learningRate, regularization] = [0.1, 0.3]
    const parameters = { learningRate, regularization, triples: 1 }
    const { rows, columns, biases, reports } = await epochs(kernels, input, parameters, 1)
    const before = [...input.rowFactors, ...input.columnFactors, ...input.columnBiases]
    const likelihood = (t: number[]) => {
      const score = t[10]! - t[9]! + [0, 1, 2].reduce((sum, k) => sum + t[k]! * (t[6 + k]! - t[3 + k]!), 0)
      return -Math.log(1 + Math.exp(-score))
    }
    const objective = (t: number[]) => likelihood(t) - (regularization / 2) * t.reduce((sum, v) => sum + v * v, 0)
    for (const [at, after] of [...rows, ...columns, ...biases].entries()) {
      const shifted = (by: number) => objective(before.map((v, i) => (i === at ? v + by : v)))
      const slope = (shifted(1e-4) - shifted(-1e-4)) / 2e-4
      expect(after).toBeCloseTo(before[at]! + learningRate * slope, 5)
    }
    expect(reports[0]).toMatchObject({ learned: 1, skipped: 0 })
    expect(reports[0]!.logLikelihood).toBeCloseTo(likelihood(before), 5)
  },
)

const cases = fc.record({
  rows: fc.array(fc.uniqueArray(fc.nat(10), { maxLength: 8 }), { minLength: 1, maxLength: 20 }),
  dimensions: fc.constantFrom(1, 3, 8, 9, 20),
  regularization: fc.constantFrom(0, 0.1),
  negatives: fc.constantFrom('uniform' as const, 'popular' as const),
  seed: fc.nat(),
})

test('in order, the kernel is the plain reference, for any sizes, empty rows and full rows', async () => {
  await using kernels = await createKernels({ threads: 2, deterministic: true })
  await using plain = await createKernels({ backend: 'plain' })
  expect(kernels.backend).toBe('threads')
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, dimensions, seed, ...rest }) => {
      const columnCount = Math.max(...rows.flat(), 0) + 1
      fc.pre(rows.flat().length > 0)
      const input = inputOf(rowsOf(rows, columnCount), dimensions, seed)
      const parameters = { ...rest, learningRate: 0.1, triples: 100 }
      const fast = await epochs(kernels, input, parameters, 2)
      const slow = await epochs(plain, input, parameters, 2)
      for (const side of ['rows', 'columns', 'biases'] as const) {
        for (const [i, value] of slow[side].entries()) expect(fast[side][i]).toBeCloseTo(value, 4)
      }
      for (const [epoch, report] of slow.reports.entries()) {
        expect(fast.reports[epoch]).toMatchObject({ learned: report.learned, skipped: report.skipped })
        expect(fast.reports[epoch]!.logLikelihood).toBeCloseTo(report.logLikelihood, 4)
      }
      expect(slow.reports[0]!.learned + slow.reports[0]!.skipped).toBe(100)
    }),
    { numRuns: 60 },
  )
})

test('in deterministic mode a seed repeats to the bit for any number of threads; another seed does not', async () => {
  const run = async (threads: number, seed: number) => {
    await using kernels = await createKernels({ threads, deterministic: true })
    return await epochs(kernels, inputOf(twoTastes(300, 40), 12, seed), { learningRate: 0.1, regularization: 0.01 }, 3)
  }
  const first = await run(2, 5)
  expect(await run(3, 5)).toEqual(first)
  expect((await run(2, 6)).rows).not.toEqual(first.rows)
})

test('workers that race learn two tastes as well as one worker does', async () => {
  const last = async (deterministic: boolean) => {
    await using kernels = await createKernels({ threads: 2, deterministic })
    const parameters = { learningRate: 0.1, regularization: 0.001 }
    const { reports } = await epochs(kernels, inputOf(twoTastes(400, 60), 10), parameters, 40)
    expect(reports[0]!.ordered).toBeLessThan(0.7)
    return reports.at(-1)!
  }
  const [racing, alone] = [await last(false), await last(true)]
  expect(racing.ordered).toBeGreaterThan(0.85)
  expect(Math.abs(racing.ordered - alone.ordered)).toBeLessThan(0.02)
  expect(Math.abs(racing.logLikelihood - alone.logLikelihood)).toBeLessThan(0.03)
})

test.each(['uniform', 'popular'] as const)('negatives are drawn as asked: %s', async (negatives) => {
  // Workers that race lose a few of the steps on so few biases.
  await using kernels = await createKernels({ threads: 1 })
  // Row 0 has column 0 and gets 1, 2, 3 as negatives; the others have nothing but make 1 and 2 popular.
  const matrix = rowsOf([[0], ...new Array<number[]>(3).fill([1]), [2]], 4)
  const zeros = {
    rowFactors: new Float32Array(5),
    columnFactors: new Float32Array(4),
    columnBiases: new Float32Array(4),
  }
  // A step so small that every triple moves two biases by half a step.
  const [learningRate, triples] = [1e-7, 100_000]
  const { biases, reports } = await epochs(
    kernels,
    { matrix, dimensions: 1, seed: 3, ...zeros },
    { learningRate, regularization: 0, negatives, triples },
    1,
  )
  // A row with the column of 3 in 5 entries meets no other in 16 draws 3 times in 10,000.
  expect(reports[0]!.learned).toBeGreaterThan(0.999 * triples)
  // Chances of a column to be the positive less those to be the negative, by hand.
  const expected =
    negatives === 'uniform'
      ? [0.2 - 0.8 / 3, 0.6 - 0.4 / 3, 0.2 - 0.8 / 3, -1 / 3]
      : [0.2 - (0.6 / 2 + 0.2 / 4), 0.6 - (0.2 * 3) / 4 - (0.2 * 3) / 4, 0.2 - 0.2 / 4 - 0.6 / 2, 0]
  for (const [column, chance] of expected.entries())
    expect(Math.abs(biases[column]! / (learningRate / 2) / triples - chance)).toBeLessThan(0.01)
})

test('a row that has every column teaches nothing', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const input = inputOf(rowsOf([[2, 0, 1]], 3), 4)
  const { reports, columns } = await epochs(kernels, input, { learningRate: 0.1, regularization: 0.1 }, 1)
  expect(reports).toEqual([{ learned: 0, skipped: 3, ordered: 0, logLikelihood: 0 }])
  expect(columns).toEqual(input.columnFactors)
})

test('memory that grows between passes leaves what is there intact', async () => {
  await using kernels = await createKernels({ threads: 2, deterministic: true })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const input = inputOf(twoTastes(20, 8), 5)
  using bpr = openBpr(kernels, input)
  using alone = openBpr(kernels, input)
  const parameters = { learningRate: 0.1, regularization: 0.01 }
  for (let epoch = 0; epoch < 2; epoch++) await alone.epoch(parameters)
  await bpr.epoch(parameters)
  const much = kernels.memory.float32(5_000_000)
  await bpr.epoch(parameters)
  expect(bpr.columnFactors()).toEqual(alone.columnFactors())
  much.free()
})

test('bad input is refused before any work, and takes no memory', async () => {
  await using kernels = await createKernels({ threads: 1 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const good = inputOf(rowsOf([[0], [1]], 3), 2)
  const refusal = (changed: Partial<BprInput>) => {
    try {
      openBpr(kernels, { ...good, ...changed })
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  expect(refusal({ matrix: rowsOf([[], []], 3) })).toBe('bad-shape')
  expect(refusal({ matrix: rowsOf([[0], [3]], 3) })).toBe('bad-index')
  expect(refusal({ matrix: rowsOf([[0], [-1]], 3) })).toBe('bad-index')
  expect(refusal({ rowFactors: sine(6, 1) })).toBe('bad-shape')
  expect(refusal({ columnBiases: sine(2, 1) })).toBe('bad-shape')
  expect(refusal({ columnBiases: Float32Array.of(0, Number.NaN, 0) })).toBe('bad-value')
  expect(refusal({ columnFactors: new Float32Array(6).fill(Number.POSITIVE_INFINITY) })).toBe('bad-value')
  expect(refusal({ dimensions: 0.5 })).toBe('bad-shape')
  expect(refusal({ seed: -1 })).toBe('bad-option')
  expect(kernels.memory.usedBytes).toBe(0)
  using bpr = openBpr(kernels, good)
  const refused = { code: 'bad-option' }
  const parameters = { learningRate: 0.1, regularization: 0 }
  await expect(bpr.epoch({ ...parameters, learningRate: 0 })).rejects.toMatchObject(refused)
  await expect(bpr.epoch({ ...parameters, regularization: Number.NaN })).rejects.toMatchObject(refused)
  await expect(bpr.epoch({ ...parameters, triples: 0 })).rejects.toMatchObject(refused)
  expect(bpr.rowFactors()).toEqual(good.rowFactors)
})

test('what is cancelled or does not fit gives its memory back', async () => {
  await using kernels = await createKernels({ threads: 2, maximumBytes: 2 ** 21 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  expect(() => openBpr(kernels, inputOf(twoTastes(50, 8), 9_000))).toThrow(
    expect.objectContaining({ code: 'out-of-memory' }),
  )
  expect(kernels.memory.usedBytes).toBe(0)
  {
    using bpr = openBpr(kernels, inputOf(twoTastes(50, 8), 5))
    const parameters = { learningRate: 0.1, regularization: 0.01, triples: 2 ** 30 }
    const controller = new AbortController()
    const running = bpr.epoch(parameters, { signal: controller.signal, onProgress: () => controller.abort() })
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect((await bpr.epoch({ ...parameters, triples: 100 })).learned).toBe(100)
  }
  expect(kernels.memory.usedBytes).toBe(0)
})
