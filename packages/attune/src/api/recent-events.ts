import type { Attune } from '../attune.ts'
import { joinedParts } from '../collect/personal-parts.ts'
import type { JsonRecord } from '../collect/read-record.ts'
import { statedPersons } from '../profile/person-traits.ts'
import type { EventRow, QuarantineRow } from '../store/rows.ts'
import { liveEventOf, refusedOf } from './live-line.ts'
import type { LiveEvent, RecentEvents } from './schemas/collect.ts'

export interface RecentQuery {
  readonly limit: number
  readonly kind?: 'event' | 'refused' | undefined
  readonly reason?: string | undefined
}

const windowMs = 28 * 86_400_000

const eventColumns = `workspace, message_id AS "messageId", type, event,
  person_id AS "personId", item_id AS "itemId", value, currency, decision_id AS "decisionId", source,
  sent_at AS "sentAt", received_at AS "receivedAt", ts`
const quarantineColumns = `workspace, received_at AS "receivedAt", source, reason, field, message, message_id AS "messageId", payload, person_id AS "personId"`

/** What was stored and what was refused, newest first. */
export async function recentEvents(attune: Attune, workspace: string, query: RecentQuery): Promise<RecentEvents> {
  const { limit, reason } = query
  const kind = reason === undefined ? query.kind : 'refused'
  const [stored, refused, reasons] = await Promise.all([
    kind === 'refused' ? [] : newestStored(attune, workspace, limit),
    kind === 'event' ? [] : newestRefused(attune, workspace, limit, reason),
    attune.events.query<{ reason: string; count: number }>(
      `SELECT reason, count(*) AS count FROM quarantine WHERE workspace = $1 AND received_at >= $2
       GROUP BY reason ORDER BY count DESC, reason`,
      [workspace, new Date(attune.clock() - windowMs)],
    ),
  ])
  const lines = [
    ...stored.map((row) => ({ at: row.receivedAt, line: liveEventOf(attune, row) })),
    ...refused.map((row) => ({ at: row.receivedAt, line: refusedOf(attune, row) })),
  ]
  lines.sort((a, b) => b.at - a.at)
  return { events: lines.slice(0, limit).map(({ line }) => line), reasons }
}

/** One message: as it was stored, else as it was refused last; undefined when it was never heard of. */
export async function oneEvent(attune: Attune, workspace: string, messageId: string): Promise<LiveEvent | undefined> {
  const [row] = await attune.events.query<EventRow>(
    `SELECT ${eventColumns}, properties, context, sealed FROM events WHERE workspace = $1 AND message_id = $2 LIMIT 1`,
    [workspace, messageId],
  )
  if (row !== undefined) return { ...liveEventOf(attune, row), payload: payloadOf(attune, row) }
  const [refused] = await attune.events.query<QuarantineRow>(
    `SELECT ${quarantineColumns} FROM quarantine WHERE workspace = $1 AND message_id = $2
     ORDER BY received_at DESC, rowid DESC LIMIT 1`,
    [workspace, messageId],
  )
  return refused && refusedOf(attune, refused)
}

function newestStored(attune: Attune, workspace: string, limit: number): Promise<EventRow[]> {
  // Properties and context are left where they are: a line of the stream does not show them.
  return attune.events.query<EventRow>(
    `SELECT ${eventColumns}, '{}' AS properties, '{}' AS context, NULL AS sealed FROM events WHERE workspace = $1
     ORDER BY received_at DESC, rowid DESC LIMIT ${limit}`,
    [workspace],
  )
}

function newestRefused(attune: Attune, workspace: string, limit: number, reason?: string): Promise<QuarantineRow[]> {
  return attune.events.query<QuarantineRow>(
    `SELECT ${quarantineColumns} FROM quarantine WHERE workspace = $1 ${reason === undefined ? '' : 'AND reason = $2'}
     ORDER BY received_at DESC, rowid DESC LIMIT ${limit}`,
    reason === undefined ? [workspace] : [workspace, reason],
  )
}

function payloadOf(attune: Attune, row: EventRow): string {
  const { workspace, personId } = row
  const [person] = statedPersons(attune, workspace, [personId])
  const opened = row.sealed === null ? undefined : attune.vault.open(workspace, personId, row.sealed)
  const personal = JSON.parse(opened ?? '{}') as { properties?: JsonRecord; context?: JsonRecord }
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
  return JSON.stringify({
    type: row.type,
    event: row.event,
    messageId: row.messageId,
    ...(person?.kind && { [person.kind === 'user' ? 'userId' : 'anonymousId']: person.identifier }),
    properties: joinedParts(JSON.parse(row.properties) as JsonRecord, personal.properties ?? null),
    context: joinedParts(JSON.parse(row.context) as JsonRecord, personal.context ?? null),
    sentAt: iso(row.sentAt),
    receivedAt: iso(row.receivedAt),
    timestamp: iso(row.ts),
  })
}
