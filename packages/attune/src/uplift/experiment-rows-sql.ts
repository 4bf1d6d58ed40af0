import { agreedSql } from '../protect/consent/agreed-sql.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import { netOrdersSql } from '../report/net-orders-sql.ts'
import { withPersons } from '../report/resolved-persons.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'

export interface ExperimentRowsOptions {
  readonly workspace: string
  readonly placement: string
  readonly treatment: string
  readonly control: string
  /** First exposures from here on and before there, milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** What counts as outcome: orders so many days after the first exposure. */
  readonly days: number
  readonly currency: string | null
  /** Who allows training. */
  readonly consent: ConsentExceptions
}

const dayMs = 86_400_000
/** How far back what a person did is looked at. */
const historyDays = 180

/** What a person did before, by kind. */
const kinds = ['view', 'click', 'cart', 'order'] as const

/**
 * One row a person of a placement's experiment: their arm, which is that of the first decision that they saw, what they did in
 * the half year before that moment, and what they ordered in the days after it. Nothing that came later is a feature:
 * it may be what the treatment did. What they spent before is therefore counted as it was paid, without what went back. Only persons whose days have all passed are told.
 */
export function experimentRowsSql(parameters: SqlParameters, options: ExperimentRowsOptions): string {
  const { workspace, placement, treatment, control, from, to, days, currency, consent } = options
  const ws = parameters.add(workspace)
  const span = `INTERVAL '${Math.round(days * dayMs)} milliseconds'`
  const range = `t.workspace = ${ws} AND t.ts >= ${parameters.time(from)} AND t.ts < ${parameters.time(to)}`
  const agreed = agreedSql(consent, parameters.add(JSON.stringify(consent.personIds)), 'person').sql
  return `WITH seen AS (
    SELECT d.person, d.variation, d.decision_id, min(i.ts) AS ts
    FROM ${withPersons('decisions', `${range} AND t.placement = ${parameters.add(placement)}`)} d
    JOIN interactions i ON i.workspace = ${ws} AND i.kind = 'exposure' AND i.decision_id = d.decision_id
    GROUP BY ALL
  ),
  persons AS MATERIALIZED (
    SELECT person, arg_min(variation, (ts, decision_id)) AS arm, min(ts) AS since FROM seen
    WHERE ${agreed} GROUP BY person
  ),
  ${netOrdersSql(parameters, { workspace, since: from - historyDays * dayMs, before: to, currency })},
  earlier AS (
    SELECT p.person, ${kinds.map((kind) => `count(*) FILTER (i.kind = '${kind}') AS ${kind}s`).join(', ')},
      count(DISTINCT i.item_id) AS items, max(i.ts) AS last_at, min(i.ts) AS first_at
    FROM persons p JOIN ${withPersons('interactions', `t.workspace = ${ws} AND t.kind <> 'exposure'`)} i
      ON i.person = p.person AND i.ts < p.since AND i.ts >= p.since - INTERVAL '${historyDays} days'
    GROUP BY p.person
  ),
  spent AS (
    SELECT p.person, sum(o.gross) FILTER (o.ts < p.since) AS value_before, sum(o.value) FILTER (o.ts >= p.since) AS value_after,
      count(DISTINCT o.message_id) FILTER (o.ts >= p.since) AS orders, max(o.ts) FILTER (o.ts < p.since) AS last_at
    FROM persons p JOIN net_lines o ON o.person = p.person AND o.ts < p.since + ${span} AND o.ts >= p.since - INTERVAL '${historyDays} days'
    GROUP BY p.person
  )
  SELECT p.person AS person_id, (p.arm = ${parameters.add(treatment)})::INTEGER AS treated,
    (coalesce(s.orders, 0) > 0)::INTEGER AS ordered, coalesce(s.value_after, 0) AS revenue,
    ${kinds.map((kind) => `coalesce(b.${kind}s, 0)::INTEGER AS ${kind}s_before`).join(', ')},
    coalesce(b.items, 0)::INTEGER AS items_before, coalesce(s.value_before, 0) AS spent_before,
    date_diff('hour', b.last_at, p.since) / 24.0 AS days_since_last, date_diff('hour', b.first_at, p.since) / 24.0 AS days_since_first,
    date_diff('hour', s.last_at, p.since) / 24.0 AS days_since_order
  FROM persons p LEFT JOIN earlier b USING (person) LEFT JOIN spent s USING (person)
  WHERE p.arm IN (${parameters.add(treatment)}, ${parameters.add(control)}) AND p.since + ${span} <= ${parameters.time(to)}
  ORDER BY person_id`
}

/** Columns of the rows, in their order. */
export const experimentColumns = [
  'person_id',
  'treated',
  'ordered',
  'revenue',
  ...kinds.map((kind) => `${kind}s_before` as const),
  'items_before',
  'spent_before',
  'days_since_last',
  'days_since_first',
  'days_since_order',
] as const
export type ExperimentRow = { readonly [Column in (typeof experimentColumns)[number]]: string | number | null }
