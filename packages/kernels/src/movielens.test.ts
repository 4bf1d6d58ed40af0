import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openBpr } from './bpr/open-bpr.ts'
import { createKernels } from './create-kernels.ts'
import type { CsrMatrix } from './csr-matrix.ts'
import { openIals } from './ials/open-ials.ts'
import { easeInverse } from './inverse/ease-inverse.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const folder = join(process.env.ATTUNE_TEST_DATA ?? join(root, '..', 'shared', 'data'), 'movielens-1m')
const lines = (name: string) =>
  gunzipSync(readFileSync(join(folder, name)))
    .toString()
    .trim()
    .split('\n')

function trainingMatrix(): CsrMatrix {
  const rows: Set<number>[] = []
  let columnCount = 0
  for (const line of lines('ncf.train.reconstructed.tsv.gz')) {
    const [person, item] = line.split('\t').map(Number) as [number, number]
    rows[person] ??= new Set()
    rows[person].add(item)
    columnCount = Math.max(columnCount, item + 1)
  }
  const sorted = rows.map((row) => [...row].sort((a, b) => a - b))
  const indptr = new Int32Array(sorted.length + 1)
  for (const [person, row] of sorted.entries()) indptr[person + 1] = indptr[person]! + row.length
  const indices = Int32Array.from(sorted.flat())
  return { indptr, indices, values: new Float32Array(indices.length).fill(1), columnCount }
}

/** Share of persons whose hidden item is among the ten best of itself and 99 given others (He et al. 2017). */
function hitRate(score: (person: number, item: number) => number): number {
  const hits = lines('ncf.test.negative.gz').map((line) => {
    const [head, ...others] = line.split('\t')
    const [person, target] = head!.slice(1, -1).split(',').map(Number) as [number, number]
    const own = score(person, target)
    return others.filter((item) => score(person, Number(item)) > own).length < 10
  })
  return hits.filter(Boolean).length / hits.length
}

const d = 64
const timeout = 180_000
const noise = (at: number) => 0.1 * ((Math.sin(at + 1) * 43758.5453) % 1)
const start = (count: number) => Float32Array.from({ length: count * d }, (_, at) => noise(at))

/** x_u · y_i + b_i */
const scoreOf = (x: Float32Array, y: Float32Array, b?: Float32Array) => (person: number, item: number) => {
  let score = b?.[item] ?? 0
  for (let k = 0; k < d; k++) score += x[person * d + k]! * y[item * d + k]!
  return score
}

test.skipIf(!existsSync(folder))(
  'MovieLens 1M, NCF protocol: EASE hits .720 ± .01 as published; eight iterations of iALS at d = 64 come near .724',
  { timeout },
  async () => {
    await using kernels = await createKernels({ threads: 2 })
    const matrix = trainingMatrix()
    const { indptr, indices, columnCount } = matrix
    const inverse = await easeInverse(kernels, matrix, 1000)
    const ease = hitRate((person, item) => {
      let score = 0
      for (let at = indptr[person]!; at < indptr[person + 1]!; at++)
        score -= inverse[indices[at]! * columnCount + item]! / inverse[item * columnCount + item]!
      return score
    })
    expect(Math.abs(ease - 0.72)).toBeLessThan(0.01)

    const input = { matrix, dimensions: d, rowFactors: start(indptr.length - 1), columnFactors: start(columnCount) }
    using ials = openIals(kernels, input)
    const parameters = {
      regularization: 0.007,
      unobservedWeight: 0.3,
      observed: 'added',
      regularizationExponent: 1,
    } as const
    for (let round = 0; round < 8; round++) {
      await ials.solveRows(parameters)
      await ials.solveColumns(parameters)
    }
    expect(hitRate(scoreOf(ials.rowFactors(), ials.columnFactors()))).toBeGreaterThan(0.71)
  },
)

test.skipIf(!existsSync(folder))(
  'MovieLens 1M, NCF protocol: ten passes of BPR at d = 64 hit above .6',
  { timeout },
  async () => {
    await using kernels = await createKernels({ threads: 2 })
    const matrix = trainingMatrix()
    const { indptr, columnCount } = matrix
    const [rowFactors, columnFactors] = [start(indptr.length - 1), start(columnCount)]
    const columnBiases = new Float32Array(columnCount)
    using bpr = openBpr(kernels, { matrix, dimensions: d, rowFactors, columnFactors, columnBiases, seed: 1 })
    for (let epoch = 0; epoch < 10; epoch++) await bpr.epoch({ learningRate: 0.05, regularization: 0.01 })
    expect(hitRate(scoreOf(bpr.rowFactors(), bpr.columnFactors(), bpr.columnBiases()))).toBeGreaterThan(0.6)
  },
)
