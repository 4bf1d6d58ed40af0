import { withPersons } from '../report/resolved-persons.ts'

/** How far back what a person did is looked at. */
export const historyDays = 180

/** What a person did before, by kind. */
const kinds = ['view', 'click', 'cart', 'order'] as const

/** What models of uplift know of a person, in this order. */
export const featureColumns = [
  ...kinds.map((kind) => `${kind}s_before` as const),
  'items_before',
  'spent_before',
  'days_since_last',
  'days_since_first',
  'days_since_order',
] as const
export type FeatureColumn = (typeof featureColumns)[number]

/**
 * SQL tables (to stand behind WITH, after `persons(person, since)` and those of `netOrdersSql`) of what every person did in the half
 * year before their moment `since`. Training and choosing whom to treat read the same; nothing later than the moment is in them, for
 * it may be what the treatment did. What they spent is therefore counted as it was paid, without what went back.
 *
 * @param ws the workspace, bound to a parameter
 */
export const featureTablesSql = (ws: string): string => `earlier AS (
    SELECT p.person, ${kinds.map((kind) => `count(*) FILTER (i.kind = '${kind}') AS ${kind}s`).join(', ')},
      count(DISTINCT i.item_id) AS items, max(i.ts) AS last_at, min(i.ts) AS first_at
    FROM persons p JOIN ${withPersons('interactions', `t.workspace = ${ws} AND t.kind <> 'exposure'`)} i
      ON i.person = p.person AND i.ts < p.since AND i.ts >= p.since - INTERVAL '${historyDays} days'
    GROUP BY p.person
  ),
  paid_before AS (
    SELECT p.person, sum(o.gross) AS value, max(o.ts) AS last_at
    FROM persons p JOIN net_lines o ON o.person = p.person AND o.ts < p.since AND o.ts >= p.since - INTERVAL '${historyDays} days'
    GROUP BY p.person
  )`

/** The columns of `persons p` joined by `featureJoinsSql`. */
export const featuresSql: string = `${kinds.map((kind) => `coalesce(b.${kind}s, 0)::INTEGER AS ${kind}s_before`).join(', ')},
    coalesce(b.items, 0)::INTEGER AS items_before, coalesce(s.value, 0) AS spent_before,
    date_diff('hour', b.last_at, p.since) / 24.0 AS days_since_last, date_diff('hour', b.first_at, p.since) / 24.0 AS days_since_first,
    date_diff('hour', s.last_at, p.since) / 24.0 AS days_since_order`

export const featureJoinsSql = 'LEFT JOIN earlier b USING (person) LEFT JOIN paid_before s USING (person)'
