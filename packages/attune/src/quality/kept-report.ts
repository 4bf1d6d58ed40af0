import type { QualityReport } from '../api/schemas/quality.ts'
import type { Clock } from '../clock.ts'

const freshMs = 60_000

/** Keeps a workspace's report for a minute, since working it out takes seconds; who asks meanwhile gets the one that is being made. */
export function keptReport(
  make: (workspace: string) => Promise<QualityReport>,
  clock: Clock,
): (workspace: string) => Promise<QualityReport> {
  const kept = new Map<string, { readonly report: Promise<QualityReport>; readonly at: number }>()
  return (workspace) => {
    const known = kept.get(workspace)
    if (known !== undefined && clock() - known.at < freshMs) return known.report
    const entry = { report: make(workspace), at: clock() }
    kept.set(workspace, entry)
    // A failure is not kept.
    entry.report.catch(() => {
      if (kept.get(workspace) === entry) kept.delete(workspace)
    })
    return entry.report
  }
}
