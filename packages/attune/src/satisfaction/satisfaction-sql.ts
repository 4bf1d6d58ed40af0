import { agreedSql, personAfterMerges, withMerges } from '../protect/consent/agreed-sql.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import { offeredClicksSql } from '../report/offered-clicks-sql.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import { type AnswerKind, scaleProperties, scoreProperties } from './answer-events.ts'

const dayMs = 86_400_000

export type SatisfactionBy = 'all' | 'placement' | 'item' | 'person'

export interface SatisfactionSqlOptions {
  readonly workspace: string
  /** Milliseconds since the epoch, from inclusive, to exclusive. */
  readonly from: number
  readonly to: number
  readonly by: SatisfactionBy
  /** Names of events that tell something, by what. */
  readonly events: Readonly<Record<AnswerKind, readonly string[]>>
  readonly consent: ConsentExceptions
  readonly attributionDays: number
  readonly placements: readonly string[]
  /** Only people of one of so many parts of about the same size. */
  readonly slice?: { readonly at: number; readonly of: number }
}

const firstNumber = (names: readonly string[]): string =>
  `coalesce(${names.map((name) => `TRY_CAST(json_extract_string(properties, '$."${name}"') AS DOUBLE)`).join(', ')})`

/**
 * `keyed(key, person, message_id, part, x)`: what people told or did, each with the group it belongs to.
 *
 * To a placement belongs what names it (property `placement`), what names one of its decisions, and what somebody does
 * about an item at most `attributionDays` after they clicked it there.
 */
function keyedSql(parameters: SqlParameters, options: SatisfactionSqlOptions): string {
  const { workspace, from, to, by, events, consent, attributionDays, placements, slice } = options
  const ws = parameters.add(workspace)
  const names = (kind: AnswerKind) =>
    `(SELECT unnest(from_json(${parameters.add(JSON.stringify(events[kind]))}, '["VARCHAR"]')))`
  const exceptions = parameters.add(JSON.stringify(consent.personIds))
  const agreed = agreedSql(consent, exceptions).sql
  const only = slice ? ` AND hash(${personAfterMerges}) % ${Math.trunc(slice.of)} = ${Math.trunc(slice.at)}` : ''
  const range = `i.workspace = ${ws} AND ${agreed} AND i.ts >= ${parameters.time(from)} AND i.ts < ${parameters.time(to)}${only}`
  const facts = `facts AS MATERIALIZED (
    SELECT ${personAfterMerges} AS person, item_id, decision_id, NULL::VARCHAR AS placement, ts, message_id,
      CASE kind WHEN 'rating' THEN 'ratings' WHEN 'order' THEN 'orders' ELSE 'refunds' END AS part,
      CASE kind WHEN 'rating' THEN greatest(0, least(1, (amount - 1) / 4)) ELSE 1 END AS x
    FROM ${withMerges('interactions')} WHERE ${range} AND i.kind IN ('rating', 'order', 'refund')
    UNION ALL
    SELECT person, item_id, decision_id, placement, ts, message_id, part,
      CASE part
        WHEN 'csat' THEN CASE WHEN score BETWEEN 0 AND scale THEN (score >= 0.8 * scale)::INTEGER END
        WHEN 'nps' THEN CASE WHEN score NOT BETWEEN 0 AND 10 THEN NULL WHEN score >= 9 THEN 1 WHEN score >= 7 THEN 0.5 WHEN score >= 0 THEN 0 END
        ELSE 1 END AS x
    FROM (
      SELECT ${personAfterMerges} AS person, item_id, decision_id, json_extract_string(properties, '$.placement') AS placement,
        ts, message_id, coalesce(${firstNumber(scoreProperties)}, value) AS score,
        coalesce(${firstNumber(scaleProperties)}, 5) AS scale,
        CASE WHEN event IN ${names('csat')} THEN 'csat' WHEN event IN ${names('nps')} THEN 'nps'
          WHEN event IN ${names('complaints')} THEN 'complaints' WHEN event IN ${names('voices')} THEN 'voices' END AS part
      FROM ${withMerges('events')} WHERE ${range} AND i.event IS NOT NULL
    ) WHERE part IS NOT NULL
  )`
  if (by !== 'placement') {
    const key = by === 'item' ? 'item_id' : by === 'person' ? 'person' : "''"
    return `${facts}, keyed AS (SELECT ${key} AS key, * FROM facts WHERE x IS NOT NULL AND ${key} IS NOT NULL)`
  }
  const window = `INTERVAL '${Math.round(attributionDays * dayMs)} milliseconds'`
  const known = parameters.add(JSON.stringify(placements))
  return `${facts},
  clicks AS MATERIALIZED (
    SELECT person, item_id, ts AS clicked, max(decision_id) AS decision
    FROM ${offeredClicksSql(ws, `t.ts >= ${parameters.time(from - attributionDays * dayMs)}`)} GROUP BY ALL
  ),
  clicked AS (
    SELECT f.*, CASE WHEN f.ts - c.clicked <= ${window} THEN c.decision END AS decision
    FROM facts f ASOF LEFT JOIN clicks c ON c.person = f.person AND c.item_id = f.item_id AND f.ts >= c.clicked
  ),
  keyed AS (
    SELECT * FROM (
      SELECT coalesce(f.placement, own.placement, led.placement) AS key, f.* EXCLUDE (placement)
      FROM clicked f
      LEFT JOIN decisions own ON own.workspace = ${ws} AND own.decision_id = f.decision_id
      LEFT JOIN decisions led ON led.workspace = ${ws} AND led.decision_id = f.decision
    ) WHERE x IS NOT NULL AND key IN (SELECT unnest(from_json(${known}, '["VARCHAR"]')))
  )`
}

