import { LanguageError } from '../errors.ts'

/** Waits; a signal that fires ends the wait with its reason. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

export interface RetryOptions {
  /** In all. */
  readonly attempts: number
  readonly sleep: Sleep
  readonly rng: () => number
  readonly signal: AbortSignal
}

const firstPauseMs = 500
const longestPauseMs = 30_000

/** Whether the server itself said that it may go better in a moment. */
function isPassing(error: unknown): error is LanguageError {
  if (!(error instanceof LanguageError)) return false
  return error.code === 'rate-limited' || (error.code === 'unreachable' && Number(error.details.status) >= 500)
}

/**
 * Tries again after 429 and 5xx and nothing else: after as long as the server asked for, or twice as long each time and
 * somewhere in the upper half of it, so that many callers do not come back together. A server that asks for more than half
 * a minute is believed, and not waited for.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  { attempts, sleep, rng, signal }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error
      const asked = error.details.retryAfterMs
      if (typeof asked === 'number' && asked > longestPauseMs) throw error
      const backoff = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs) * (0.5 + rng() / 2)
      await sleep(typeof asked === 'number' ? asked : backoff, signal)
    }
  }
}
