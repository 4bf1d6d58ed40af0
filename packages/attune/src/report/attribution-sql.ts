import { netOrdersSql } from './net-orders-sql.ts'
import { offeredClicksSql } from './offered-clicks-sql.ts'
import type { SqlParameters } from './sql-parameters.ts'

const dayMs = 86_400_000

export interface AttributionOptions {
  readonly workspace: string
  /** Decisions before this moment are of no interest. */
  readonly from: number
  readonly attributionDays: number
  /** The one currency that counts as revenue; null counts lines without a currency only where there is no other. */
  readonly currency: string | null
}

/**
 * SQL tables (to stand behind WITH) of the orders that follow from decisions:
 *
 * - `offered_clicks(person, item_id, ts, decision_id)`: clicks on an item that the decision they name offered;
 * - `all_clicks`: of those of the same person, item and moment, one;
 * - those of `netOrdersSql`: what was ordered, less refunds;
 * - `conversions(decision_id, item_id, revenue)`: order lines of an item by a person at most `attributionDays` after that
 *   person's last click on it from a decision; that click alone gets the order.
 *
 * Conversions count in every currency; revenue counts order lines in `currency` or without one.
 */
export function attributionSql(
  parameters: SqlParameters,
  { workspace, from, attributionDays, currency }: AttributionOptions,
): string {
  const ws = parameters.add(workspace)
  // Clocks of senders may lie behind ours by a little: look a day further back than any decision in question.
  const since = parameters.time(from - dayMs)
  const window = `INTERVAL '${Math.round(attributionDays * dayMs)} milliseconds'`
  return `offered_clicks AS MATERIALIZED ${offeredClicksSql(ws, `t.ts >= ${since}`)},
  all_clicks AS (
    SELECT person, item_id, ts, max(decision_id) AS decision_id FROM offered_clicks GROUP BY person, item_id, ts
  ),
  ${netOrdersSql(parameters, { workspace, since: from - dayMs, before: null, currency })},
  conversions AS (
    SELECT c.decision_id, o.item_id, o.value AS revenue
    FROM net_lines o
    ASOF JOIN all_clicks c ON c.person = o.person AND c.item_id = o.item_id AND o.ts >= c.ts
    WHERE o.ts - c.ts <= ${window}
  )`
}

/** The currency in which most order lines since `from` were paid, or null where none says: revenue is never a sum over currencies. */
export function mainCurrencySql(parameters: SqlParameters, workspace: string, from: number): string {
  return `SELECT currency FROM interactions
    WHERE workspace = ${parameters.add(workspace)} AND kind = 'order' AND currency IS NOT NULL AND ts >= ${parameters.time(from - dayMs)}
    GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1`
}
