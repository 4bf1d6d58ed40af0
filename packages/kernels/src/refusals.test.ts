import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from './create-kernels.ts'
import type { CsrMatrix } from './csr-matrix.ts'
import { openIals } from './ials/open-ials.ts'
import { easeInverse } from './inverse/ease-inverse.ts'
import { invertSymmetric } from './inverse/invert-symmetric.ts'
import { nearestColumns } from './neighbours/nearest-columns.ts'
import { topK } from './top-k/top-k.ts'
import type { RunOptions } from './worker-pool.ts'

const sine = (length: number) => Float32Array.from({ length }, (_, at) => Math.sin(at + 1))

/** Every row holds three columns. */
function matrixOf(rows: number, columnCount: number): CsrMatrix {
  return {
    indptr: Int32Array.from({ length: rows + 1 }, (_, row) => 3 * row),
    indices: Int32Array.from({ length: 3 * rows }, (_, at) => (at * 7 + Math.floor(at / 3)) % columnCount),
    values: new Float32Array(3 * rows).fill(1),
    columnCount,
  }
}

interface Given {
  readonly matrix: CsrMatrix
  readonly rowFactors: Float32Array
  readonly columnFactors: Float32Array
}

const dimensions = 4
const given = (rows: number, columns: number): Given => ({
  matrix: matrixOf(rows, columns),
  rowFactors: sine(rows * dimensions),
  columnFactors: sine(columns * dimensions),
})

/** Every family once; each takes the parts of what is given that it knows. */
const families: Record<string, (kernels: Kernels, input: Given, options?: RunOptions) => Promise<unknown>> = {
  async ials(kernels, input, options) {
    using ials = openIals(kernels, { ...input, dimensions })
    await ials.solveRows({ regularization: 1 }, options)
    await ials.solveColumns({ regularization: 1 }, options)
    return ials.columnFactors()
  },
  neighbours: (kernels, { matrix }, options) => nearestColumns(kernels, { matrix, measure: 'cosine', k: 2 }, options),
  topK: (kernels, { rowFactors, columnFactors }, options) =>
    topK(kernels, { queries: rowFactors, items: columnFactors, dimensions, k: 2 }, options),
  ease: (kernels, { matrix }, options) => easeInverse(kernels, matrix, 1, options),
  invert(kernels, { columnFactors }, options) {
    const size = Math.floor(Math.sqrt(columnFactors.length))
    const square = columnFactors.slice(0, size * size)
    for (let at = 0; at < size; at++) square[at * size + at] = square[at * size + at]! + size
    return invertSymmetric(kernels, square, size, options)
  },
}
const usesMatrix = ['ials', 'neighbours', 'ease']
const usesFactors = ['ials', 'topK', 'invert']

async function threaded(maximumBytes = 2 ** 28) {
  const kernels = await createKernels({ threads: 2, maximumBytes })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  return kernels
}

test.each(Object.keys(families))(
  '%s: what does not fit is refused before any work, and leaves all as it was',
  async (name) => {
    await using kernels = await threaded(2 ** 17)
    const input = given(20_000, 20_000)
    const before = structuredClone(input)
    const pages = kernels.memory.memory.buffer.byteLength
    await expect((async () => families[name]!(kernels, input))()).rejects.toMatchObject({ code: 'out-of-memory' })
    expect(kernels.memory.usedBytes).toBe(0)
    expect(kernels.memory.memory.buffer.byteLength).toBe(pages)
    expect(input).toEqual(before)
  },
)

