import type { Attune } from '../attune.ts'
import type { ImportReport } from './import-report.ts'

/** Writes into the audit what was imported, in numbers. */
export async function recordImport(attune: Attune, workspace: string, report: ImportReport): Promise<void> {
  const { source, as, read, stored, duplicates, quarantined, items, seconds } = report
  const reasons = Object.fromEntries(quarantined.map(({ reason, count }) => [reason, count]))
  await attune.state.db
    .insertInto('audit')
    .values({
      workspace,
      at: attune.clock(),
      actor: 'import',
      action: 'imported',
      subject: source,
      details: JSON.stringify({ as, read, stored, duplicates, quarantined: reasons, items, seconds }),
    })
    .execute()
}
