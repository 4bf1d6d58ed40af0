import { withPersons } from './resolved-persons.ts'
import type { SqlParameters } from './sql-parameters.ts'

export interface NetOrdersOptions {
  readonly workspace: string
  /** Look at orders and refunds from here on, milliseconds since the epoch. */
  readonly since: number
  /** And before this; null: to the end. */
  readonly before: number | null
  /** The one currency that counts as revenue; null counts lines without a currency only where there is no other. */
  readonly currency: string | null
}

/**
 * SQL tables (to stand behind WITH) of orders less what was given back, ending in
 * `net_lines(person, item_id, message_id, ts, value, gross)`: one item of one order; `gross` is what it cost before anything was
 * given back, for whoever must not know of what came later.
 *
 * A refund of an item is taken off the person's last order of it before; without an amount it takes the whole line. A
 * refund that names an order (`order_id`) and no item is shared by the order's lines as they cost. No line falls below
 * zero. Values are in `currency` or without one; lines in other currencies are there, with nothing.
 */
export function netOrdersSql(
  parameters: SqlParameters,
  { workspace, since, before, currency }: NetOrdersOptions,
): string {
  const ws = parameters.add(workspace)
  const from = parameters.time(since)
  const money = parameters.add(currency)
  const inScope = `t.workspace = ${ws} AND t.ts >= ${from}${before === null ? '' : ` AND t.ts < ${parameters.time(before)}`}`
  const of = (kind: string) => withPersons('interactions', `${inScope} AND t.kind = '${kind}'`)
  const counts = (row: string) => `(${row}.currency IS NULL OR ${row}.currency = ${money})`
  const orderId = `coalesce(json_extract_string(properties, '$.order_id'), json_extract_string(properties, '$.orderId'))`
  return `order_lines AS MATERIALIZED (
    SELECT person, item_id, message_id, min(ts) AS ts, coalesce(sum(value) FILTER ${counts('o')}, 0) AS value
    FROM ${of('order')} o GROUP BY person, item_id, message_id
  ),
  last_orders AS (SELECT person, item_id, ts, max(message_id) AS message_id FROM order_lines GROUP BY person, item_id, ts),
  -- Few: only money that went back has a value below zero.
  bare_refunds AS MATERIALIZED (
    SELECT message_id, person, value, ${orderId} AS order_id
    FROM ${withPersons('events', `${inScope} AND t.type = 'track' AND t.value < 0 AND t.item_id IS NULL`)} e
    WHERE ${counts('e')} AND NOT EXISTS (FROM interactions i WHERE i.workspace = ${ws} AND i.kind = 'refund' AND i.message_id = e.message_id)
  ),
  -- The texts of orders are only opened for persons with such a refund.
  refunded_persons AS MATERIALIZED (
    SELECT message_id, person, properties FROM ${withPersons('events', `${inScope} AND t.type = 'track' AND t.value > 0`)}
    SEMI JOIN bare_refunds USING (person)
  ),
  named_orders AS (SELECT message_id, person, ${orderId} AS order_id FROM refunded_persons),
  refunds AS (
    SELECT o.person, o.item_id, o.message_id, CASE WHEN ${counts('r')} THEN abs(r.value) END AS value, r.value IS NULL AS whole
    FROM ${of('refund')} r
    ASOF JOIN last_orders o ON o.person = r.person AND o.item_id = r.item_id AND r.ts >= o.ts
    UNION ALL
    SELECT l.person, l.item_id, l.message_id,
      abs(b.value) * l.value / nullif(sum(l.value) OVER (PARTITION BY b.message_id), 0), false
    FROM bare_refunds b JOIN named_orders n USING (person, order_id) JOIN order_lines l ON l.person = n.person AND l.message_id = n.message_id
  ),
  given_back AS (
    SELECT person, item_id, message_id, coalesce(sum(value), 0) AS value, bool_or(whole) AS whole
    FROM refunds GROUP BY person, item_id, message_id
  ),
  net_lines AS (
    SELECT o.person, o.item_id, o.message_id, o.ts,
      CASE WHEN g.whole THEN 0 ELSE greatest(0, o.value - coalesce(g.value, 0)) END AS value,
      o.value AS gross
    FROM order_lines o LEFT JOIN given_back g
      ON g.person = o.person AND g.item_id = o.item_id AND g.message_id = o.message_id
  )`
}
