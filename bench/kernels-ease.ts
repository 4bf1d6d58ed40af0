import { join } from 'node:path'
import { type CsrMatrix, easeInverse, type Kernels, type ThreadedKernels } from '@attune/kernels'
import type { Figure } from './figure.ts'
import { inTurns, secondsOf } from './in-turns.ts'
import { difference, readFloats, type StoredMatrix } from './kernels-data.ts'
import { atMost, sideBySide } from './kernels-figures.ts'
import type { Peer } from './peers/open-peer.ts'

/** B of Steck 2019: −P_ij / P_jj, and 0 on the diagonal. */
export async function easeWeights(kernels: Kernels, matrix: CsrMatrix, lambda: number): Promise<Float32Array> {
  const weights = await easeInverse(kernels, matrix, lambda)
  const size = matrix.columnCount
  const scales = Float32Array.from({ length: size }, (_, at) => -1 / weights[at * size + at]!)
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) weights[at] = weights[at]! * scales[column]!
  }
  for (let at = 0; at < size; at++) weights[at * size + at] = 0
  return weights
}

/** EASE from the interactions to its weights, beside numpy's inverse and LAPACK's of symmetric matrices. */
export async function easeFigures(
  kernels: ThreadedKernels,
  peer: Peer | undefined,
  folder: string,
  { matrix }: StoredMatrix,
): Promise<Figure[]> {
  const what = `EASE, ${matrix.columnCount} items of MovieLens 1M, Gram matrix, inverse and weights`
  const regularization = 500
  const weights = join(folder, 'weights')
  const theirs = (how: 'inv' | 'lapack') => async () =>
    Number((await peer?.ask({ task: 'ease', regularization, how, weights }))?.seconds)
  let found: Float32Array | undefined
  const ours = (): Promise<number> =>
    secondsOf(async () => {
      found = await easeWeights(kernels, matrix, regularization)
    })
  const contenders = { ours, ...(peer && { 'numpy inv': theirs('inv'), 'LAPACK potrf + potri': theirs('lapack') }) }
  const goals = { 'numpy inv': 2, 'LAPACK potrf + potri': 1 }
  const figures = sideBySide(what, await inTurns(contenders), goals)
  if (peer && found)
    figures.push(atMost(`${what}: largest difference`, difference(found, readFloats(weights)), '', 1e-3))
  return figures
}
