import type { Kernels } from '../create-kernels.ts'
import { type CsrMatrix, checkCsr, mergeRepeats } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'
import { copyCsr, copyTransposed } from '../shared-csr.ts'
import { sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { invertReference } from './inverse-reference.ts'
import { sweep, sweepBlock } from './sweep.ts'

/**
 * P = (XᵀX + λ I)⁻¹, from which EASE takes its weights: B_ij = −P_ij / P_jj off the diagonal (Steck 2019, eq. 8).
 *
 * @param matrix X, rows × columns; a column that a row holds twice counts with the sum
 * @param lambda above 0
 * @returns P, [columns × columns], row-major
 * @throws KernelError `bad-option`, `bad-shape`, `bad-index`, `bad-value`, `out-of-memory`, before any work;
 *   `not-positive-definite` when λ is too small for single precision; `cancelled`, `closed`, `worker-failed`
 * @example
 * const inverse = await easeInverse(kernels, matrix, 500)
 */
export async function easeInverse(
  kernels: Kernels,
  matrix: CsrMatrix,
  lambda: number,
  options: RunOptions = {},
): Promise<Float32Array> {
  checkCsr(matrix, 'matrix')
  if (!(Number.isFinite(lambda) && lambda > 0))
    throw new KernelError('bad-option', 'lambda must be finite and above 0.', { lambda })
  const size = matrix.columnCount
  throwIfCancelled(options.signal)
  if (size === 0) return new Float32Array(0)
  if (kernels.backend === 'threads') kernels.memory.expectRoom(2 * size * size + 4 * matrix.indices.length)
  const rows = mergeRepeats(matrix)
  if (kernels.backend === 'plain') {
    const inverse = invertReference(gramReference(rows, lambda), size)
    options.onProgress?.(1, 1)
    return inverse
  }
  using scope = sharedScope(kernels.memory)
  const n = Math.ceil(size / sweepBlock) * sweepBlock
  const a = scope.float32(n * n)
  const out = scope.float32(size * size)
  const args = [...copyCsr(scope, rows), ...copyTransposed(scope, rows), size, lambda, a.pointer, n]
  const before = [{ family: 'inverse', kernel: 'gram', count: n, chunk: 4, args }]
  await sweep(kernels, scope, { a, n, size, out, before }, options)
  return out.view.slice()
}

/** XᵀX + λ I entry by entry. */
export function gramReference({ indptr, indices, values, columnCount }: CsrMatrix, lambda: number): Float32Array {
  const gram = new Float32Array(columnCount * columnCount)
  for (let i = 0; i < columnCount; i++) gram[i * columnCount + i] = lambda
  for (let row = 0; row + 1 < indptr.length; row++) {
    const [from, to] = [indptr[row] as number, indptr[row + 1] as number]
    for (let a = from; a < to; a++) {
      for (let b = from; b < to; b++) {
        const at = (indices[a] as number) * columnCount + (indices[b] as number)
        gram[at] = (gram[at] as number) + (values[a] as number) * (values[b] as number)
      }
    }
  }
  return gram
}
