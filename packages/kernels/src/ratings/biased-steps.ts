import type { ThreadedKernels } from '../create-kernels.ts'
import type { CsrMatrix } from '../csr-matrix.ts'
import type { Step } from '../program.ts'
import { copyCsr } from '../shared-csr.ts'
import type { SharedScope } from '../shared-scope.ts'
import { entrySquares } from './entry-squares.ts'

/** Rows of SVD++ between two looks at whether to stop. */
const rowsAtOnce = 256

/** The steps of one pass, given the arguments that all kernels share and where squared errors go. */
export type StepsFor = (args: readonly number[], squares: number) => Step[]

/** SVD: squares that share neither rows nor columns side by side. */
export function squareSteps(scope: SharedScope, matrix: CsrMatrix, blocks: number): StepsFor {
  const { starts, rows, columns, values } = entrySquares(matrix, blocks)
  const copies = [...[starts, rows, columns].map((ids) => scope.copyInt32(ids)), scope.copyFloat32(values)]
  const entries = copies.map(({ pointer }) => pointer)
  return (args, squares) =>
    Array.from({ length: blocks }, (_, shift) => ({
      family: 'ratings',
      kernel: 'descend',
      count: blocks,
      chunk: 1,
      args: [blocks, shift, ...entries, ...args, squares],
    }))
}

/** SVD++: rows one after the other, or side by side without locks where `races`. */
export function implicitSteps(
  scope: SharedScope,
  { pool }: ThreadedKernels,
  matrix: CsrMatrix,
  stride: number,
  races: boolean,
): StepsFor {
  const entries = copyCsr(scope, matrix)
  const scratch = scope.float32(pool.threads * 2 * stride).pointer
  const rowCount = matrix.indptr.length - 1
  const step = { family: 'ratings', kernel: 'descendImplicit' }
  return (args, squares) => {
    const all = [...entries, ...args, scratch, squares]
    if (races) return [{ ...step, count: rowCount, chunk: 16, args: all, races }]
    return [{ ...step, count: rowCount, chunk: rowsAtOnce, args: all, inOrder: true }]
  }
}
