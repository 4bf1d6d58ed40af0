import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import type { Attune } from '../../attune.ts'
import type { JsonRecord } from '../../collect/read-record.ts'
import { sqlParameters } from '../../report/sql-parameters.ts'
import type { OwnText } from './sentiment-of.ts'

/** Kinds of interaction in which people write. */
const writing = new Set(['review', 'comment', 'rating'])
/** Where senders put what was written. */
const textKeys = [
  'review_body',
  'reviewBody',
  'review',
  'comment',
  'text',
  'body',
  'content',
  'message',
  '评价',
  '评论',
  '内容',
]
const textsRead = 200
const longest = 5_000

/** Whether the person wrote anything, as far as memory can tell: the store need not be asked of those who did not. */
export function mayHaveWritten(activity: WorkspaceActivity, slot: number): boolean {
  const kinds = new Set([...writing].map((kind) => activity.kinds.find(kind)))
  const entries = activity.entriesOf(slot)
  for (let at = entries.from; at < entries.to; at++) if (kinds.has(entries.kinds[at] as number)) return true
  return false
}

/** The newest texts that a person wrote in reviews, ratings and comments, opened under their key; newest first. */
export async function ownTexts(
  { events, vault }: Pick<Attune, 'events' | 'vault'>,
  workspace: string,
  aliases: readonly string[],
): Promise<readonly OwnText[]> {
  const parameters = sqlParameters()
  const of = `workspace = ${parameters.add(workspace)} AND person_id IN (${aliases.map((id) => parameters.add(id)).join(', ')})`
  const kinds = [...writing].map((kind) => parameters.add(kind)).join(', ')
  const rows = await events.query<{ person_id: string; item_id: string | null; sealed: string; ts: number }>(
    `SELECT person_id, item_id, sealed, ts FROM events
     WHERE ${of} AND sealed IS NOT NULL
       AND message_id IN (SELECT message_id FROM interactions WHERE ${of} AND kind IN (${kinds}))
     ORDER BY ts DESC LIMIT ${textsRead}`,
    parameters.values,
  )
  return rows.flatMap(({ person_id: personId, item_id: itemId, sealed, ts: at }) => {
    const opened = vault.open(workspace, personId, sealed)
    const text = opened === undefined ? undefined : writtenIn(JSON.parse(opened) as { properties?: JsonRecord })
    return text === undefined ? [] : [{ text, at, itemId }]
  })
}

function writtenIn({ properties }: { properties?: JsonRecord }): string | undefined {
  for (const key of textKeys) {
    const value = properties?.[key]
    if (typeof value === 'string' && value.trim() !== '') return value.slice(0, longest)
  }
  return undefined
}
