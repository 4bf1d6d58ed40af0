import { agreedSql } from '../protect/consent/agreed-sql.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import { netOrdersSql } from '../report/net-orders-sql.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import { type TouchesOptions, touchesSql } from './touches-sql.ts'

const dayMs = 86_400_000

export interface PathsOptions extends Omit<TouchesOptions, 'from' | 'to'> {
  /** Orders from here on, and before there. */
  readonly from: number
  readonly to: number
  /** Touches so many days before an order count for it. */
  readonly lookbackDays: number
  readonly currency: string | null
  /** Who allows analytics. */
  readonly consent: ConsentExceptions
  /** Different ways that are told at most, the commonest first. */
  readonly mostPaths: number
}

/** A row of `pathsSql`. */
export type PathRow = {
  /** JSON arrays: what touched, and how many whole days before the end. */
  readonly touches: string
  readonly ages: string
  readonly conversions: number
  readonly value: number
  readonly losses: number
  /** Of all ways, those left out too. */
  readonly all_paths: number
}

/** Touches of one way that are kept, the last ones. */
const longest = 50

/** SQL table `orders(person, message_id, ts, value)`: orders of those who allow analytics, less what was given back. */
function ordersSql(parameters: SqlParameters, options: PathsOptions): string {
  const { workspace, from, to, lookbackDays, currency, consent } = options
  // The order before is looked for too: touches before it were its own.
  const since = from - lookbackDays * dayMs
  const allowed = agreedSql(consent, parameters.add(JSON.stringify(consent.personIds)), 'person').sql
  return `${netOrdersSql(parameters, { workspace, since, before: to, currency })},
  orders AS MATERIALIZED (
    SELECT person, message_id, min(ts) AS ts, sum(value) AS value FROM net_lines WHERE ${allowed} GROUP BY person, message_id
  ),
  -- Orders of one moment end one way together.
  moments AS (SELECT person, ts, count(*)::DOUBLE AS orders, sum(value) AS value FROM orders GROUP BY person, ts),
  ${touchesSql(parameters, { ...options, from: since })},
  -- Each touch belongs to the next order at most the look-back window later, or to a way without one.
  ending AS (
    SELECT t.person, t.touch, t.ts, m.orders, m.value,
      CASE WHEN m.ts - t.ts <= INTERVAL '${Math.round(lookbackDays * dayMs)} milliseconds' THEN m.ts END AS ordered
    FROM (SELECT * FROM touches WHERE ${allowed}) t ASOF LEFT JOIN moments m ON m.person = t.person AND t.ts <= m.ts
  )`
}

/**
 * Ways that people went to an order, and ways that led to none, with how often each was gone. An order of the range is one
 * conversion; its way are the touches since the person's order before, at most `lookbackDays` old. Touches of the range
 * that no order followed in time are a loss, one a person and pause as long as the look-back window.
 */
export function pathsSql(parameters: SqlParameters, options: PathsOptions): string {
  const from = parameters.time(options.from)
  const window = `INTERVAL '${Math.round(options.lookbackDays * dayMs)} milliseconds'`
  return `WITH ${ordersSql(parameters, options)},
  lost AS (
    SELECT person, touch, ts, sum(CASE WHEN ts - before > ${window} THEN 1 ELSE 0 END) OVER (PARTITION BY person ORDER BY ts) AS way
    FROM (SELECT *, lag(ts) OVER (PARTITION BY person ORDER BY ts) AS before FROM ending WHERE ordered IS NULL AND ts >= ${from})
  ),
  ways AS (
    SELECT list(touch ORDER BY ts, touch)[-${longest}:] AS touches,
      list((date_diff('millisecond', ts, ordered) // ${dayMs})::INTEGER ORDER BY ts, touch)[-${longest}:] AS ages,
      any_value(orders) AS conversions, any_value(value) AS value, 0::DOUBLE AS losses
    FROM ending WHERE ordered >= ${from} GROUP BY person, ordered
    UNION ALL
    SELECT list(touch ORDER BY ts, touch)[-${longest}:],
      list((date_diff('millisecond', ts, latest) // ${dayMs})::INTEGER ORDER BY ts, touch)[-${longest}:], 0, 0, 1
    FROM (SELECT *, max(ts) OVER (PARTITION BY person, way) AS latest FROM lost) GROUP BY person, way
  ),
  grouped AS (
    SELECT to_json(touches)::VARCHAR AS touches, to_json(ages)::VARCHAR AS ages, sum(conversions) AS conversions,
      sum(value) AS value, sum(losses) AS losses
    FROM ways GROUP BY ALL
  )
  SELECT *, count(*) OVER ()::DOUBLE AS all_paths FROM grouped
  ORDER BY conversions + losses DESC, touches, ages LIMIT ${Math.trunc(options.mostPaths)}`
}

/** One row: `conversions` and `value` of all orders of the range, whether anything touched before them or not. */
export function totalsSql(parameters: SqlParameters, options: PathsOptions): string {
  return `WITH ${ordersSql(parameters, options)}
  SELECT count(*)::DOUBLE AS conversions, coalesce(sum(value), 0) AS value FROM orders WHERE ts >= ${parameters.time(options.from)}`
}
