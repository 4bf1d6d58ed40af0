import { netOrdersSql } from './net-orders-sql.ts'
import { withPersons } from './resolved-persons.ts'
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
 * - `all_clicks(person, item_id, ts, decision_id)`: clicks that name a decision of the workspace;
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
  const clicks = withPersons('interactions', `t.workspace = ${ws} AND t.kind = 'click' AND t.ts >= ${since}`)
  return `all_clicks AS (
    SELECT c.person, c.item_id, c.ts, max(c.decision_id) AS decision_id FROM ${clicks} c
    SEMI JOIN decisions d ON d.workspace = c.workspace AND d.decision_id = c.decision_id
    GROUP BY ALL
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
