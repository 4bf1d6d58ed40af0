import type { Attune } from '../attune.ts'
import { openedPayload } from '../collect/sealed-payload.ts'
import type { EventRow, QuarantineRow } from '../store/rows.ts'
import type { LiveEvent } from './schemas/collect.ts'

/** A stored event as the live stream shows it. */
export function liveEventOf(attune: Attune, row: EventRow): LiveEvent {
  return {
    kind: 'event',
    messageId: row.messageId,
    type: row.type,
    event: row.event,
    personId: row.personId,
    itemId: row.itemId,
    itemTitle: row.itemId === null ? null : (attune.items.get(row.workspace, row.itemId)?.title ?? null),
    value: row.value,
    currency: row.currency,
    source: row.source,
    at: new Date(row.receivedAt).toISOString(),
    reason: null,
    field: null,
    message: null,
    payload: null,
  }
}

/** What was refused or set aside, as the live stream shows it. */
export function refusedOf({ vault }: Pick<Attune, 'vault'>, row: QuarantineRow): LiveEvent {
  return {
    kind: 'refused',
    messageId: row.messageId,
    type: 'unknown',
    event: null,
    personId: null,
    itemId: null,
    itemTitle: null,
    value: null,
    currency: null,
    source: row.source,
    at: new Date(row.receivedAt).toISOString(),
    reason: row.reason,
    field: row.field,
    message: row.message,
    payload: row.payload === null ? null : openedPayload(vault, row.workspace, row.receivedAt, row.payload),
  }
}