test.each(Object.keys(families))(
  '%s: cancelled before or in the middle it gives its memory back, and runs again',
  async (name) => {
    await using kernels = await threaded()
    const input = given(4000, 400)
    const run = families[name]!
    const expected = await run(kernels, input)
    await expect(run(kernels, input, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
    expect(kernels.memory.usedBytes).toBe(0)
    const controller = new AbortController()
    const running = run(kernels, input, { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(running).rejects.toMatchObject({ code: 'cancelled', cause: { message: 'enough' } })
    expect(kernels.memory.usedBytes).toBe(0)
    expect(await run(kernels, input)).toEqual(expected)
  },
)

for (const backend of ['best', 'plain'] as const) {
  const refused = async (name: string, input: Given) => {
    await using kernels = await createKernels({ threads: 1, backend })
    try {
      await families[name]!(kernels, input)
    } catch (error) {
      if (kernels.backend === 'threads') expect(kernels.memory.usedBytes).toBe(0)
      return (error as { code?: string }).code
    }
    return 'nothing'
  }

  test.each(usesMatrix)(`%s refuses values, ids and sizes that are none (${backend})`, async (name) => {
    const good = given(5, 6)
    const withMatrix = (changed: Partial<CsrMatrix>) =>
      refused(name, { ...good, matrix: { ...good.matrix, ...changed } })
    const values = (value: number) => ({ values: good.matrix.values.with(3, value) })
    const indices = (index: number) => ({ indices: good.matrix.indices.with(3, index) })
    expect(await withMatrix({})).toBe('nothing')
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38])
      expect(await withMatrix(values(value))).toBe('bad-value')
    // 2³¹ + 1 wraps to a negative number in 32 bits.
    for (const index of [6, -1, 2 ** 31 + 1]) expect(await withMatrix(indices(index))).toBe('bad-index')
    for (const columnCount of [2 ** 31, -1, 1.5, Number.NaN])
      expect(await withMatrix({ columnCount })).toBe('bad-shape')
    expect(await withMatrix({ indptr: good.matrix.indptr.with(2, 100) })).toBe('bad-shape')
    expect(await withMatrix({ indptr: new Int32Array(0) })).toBe('bad-shape')
  })

  test.each(usesFactors)(`%s refuses numbers that are none or huge (${backend})`, async (name) => {
    const good = given(5, 6)
    expect(await refused(name, good)).toBe('nothing')
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 3e38, -3e38])
      expect(await refused(name, { ...good, columnFactors: good.columnFactors.with(1, value) })).toBe('bad-value')
  })

  test(`matrices without rows are computed, without columns there is nobody to choose from (${backend})`, async () => {
    await using kernels = await createKernels({ threads: 1, backend })
    const none = given(0, 3)
    const { ids, scores } = await nearestColumns(kernels, { matrix: none.matrix, measure: 'cosine', k: 1 })
    expect([...ids, ...scores]).toEqual([-1, -1, -1, 0, 0, 0])
    expect([...(await easeInverse(kernels, none.matrix, 4))]).toEqual([0.25, 0, 0, 0, 0.25, 0, 0, 0, 0.25])
    expect(await families.ials!(kernels, none)).toEqual(new Float32Array(12))
    expect((await topK(kernels, { queries: new Float32Array(0), items: sine(4), dimensions, k: 1 })).ids.length).toBe(0)
    const empty = { indptr: Int32Array.of(0), indices: new Int32Array(0), values: new Float32Array(0), columnCount: 0 }
    expect((await easeInverse(kernels, empty, 1)).length).toBe(0)
    for (const refusal of [
      nearestColumns(kernels, { matrix: empty, measure: 'cosine', k: 1 }),
      topK(kernels, { queries: sine(4), items: new Float32Array(0), dimensions, k: 1 }),
      topK(kernels, { queries: sine(4), items: sine(8), dimensions, k: 3 }),
      nearestColumns(kernels, { matrix: matrixOf(2, 3), measure: 'cosine', k: 4 }),
    ])
      await expect(refusal).rejects.toMatchObject({ code: 'bad-option' })
  })
}

test('two billion columns are refused at once, not allocated', async () => {
  await using kernels = await threaded()
  const matrix = { ...matrixOf(2, 10), columnCount: 2 ** 31 - 1 }
  await expect(nearestColumns(kernels, { matrix, measure: 'cosine', k: 1 })).rejects.toMatchObject({
    code: 'out-of-memory',
  })
  await expect(easeInverse(kernels, matrix, 1)).rejects.toMatchObject({ code: 'out-of-memory' })
})

test('a process whose computation was cancelled ends by itself: no worker is left behind', () => {
  const script = `
    const { createKernels, nearestColumns } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))})
    const kernels = await createKernels({ threads: 2 })
    const rows = 20000
    const matrix = {
      indptr: Int32Array.from({ length: rows + 1 }, (_, row) => row * 10),
      indices: Int32Array.from({ length: rows * 10 }, (_, at) => (at * 7919) % 5000),
      values: new Float32Array(rows * 10).fill(1),
      columnCount: 5000,
    }
    const controller = new AbortController()
    const running = nearestColumns(kernels, { matrix, measure: 'cosine', k: 10 }, { signal: controller.signal })
    controller.abort()
    await running.catch(({ code }) => console.log(code, kernels.memory.usedBytes))`
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  expect({ stdout: stdout.trim(), status }).toEqual({ stdout: 'cancelled 0', status: 0 })
})
