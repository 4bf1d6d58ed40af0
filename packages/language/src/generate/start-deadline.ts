import { LanguageError } from '../errors.ts'
import type { Sleep } from './with-retries.ts'

export interface Deadline {
  readonly signal: AbortSignal
  /** The work's result, or the end of time before it: what does not listen to the signal is not waited for. */
  race<T>(work: Promise<T>): Promise<T>
  end(): void
}

/** Fires after `ms` (`timed-out`) or with the caller's signal (`cancelled`). */
export function startDeadline(ms: number, sleep: Sleep, caller?: AbortSignal): Deadline {
  const stop = new AbortController()
  const timer = new AbortController()
  const cancel = (): void => stop.abort(new LanguageError('cancelled', 'The call was cancelled.'))
  if (caller?.aborted) cancel()
  caller?.addEventListener('abort', cancel, { once: true })
  sleep(ms, timer.signal).then(
    () =>
      stop.abort(
        new LanguageError(
          'timed-out',
          'The language model did not answer in time. Raise its timeoutMs, or ask for less.',
          { timeoutMs: ms },
        ),
      ),
    () => undefined,
  )
  return {
    signal: stop.signal,
    race(work) {
      return new Promise((resolve, reject) => {
        const late = (): void => reject(stop.signal.reason)
        if (stop.signal.aborted) late()
        stop.signal.addEventListener('abort', late, { once: true })
        work
          .then(resolve, (error: unknown) => reject(stop.signal.aborted ? stop.signal.reason : error))
          .finally(() => stop.signal.removeEventListener('abort', late))
      })
    },
    end() {
      timer.abort()
      caller?.removeEventListener('abort', cancel)
    },
  }
}
