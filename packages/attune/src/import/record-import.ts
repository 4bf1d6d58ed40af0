import type { Attune } from '../attune.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { ImportReport } from './import-report.ts'

/** Writes into the audit what was imported, in numbers. */
export function recordImport({ state, clock }: Attune, workspace: string, report: ImportReport): void {
  const { source, as, read, stored, duplicates, quarantined, items, seconds } = report
  const reasons = Object.fromEntries(quarantined.map(({ reason, count }) => [reason, count]))
  const details = JSON.stringify({ as, read, stored, duplicates, quarantined: reasons, items, seconds })
  state.transaction(() =>
    appendAudit(state.raw, { workspace, at: clock(), actor: 'import', action: 'imported', subject: source, details }),
  )
}
