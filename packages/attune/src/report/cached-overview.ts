import type { Overview } from '../api/schemas/report.ts'
import type { Clock } from '../clock.ts'

interface Entry {
  readonly answer: Promise<Overview>
  /** By the clock; undefined while it is being worked out. */
  freshUntil: number | undefined
}

export interface CachedOverviewOptions {
  readonly clock: Clock
  /** Milliseconds of real time, for measuring how long an answer takes. */
  readonly stopwatch: () => number
  /** How long an answer stays fresh. Default 2,000. */
  readonly freshMs?: number
}

/**
 * Keeps answers fresh for two seconds by the clock, and for four times as long as they took to work out: the console polls, and a
 * large store should not spend its time on that. Who asks while an answer is being worked out gets that one.
 */
export function cachedOverview(
  compute: (key: {
    readonly workspace: string
    readonly days: number
    readonly tz: string | undefined
  }) => Promise<Overview>,
  { clock, stopwatch, freshMs = 2000 }: CachedOverviewOptions,
): (workspace: string, days: number, tz?: string) => Promise<Overview> {
  const entries = new Map<string, Entry>()
  return (workspace, days, tz) => {
    const key = JSON.stringify([workspace, days, tz])
    const known = entries.get(key)
    if (known && (known.freshUntil === undefined || clock() < known.freshUntil)) return known.answer
    // Few keys are ever asked for; a caller that makes them up gets no memory for it.
    if (entries.size >= 100) entries.clear()
    const started = stopwatch()
    const entry: Entry = { answer: compute({ workspace, days, tz }), freshUntil: undefined }
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
