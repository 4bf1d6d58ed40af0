import { KernelError, type Kernels } from '@attune/kernels'
import type { FitContext } from '../recommender-registry.ts'

/** Where a training runs, and who is told about it. */
export interface TrainingContext {
  /** Default: plain TypeScript on this thread, many times slower for large data. */
  readonly kernels?: Kernels | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Awaited between the steps of a training: where the plain references hold the thread, nobody could cancel without a pause.
 */
export async function pauseFor({ backend }: Kernels): Promise<void> {
  if (backend === 'plain') await new Promise<void>((resolve) => setImmediate(resolve))
}

/**
 * For trainings that hold the thread from beginning to end where there are no kernels.
 *
 * @throws KernelError `cancelled`
 */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new KernelError('cancelled', 'The training was cancelled.', {}, { cause: signal.reason })
}

/** What a kind hands to its training: progress gets the name of its stage. */
export function staged({ kernels, signal, onProgress }: FitContext, stage: string): TrainingContext {
  return { kernels, signal, onProgress: onProgress && ((done, total) => onProgress({ done, total, stage })) }
}

/** Threads of what runs on ONNX Runtime: those of the kernels. */
export const threadsOf = ({ kernels }: TrainingContext): number =>
  kernels?.backend === 'threads' ? kernels.pool.threads : 2
