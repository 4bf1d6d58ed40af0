import { checkFactors } from '../check-factors.ts'
import type { Kernels } from '../create-kernels.ts'
import { KernelError } from '../kernel-error.ts'
import { sharedScope } from '../shared-scope.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { invertReference } from './inverse-reference.ts'
import { sweep, sweepBlock } from './sweep.ts'

/**
 * The inverse of a symmetric positive definite matrix, by the blocked sweep operator in single precision (pivots in
 * double).
 *
 * @param matrix [size × size], row-major; only the lower triangle is read
 * @returns A⁻¹, [size × size], both triangles
 * @throws KernelError `bad-shape`, `bad-value`, `out-of-memory`, before any work; `not-positive-definite`, `cancelled`,
 *   `closed`, `worker-failed`
 * @example
 * await invertSymmetric(kernels, Float32Array.of(2, 0, 0, 4), 2) // → Float32Array [0.5, 0, 0, 0.25]
 */
export async function invertSymmetric(
  kernels: Kernels,
  matrix: Float32Array,
  size: number,
  options: RunOptions = {},
): Promise<Float32Array> {
  if (checkFactors(matrix, size, 'matrix') !== size)
    throw new KernelError('bad-shape', `${matrix.length} numbers are no matrix of ${size} × ${size}.`, { size })
  throwIfCancelled(options.signal)
  if (kernels.backend === 'threads') kernels.memory.expectRoom(2 * size * size)
  if (kernels.backend === 'plain') {
    const inverse = invertReference(matrix, size)
    options.onProgress?.(1, 1)
    return inverse
  }
  using scope = sharedScope(kernels.memory)
  const n = Math.ceil(size / sweepBlock) * sweepBlock
  const from = scope.copyFloat32(matrix)
  const a = scope.float32(n * n)
  const args = [from.pointer, size, a.pointer, n]
  const before = [{ family: 'inverse', kernel: 'pad', count: n, chunk: 16, args }]
  // What was given is not needed after it was copied to the padded matrix, so the result may take its place.
  await sweep(kernels, scope, { a, n, size, out: from, before }, options)
  return from.view.slice()
}
