import type { ThreadedKernels } from '../create-kernels.ts'
import type { Step } from '../program.ts'
import type { SharedArray } from '../shared-memory.ts'
import type { SharedScope } from '../shared-scope.ts'
import type { RunOptions } from '../worker-pool.ts'
import { notPositiveDefinite } from './inverse-reference.ts'

/** Columns swept at a time; the kernel is written for as many. */
export const sweepBlock = 64

/**
 * Runs `before` (which fills the lower triangle of `a` [n × n], n a multiple of 64), sweeps all columns and copies the
 * inverse of the first `size` rows and columns to `out` [size × size].
 *
 * @throws KernelError `not-positive-definite`
 */
export async function sweep(
  { pool }: ThreadedKernels,
  scope: SharedScope,
  { a, n, size, out, before }: SweepInput,
  options: RunOptions,
): Promise<void> {
  const d = scope.float32(sweepBlock ** 2)
  const work = scope.float64(sweepBlock ** 2)
  const packed = scope.float32(n * sweepBlock)
  const w = scope.float32(n * sweepBlock)
  const failed = scope.int32(1)
  const family = 'inverse'
  const steps: Step[] = [...before]
  for (let k0 = 0; k0 < n; k0 += sweepBlock) {
    const args = [a.pointer, n, k0, d.pointer, packed.pointer, w.pointer, failed.pointer]
    steps.push(
      {
        family,
        kernel: 'pivot',
        count: 1,
        chunk: 1,
        args: [a.pointer, n, k0, d.pointer, work.pointer, failed.pointer],
      },
      { family, kernel: 'panel', count: n, chunk: 32, args },
      { family, kernel: 'update', count: n / sweepBlock, chunk: 1, args },
    )
  }
  steps.push({ family, kernel: 'unfold', count: size, chunk: 16, args: [a.pointer, n, size, out.pointer] })
  await pool.run(steps, options)
  const column = failed.view[0] as number
  if (column > 0) throw notPositiveDefinite(column - 1)
}

export interface SweepInput {
  readonly a: SharedArray<Float32Array>
  readonly n: number
  readonly size: number
  readonly out: SharedArray<Float32Array>
  readonly before: readonly Step[]
}
