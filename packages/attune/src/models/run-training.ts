import { Worker } from 'node:worker_threads'
import { attuneError } from '../errors.ts'
import type { TrainingMessage, TrainingOrder, TrainingResult } from './train-worker.ts'

/** From the sources the thread runs TypeScript, from a build JavaScript. */
const workerFile = import.meta.url.endsWith('.ts') ? './train-worker.ts' : './train-worker.js'

/**
 * Trains in a thread of its own.
 *
 * @throws AttuneError `training-aborted` when the signal fires; the code of what failed in the thread otherwise
 */
export function runTraining(
  order: TrainingOrder,
  onProgress: (progress: { done: number; total: number; stage: string }) => void,
  signal: AbortSignal,
): Promise<TrainingResult> {
  const { promise, resolve, reject } = Promise.withResolvers<TrainingResult>()
  if (signal.aborted) return Promise.reject(aborted())
  // The thread takes over the flags of this process, so it finds packages where this one does.
  const worker = new Worker(new URL(workerFile, import.meta.url), { workerData: order })
  const abort = (): void => {
    void worker.terminate()
  }
  signal.addEventListener('abort', abort, { once: true })
  worker.on('message', (message: TrainingMessage) => {
    if (message.type === 'progress') onProgress({ done: message.done, total: message.total, stage: message.stage })
    else if (message.type === 'done') resolve(message.result)
    else reject(attuneError(message.code, message.message))
  })
  worker.on('error', (cause) =>
    reject(attuneError('training-failed', `Training stopped: ${cause.message}`, { status: 500, cause })),
  )
  worker.on('exit', (code) => {
    const message = `The training thread ended with code ${code}.`
    reject(signal.aborted ? aborted() : attuneError('training-failed', message, { status: 500 }))
  })
  return promise.finally(() => signal.removeEventListener('abort', abort))
}

const aborted = (): Error => attuneError('training-aborted', 'The training was stopped.', { status: 409 })
