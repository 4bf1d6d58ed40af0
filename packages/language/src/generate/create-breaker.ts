import { LanguageError, type LanguageErrorCode } from '../errors.ts'

export type BreakerState = 'closed' | 'open' | 'half-open'

/** A piece of work that the breaker let through; one of the two is called, once. */
export interface Passage {
  succeeded(): void
  failed(error: unknown): void
}

export interface Breaker {
  readonly state: BreakerState
  /** When it may be tried again; null while it is not open. */
  readonly opensAgainAt: number | null
  /**
   * Lets work begin unless the model rests; of a half-open one only one piece at a time.
   *
   * @throws LanguageError `circuit-open`
   */
  enter(): Passage
}

/** Failures that say something about the server, and nothing about the request. */
const counts: ReadonlySet<LanguageErrorCode> = new Set(['unreachable', 'timed-out', 'rate-limited', 'bad-answer'])

/** A circuit breaker: after so many failures in a row nothing is sent for a while; then one call tries whether it works again. */
export function createBreaker({
  failuresToOpen,
  restMs,
  now,
}: {
  readonly failuresToOpen: number
  readonly restMs: number
  readonly now: () => number
}): Breaker {
  let failures = 0
  let openedAt: number | null = null
  let trying = false
  const rests = (): boolean => openedAt !== null && now() < openedAt + restMs

  return {
    get state() {
      return openedAt === null ? 'closed' : rests() ? 'open' : 'half-open'
    },
    get opensAgainAt() {
      return openedAt !== null && rests() ? openedAt + restMs : null
    },
    enter() {
      if (rests() || (openedAt !== null && trying))
        throw new LanguageError(
          'circuit-open',
          'The language model failed several times in a row and is not asked for a while. Look at its server; it is tried again by itself.',
          openedAt === null ? {} : { opensAgainAt: openedAt + restMs },
        )
      const probe = openedAt !== null
      if (probe) trying = true
      return {
        succeeded() {
          failures = 0
          openedAt = null
          if (probe) trying = false
        },
        failed(error) {
          if (probe) trying = false
          if (!(error instanceof LanguageError && counts.has(error.code))) return
          failures += 1
          if (probe || failures >= failuresToOpen) openedAt = now()
        },
      }
    },
  }
}
