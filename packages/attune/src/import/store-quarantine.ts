import { hash } from 'node:crypto'
import type { Attune } from '../attune.ts'
import { sealedPayload } from '../collect/sealed-payload.ts'
import type { QuarantineRow } from '../store/rows.ts'
import type { Refusal } from './refusal.ts'

/** Writes what was set aside, once: the rows of an earlier import of the same are not written again. */
export async function storeQuarantine(
  attune: Attune,
  o: { readonly workspace: string; readonly source: string; readonly refused: readonly Refusal[] },
): Promise<void> {
  if (o.refused.length === 0) return
  const [stored = []] = await attune.events.columns(
    'SELECT message_id FROM quarantine WHERE workspace = $1 AND source = $2',
    [o.workspace, o.source],
  )
  const known = new Set(stored)
  const receivedAt = attune.clock()
  let batch: QuarantineRow[] = []
  for (const refusal of o.refused) {
    const messageId = refusalId(refusal)
    if (known.has(messageId)) continue
    known.add(messageId)
    batch.push({
      workspace: o.workspace,
      receivedAt,
      source: o.source,
      reason: refusal.reason,
      field: `${refusal.file}:${refusal.line}`,
      message: refusal.message,
      messageId,
      personId: null,
      payload: refusal.payload === null ? null : sealedPayload(attune.vault, o.workspace, receivedAt, refusal.payload),
    })
    if (batch.length === 5000) {
      await attune.vault.settled()
      await attune.events.append({ quarantine: batch })
      batch = []
    }
  }
  await attune.vault.settled()
  await attune.events.append({ quarantine: batch })
}

function refusalId({ file, line, reason, payload }: Refusal): string {
  const digest = hash('md5', [file, line, reason, payload].join('\u001f'), 'hex')
  return `import-${digest.slice(0, 24)}`
}
