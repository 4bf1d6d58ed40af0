import { createKernels, type Kernels, nearestColumns, openIals, topK } from '@attune/kernels'
import { difference, noise } from './kernels-data.ts'
import { easeWeights } from './kernels-ease.ts'
import { skewedMatrix } from './skewed-matrix.ts'

/** Numbers of every measured kernel on a small matrix of the same kind. */
async function results(kernels: Kernels): Promise<Record<string, Float32Array>> {
  const [rows, columns, dimensions] = [600, 90, 16]
  const matrix = skewedMatrix({ rows, columns, entries: 6000, seed: 1 })
  const queries = noise(rows * dimensions, 1, 0.1)
  const items = noise(columns * dimensions, 2, 0.1)
  using ials = openIals(kernels, { matrix, dimensions, rowFactors: queries, columnFactors: items })
  for (let round = 0; round < 2; round++) {
    await ials.solveRows({ regularization: 0.1 })
    await ials.solveColumns({ regularization: 0.1 })
  }
  const ones = { ...matrix, values: new Float32Array(matrix.values.length).fill(1) }
  return {
    ials: ials.columnFactors(),
    neighbours: (await nearestColumns(kernels, { matrix, measure: 'cosine', k: 20 })).scores,
    neighboursOfOnes: (await nearestColumns(kernels, { matrix: ones, measure: 'cosine', k: 20 })).scores,
    topK: (await topK(kernels, { queries, items, dimensions, k: 10 })).scores,
    ease: await easeWeights(kernels, matrix, 50),
  }
}

/** @throws Error where a kernel is not its plain TypeScript reference */
export async function checkKernels(): Promise<void> {
  await using kernels = await createKernels({ threads: 2 })
  await using plain = await createKernels({ backend: 'plain' })
  if (kernels.backend === 'plain') return
  const expected = await results(plain)
  for (const [name, found] of Object.entries(await results(kernels))) {
    const worst = difference(found, expected[name]!)
    if (!(worst < 1e-3)) throw new Error(`${name} differs from the reference by ${worst} of the largest number.`)
  }
}