const shares = ['ratings', 'csat', 'nps', 'returns', 'complaints'] as const

/** Everybody counts once a group and part: with their mean answer, the share of their orders they kept, whether they complained. */
const perPerson = `per_person AS (
    SELECT key, person,
      avg(x) FILTER (part = 'ratings') AS ratings, avg(x) FILTER (part = 'csat') AS csat, avg(x) FILTER (part = 'nps') AS nps,
      CASE WHEN count(*) FILTER (part = 'orders') > 0
        THEN 1 - least(1, count(*) FILTER (part = 'refunds') / count(*) FILTER (part = 'orders')) END AS returns,
      CASE WHEN count(*) FILTER (part = 'orders') > 0
        THEN (count(*) FILTER (part = 'complaints') = 0)::INTEGER END AS complaints
    FROM keyed WHERE part <> 'voices' GROUP BY key, person
  )`

/** One row a group, the largest first, of the `most` largest and of those with one of the `keys`: key, people, then n, sum and sum of squares of each of `ratings`, `csat`, `nps`, `returns`, `complaints`. */
export function satisfactionSql(
  parameters: SqlParameters,
  options: SatisfactionSqlOptions,
  which?: { readonly most: number; readonly keys: readonly string[] },
): string {
  const sums = shares
    .map(
      (part) =>
        `count(${part})::DOUBLE, coalesce(sum(${part}), 0)::DOUBLE, coalesce(sum(${part} * ${part}), 0)::DOUBLE`,
    )
    .join(', ')
  const keyed = keyedSql(parameters, options)
  const told = which
    ? `WHERE place <= ${Math.trunc(which.most)} OR key IN (SELECT unnest(from_json(${parameters.add(JSON.stringify(which.keys))}, '["VARCHAR"]')))`
    : ''
  return `WITH ${keyed}, ${perPerson},
    by_key AS (SELECT key, count(*)::DOUBLE AS people, ${sums} FROM per_person GROUP BY key),
    placed AS (SELECT *, row_number() OVER (ORDER BY people DESC, key) AS place FROM by_key)
    SELECT * EXCLUDE (place) FROM placed ${told} ORDER BY people DESC, key`
}

/** The groups that texts belong to: message id, key. */
export function textKeysSql(parameters: SqlParameters, options: SatisfactionSqlOptions, messageIds: string): string {
  return `WITH ${keyedSql(parameters, options)}
    SELECT message_id, any_value(key) AS key FROM keyed
    WHERE part IN ('voices', 'csat', 'nps', 'complaints')
      AND message_id IN (SELECT unnest(from_json(${parameters.add(messageIds)}, '["VARCHAR"]')))
    GROUP BY message_id`
}

export const satisfactionColumns: readonly (typeof shares)[number][] = shares
