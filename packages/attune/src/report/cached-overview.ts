import type { Overview } from '../api/schemas/report.ts'
import { type KeepFreshOptions, keepFresh } from './keep-fresh.ts'

/** Overviews kept fresh: the console polls. */
export function cachedOverview(
  compute: (key: {
    readonly workspace: string
    readonly days: number
    readonly tz: string | undefined
  }) => Promise<Overview>,
  options: KeepFreshOptions,
): (workspace: string, days: number, tz?: string) => Promise<Overview> {
  const fresh = keepFresh<Overview>(options)
  return (workspace, days, tz) => fresh(JSON.stringify([workspace, days, tz]), () => compute({ workspace, days, tz }))
}
