import type { Clock } from '../clock.ts'

interface Entry<Answer> {
  readonly answer: Promise<Answer>
  /** By the clock; undefined while it is being worked out. */
  freshUntil: number | undefined
}

export interface KeepFreshOptions {
  readonly clock: Clock
  /** Milliseconds of real time, for measuring how long an answer takes. */
  readonly stopwatch: () => number
  /** How long an answer stays fresh. Default 2,000. */
  readonly freshMs?: number
}

/**
 * Keeps answers fresh for two seconds by the clock, and for four times as long as they took: the console asks again and
 * again, and a large store should not spend its time on that. Who asks while an answer is being worked out gets that one.
 */
export function keepFresh<Answer>({
  clock,
  stopwatch,
  freshMs = 2000,
}: KeepFreshOptions): (key: string, compute: () => Promise<Answer>) => Promise<Answer> {
  const entries = new Map<string, Entry<Answer>>()
  return (key, compute) => {
    const known = entries.get(key)
    if (known && (known.freshUntil === undefined || clock() < known.freshUntil)) return known.answer
    // Few keys are ever asked for; a caller that makes them up gets no memory for it.
    if (entries.size >= 200) entries.clear()
    const started = stopwatch()
    const entry: Entry<Answer> = { answer: compute(), freshUntil: undefined }
    entries.set(key, entry)
    entry.answer.then(
      () => {
        entry.freshUntil = clock() + Math.max(freshMs, 4 * (stopwatch() - started))
      },
      () => entries.delete(key),
    )
    return entry.answer
  }
}
