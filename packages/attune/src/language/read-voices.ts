import { normaliseText } from '@attune/language'
import type { Attune } from '../attune.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import { agreedSql, personAfterMerges, withMerges } from '../protect/consent/agreed-sql.ts'
import type { Purpose } from '../protect/consent/purposes.ts'
import { isSearch, isVoice, queryOf, wordsOf } from './voices.ts'

export type VoiceSource = Pick<Attune, 'config' | 'events' | 'consent' | 'vault'>

/** What somebody said in a review, a comment, a question or a survey, or searched for. */
export interface Voice {
  readonly messageId: string
  /** After merges. */
  readonly personId: string
  /** Under which the event came. */
  readonly alias: string
  /** Normalised, at most `longestVoice` characters. */
  readonly text: string
  /** 0 to 5; null where none were given. */
  readonly stars: number | null
  /** Milliseconds since the epoch. */
  readonly at: number
}

export interface VoiceQuery {
  readonly purpose: Purpose
  /** Milliseconds since the epoch, from inclusive, to exclusive. */
  readonly from: number
  readonly to: number
  readonly most: number
  readonly withStars?: boolean
  /** Default: what was said. */
  readonly what?: 'said' | 'searched'
}

export const longestVoice = 2_000
/** Opened before others get their turn. */
const atOnce = 200

interface Row {
  readonly message_id: string
  readonly who: string
  readonly person_id: string
  readonly sealed: string
  readonly at: number
  readonly stars: number | null
}

/**
 * The newest words of people who agree to the purpose, newest first. They stand sealed and are opened in memory only; of who was
 * erased they cannot be opened any more.
 */
export async function readVoices(
  { config, events, consent, vault }: VoiceSource,
  workspace: string,
  { purpose, from, to, most, withStars = false, what = 'said' }: VoiceQuery,
): Promise<readonly Voice[]> {
  const meanings = eventMeanings(config.collect.events)
  const known = await events.query<{ event: string }>(
    'SELECT DISTINCT event FROM events WHERE workspace = $1 AND sealed IS NOT NULL AND event IS NOT NULL',
    [workspace],
  )
  const names = known
    .map(({ event }) => event)
    .filter((name) => (what === 'said' ? isVoice(name, meanings) : isSearch(name)))
  if (names.length === 0) return []
  const { sql, ids } = agreedSql(consent.exceptions(workspace, purpose), '$2')
  const rows = await events.query<Row>(
    `WITH said AS (
       SELECT ${personAfterMerges} AS who, i.person_id, i.sealed, i.ts, i.message_id
       FROM ${withMerges('events')}
       WHERE i.workspace = $1 AND ${sql} AND i.sealed IS NOT NULL
         AND i.event IN (SELECT unnest(from_json($3, '["VARCHAR"]')))
         AND epoch_ms(i.ts) >= $4 AND epoch_ms(i.ts) < $5
     ), rated AS (
       SELECT message_id, max(amount) AS stars FROM interactions WHERE workspace = $1 AND kind = 'rating' GROUP BY message_id
     )
     SELECT who, person_id, message_id, sealed, epoch_ms(ts) AS at, stars
     FROM said ${withStars ? '' : 'LEFT '}JOIN rated USING (message_id)
     ORDER BY ts DESC, message_id LIMIT ${Math.trunc(most)}`,
    [workspace, ids, JSON.stringify(names), Math.round(from), Math.round(to)],
  )
  const voices: Voice[] = []
  for (const [i, { who, person_id: alias, message_id: messageId, sealed, at, stars }] of rows.entries()) {
    if (i % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve))
    const opened = vault.open(workspace, alias, sealed)
    const { properties } = (opened === undefined ? {} : JSON.parse(opened)) as {
      properties?: Readonly<Record<string, unknown>>
    }
    const words = properties && (what === 'said' ? wordsOf(properties) : queryOf(properties))
    const text = normaliseText(words?.slice(0, longestVoice) ?? '', { urls: 'remove' })
    if (text !== '') voices.push({ messageId, personId: who, alias, text, stars, at })
  }
  return voices
}
