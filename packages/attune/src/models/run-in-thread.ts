import { Worker } from 'node:worker_threads'
import { attuneError } from '../errors.ts'
import type { OnProgress, ThreadMessage } from './work-in-thread.ts'

/** From the sources the thread runs TypeScript, from a build JavaScript. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/**
 * Has an order carried out in a thread of its own.
 *
 * @throws AttuneError `training-aborted` when the signal fires; the code of what failed in the thread otherwise
 */
export function runInThread<Result>(
  worker:
    | 'train-worker'
    | 'forget-worker'
    | '../runs/run-worker'
    | '../labels/label-worker'
    | '../clusters/cluster-worker'
    | '../value/value-worker'
    | '../attribution/attribution-worker'
    | '../language/sentiment-worker'
    | '../language/opinions-worker'
    | '../language/subword-worker',
  order: object,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  if (signal.aborted) return Promise.reject(aborted())
  // The thread takes over the flags of this process, so it finds packages where this one does.
  const thread = new Worker(new URL(`./${worker}${extension}`, import.meta.url), { workerData: order })
  const abort = (): void => {
    void thread.terminate()
  }
  signal.addEventListener('abort', abort, { once: true })
  thread.on('message', (message: ThreadMessage<Result>) => {
    if (message.type === 'progress') {
      const { type: _, ...progress } = message
      onProgress(progress)
    } else if (message.type === 'done') resolve(message.result)
    else reject(attuneError(message.code, message.message, { details: message.details ?? {} }))
  })
  thread.on('error', (cause) =>
    reject(attuneError('training-failed', `Training stopped: ${cause.message}`, { status: 500, cause })),
  )
  thread.on('exit', (code) => {
    const message = `The training thread ended with code ${code}.`
    reject(signal.aborted ? aborted() : attuneError('training-failed', message, { status: 500 }))
  })
  return promise.finally(() => signal.removeEventListener('abort', abort))
}

const aborted = (): Error => attuneError('training-aborted', 'The training was stopped.', { status: 409 })
