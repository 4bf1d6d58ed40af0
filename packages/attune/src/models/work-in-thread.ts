import { parentPort, workerData } from 'node:worker_threads'
import { AttuneError, type ErrorDetails } from '../errors.ts'

/** What a thread says. */
export type ThreadMessage<Result> =
  | ({ readonly type: 'progress' } & ThreadProgress)
  | { readonly type: 'done'; readonly result: Result }
  | { readonly type: 'failed'; readonly code: string; readonly message: string; readonly details?: ErrorDetails }

export interface ThreadProgress {
  readonly done: number
  readonly total: number
  readonly stage: string
  /** A few words for people. */
  readonly note?: string
}
export type OnProgress = (progress: ThreadProgress) => void

const reportMs = 100

/** In a thread of `runInThread`: carries out the order and says what came of it. Elsewhere it does nothing. */
export function workInThread<Order, Result>(work: (order: Order, onProgress: OnProgress) => Promise<Result>): void {
  if (!parentPort) return
  const port = parentPort
  const say = (message: ThreadMessage<Result>): void => port.postMessage(message)
  let last = 0
  let lastStage = ''
  const onProgress: OnProgress = (progress) => {
    const now = performance.now()
    if (progress.stage === lastStage && now - last < reportMs) return
    last = now
    lastStage = progress.stage
    say({ type: 'progress', ...progress })
  }
  work(workerData as Order, onProgress).then(
    (result) => say({ type: 'done', result }),
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'training-failed'
      const details = error instanceof AttuneError ? { details: error.details } : {}
      say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error), ...details })
    },
  )
}
