import { outsideVariation } from '../decide/audience.ts'
import { netOrdersSql } from './net-orders-sql.ts'
import { offeredClicksSql } from './offered-clicks-sql.ts'
import { withPersons } from './resolved-persons.ts'
import type { SqlParameters } from './sql-parameters.ts'

/** Two arms of a placement that are compared. */
export interface Comparison {
  readonly placement: string
  readonly treatment: string
  readonly control: string
  /** Count from here on, milliseconds since the epoch. */
  readonly from: number
}

export interface EffectSqlOptions {
  readonly workspace: string
  readonly comparisons: readonly Comparison[]
  /** Exclusive, milliseconds since the epoch. */
  readonly to: number
  readonly currency: string | null
}

/** Per-person measures of the effect report. */
export const effectMeasures = ['clicks', 'exposures', 'orders', 'revenue'] as const
export type EffectMeasure = (typeof effectMeasures)[number]

/**
 * One row a placement and arm: `n` persons, the sums and sums of squares of each measure, and Σ seen clicks × exposures.
 *
 * Decisions for people whom the placement is not aimed at count for nobody: who comes in counts from the first decision that they
 * saw inside, and who leaves keeps their arm, in which later decisions outside are no exposures and later orders count.
 *
 * A person belongs to the arm of the first decision that they saw, and stays there: what they did afterwards counts for
 * that arm, whatever they were shown later (two identities of different arms may turn out to be one person). Orders are
 * all orders after that moment, not only those after a click: what is bought instead of something else is no gain. Refunds
 * are taken off the orders that they give back, as everywhere (`netOrdersSql`).
 */
export function effectSql(parameters: SqlParameters, options: EffectSqlOptions): string {
  const { workspace, comparisons, to, currency } = options
  const ws = parameters.add(workspace)
  const end = parameters.time(to)
  const since = Math.min(...comparisons.map(({ from }) => from)) - 86_400_000
  const earliest = parameters.time(since)
  const arms = comparisons
    .map(
      ({ placement, treatment, control, from }) =>
        `(${parameters.add(placement)}, ${parameters.add(treatment)}, ${parameters.add(control)}, ${parameters.time(from)})`,
    )
    .join(', ')
  return `WITH compared AS (SELECT * FROM (VALUES ${arms}) AS v(placement, treatment, control, since)),
  scope AS MATERIALIZED (
    SELECT row_number() OVER () AS d, x.decision_id, x.person, x.placement, x.variation, c.treatment, c.control
    FROM ${withPersons('decisions', `t.workspace = ${ws} AND t.ts >= ${earliest} AND t.ts < ${end}`)} x
    JOIN compared c ON c.placement = x.placement WHERE x.ts >= c.since AND x.variation <> ${parameters.add(outsideVariation)}
  ),
  offered_clicks AS MATERIALIZED ${offeredClicksSql(ws, `t.ts >= ${earliest} AND t.ts < ${end}`)},
  shown AS MATERIALIZED (
    SELECT s.d, i.item_id, min(i.ts) AS seen_at, bool_or(i.clicked) AS clicked FROM (
      SELECT decision_id, item_id, ts, false AS clicked FROM interactions
      WHERE workspace = ${ws} AND kind = 'exposure' AND ts >= ${earliest} AND ts < ${end}
      UNION ALL
      SELECT decision_id, item_id, NULL, true FROM offered_clicks
    ) i JOIN scope s ON s.decision_id = i.decision_id
    GROUP BY s.d, i.item_id
  ),
  persons AS (
    SELECT placement, person, arg_min(variation, (seen_at, d)) FILTER (seen_at IS NOT NULL) AS arm,
      any_value(treatment) AS treatment, any_value(control) AS control, min(seen_at) AS since,
      count(*) FILTER (seen_at IS NOT NULL) AS exposures,
      count(*) FILTER (seen_at IS NOT NULL AND clicked) AS seen_clicks,
      count(*) FILTER (clicked) AS clicks
    FROM shown JOIN scope USING (d) GROUP BY placement, person
  ),
  arms AS (SELECT * FROM persons WHERE since IS NOT NULL AND arm IN (treatment, control)),
  ${netOrdersSql(parameters, { workspace, since, before: to, currency })},
  bought AS (
    SELECT a.placement, a.person, count(DISTINCT o.message_id) AS orders, sum(o.value) AS revenue
    FROM net_lines o JOIN arms a ON a.person = o.person AND o.ts >= a.since
    GROUP BY a.placement, a.person
  ),
  measured AS (
    SELECT a.placement, a.arm, a.clicks::DOUBLE AS clicks, a.seen_clicks::DOUBLE AS seen_clicks, a.exposures::DOUBLE AS exposures,
      coalesce(b.orders, 0)::DOUBLE AS orders, coalesce(b.revenue, 0)::DOUBLE AS revenue
    FROM arms a LEFT JOIN bought b USING (placement, person)
  )
  SELECT placement, arm, count(*)::DOUBLE AS n,
    ${effectMeasures.map((name) => `sum(${name}) AS ${name}, sum(${name} * ${name}) AS ${name}_squares`).join(', ')},
    sum(seen_clicks) AS seen_clicks, sum(seen_clicks * seen_clicks) AS seen_clicks_squares,
    sum(seen_clicks * exposures) AS seen_clicks_exposures
  FROM measured GROUP BY placement, arm`
}

/** A row of `effectSql`. */
export type EffectSums = {
  readonly placement: string
  readonly arm: string
  readonly n: number
  readonly seen_clicks: number
  readonly seen_clicks_squares: number
  readonly seen_clicks_exposures: number
} & { readonly [Name in EffectMeasure | `${EffectMeasure}_squares`]: number }

/** When each placement and arm was first answered by its own model, and not by a stand-in for it. */
export function firstAnswersSql(parameters: SqlParameters, workspace: string, from: number, to: number): string {
  return `SELECT placement, variation, min(ts) AS at FROM decisions
    WHERE workspace = ${parameters.add(workspace)} AND fallback IS NULL
      AND ts >= ${parameters.time(from)} AND ts < ${parameters.time(to)}
    GROUP BY placement, variation`
}
