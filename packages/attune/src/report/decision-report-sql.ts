import { type AttributionOptions, attributionSql } from './attribution-sql.ts'
import { withPersons } from './resolved-persons.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { daySql, type TimeRange } from './time-range.ts'

export const reportColumns = ['placement', 'variation', 'model', 'day'] as const
export type ReportColumn = (typeof reportColumns)[number]

export interface DecisionFilter {
  readonly placement?: string | undefined
  readonly variation?: string | undefined
  /** A model's name, or `name@version`. */
  readonly model?: string | undefined
}

export interface DecisionReportSqlOptions extends Omit<AttributionOptions, 'from'> {
  readonly range: TimeRange
  readonly filter: DecisionFilter
  readonly by: readonly ReportColumn[]
}

/** Persons of one group fall into at most this many parts, which are what the bootstrap draws from. */
export const bootstrapParts = 400

const columnSql = (column: ReportColumn, range: TimeRange): string =>
  column === 'day' ? daySql('ts', range.offsetMinutes) : column

/** The decisions in question as `scope(d, decision_id, person, g0, g1, …)`, and what was seen of them as `shown`. */
function scopeSql(parameters: SqlParameters, { workspace, range, filter, by }: DecisionReportSqlOptions): string {
  const conditions = [
    `t.workspace = ${parameters.add(workspace)}`,
    `t.ts >= ${parameters.time(range.from)}`,
    `t.ts < ${parameters.time(range.to)}`,
  ]
  if (filter.placement !== undefined) conditions.push(`t.placement = ${parameters.add(filter.placement)}`)
  if (filter.variation !== undefined) conditions.push(`t.variation = ${parameters.add(filter.variation)}`)
  if (filter.model !== undefined) {
    const model = parameters.add(filter.model)
    conditions.push(`(t.model = ${model} OR t.model || '@' || t.model_version = ${model})`)
  }
  const groups = by.map((column, at) => `, ${columnSql(column, range)} AS g${at}`).join('')
  const kinds = (kind: string) => `coalesce(bool_or(i.kind = '${kind}'), false)`
  return `scope AS MATERIALIZED (
    SELECT row_number() OVER () AS d, decision_id, person${groups}
    FROM ${withPersons('decisions', conditions.join(' AND '))}
  ),
  shown AS MATERIALIZED (
    SELECT s.d, i.item_id, ${kinds('exposure')} AS seen, ${kinds('click')} AS clicked
    FROM interactions i JOIN scope s ON s.decision_id = i.decision_id
    WHERE i.workspace = ${parameters.add(workspace)} AND i.kind IN ('exposure', 'click')
      AND i.ts >= ${parameters.time(range.from - 86_400_000)}
    GROUP BY s.d, i.item_id
  )`
}

const groupNames = (by: readonly ReportColumn[]): string => by.map((_, at) => `g${at}, `).join('')

/**
 * One row a group and part of its persons: group values, then `part`, persons, decisions, exposures, clicks, clicks on
 * items that were seen, clicks that led to an order, conversions, revenue.
 */
export function countsSql(parameters: SqlParameters, options: DecisionReportSqlOptions): string {
  const names = groupNames(options.by)
  return `WITH ${scopeSql(parameters, options)},
  ${attributionSql(parameters, { ...options, from: options.range.from })},
  -- Two orders after one click are two conversions of one converted click.
  sold AS (
    SELECT s.d, count(DISTINCT c.item_id) AS converted, count(*) AS conversions, sum(c.revenue) AS revenue
    FROM conversions c JOIN scope s ON s.decision_id = c.decision_id GROUP BY s.d
  ),
  seen AS (
    SELECT d, count(*) FILTER (seen) AS exposures, count(*) FILTER (clicked) AS clicks,
      count(*) FILTER (seen AND clicked) AS seen_clicks
    FROM shown GROUP BY d
  ),
  persons AS (
    SELECT ${names}person, count(*) AS decisions,
      coalesce(sum(exposures), 0) AS exposures, coalesce(sum(clicks), 0) AS clicks,
      coalesce(sum(seen_clicks), 0) AS seen_clicks, coalesce(sum(converted), 0) AS converted,
      coalesce(sum(conversions), 0) AS conversions, coalesce(sum(revenue), 0) AS revenue
    FROM scope LEFT JOIN seen USING (d) LEFT JOIN sold USING (d)
    GROUP BY ${names}person
  ),
  parted AS (
    SELECT *, row_number() OVER (PARTITION BY ${names || '1, '}1 ORDER BY hash(person), person) % ${bootstrapParts} AS part
    FROM persons
  )
  SELECT ${names}part::DOUBLE AS part, count(*)::DOUBLE, sum(decisions)::DOUBLE, sum(exposures)::DOUBLE, sum(clicks)::DOUBLE,
    sum(seen_clicks)::DOUBLE, sum(converted)::DOUBLE, sum(conversions)::DOUBLE, sum(revenue)::DOUBLE
  FROM parted GROUP BY ${names}part ORDER BY ALL`
}

/**
 * One row a group: group values, distinct available items that were seen, and the mean similarity of the lists of
 * different persons.
 *
 * A list is the set of items of one decision that were seen. The similarity of two lists is |A ∩ B| / √(|A|·|B|), which for lists of equal
 * length is their overlap. Its mean over all pairs of lists of different persons needs no pairs: with u(A) = 1/√|A| on
 * the items of A, the sum over ordered pairs is Σ_item (Σ_A u)² over all lists, less the same within each person.
 *
 * @param available JSON array of the ids of the items that can be offered now
 */
export function varietySql(parameters: SqlParameters, options: DecisionReportSqlOptions, available: string): string {
  const names = groupNames(options.by)
  const on = options.by.map((_, at) => `g${at}`)
  const using = on.length === 0 ? '' : ` USING (${on.join(', ')})`
  const join = on.length === 0 ? 'CROSS JOIN' : 'JOIN'
  const groupBy = on.length === 0 ? '' : `GROUP BY ${on.join(', ')}`
  return `WITH ${scopeSql(parameters, options)},
  offered AS (SELECT DISTINCT unnest(from_json(${parameters.add(available)}, '["VARCHAR"]')) AS item_id),
  lists AS (SELECT d, 1 / sqrt(count(*)) AS u FROM shown WHERE seen GROUP BY d),
  per_person AS MATERIALIZED (
    SELECT ${names}person, item_id, sum(u) AS u
    FROM shown JOIN lists USING (d) JOIN scope USING (d) WHERE seen GROUP BY ${names}person, item_id
  ),
  per_item AS (SELECT ${names}item_id, sum(u) AS u, sum(u * u) AS own FROM per_person GROUP BY ${names}item_id),
  per_group AS (
    SELECT ${names}sum(u * u) - sum(own) AS similarity,
      count(*) FILTER (item_id IN (SELECT item_id FROM offered)) AS items
    FROM per_item ${groupBy}
  ),
  list_counts AS (SELECT ${names}person, count(*) AS n FROM lists JOIN scope USING (d) GROUP BY ${names}person),
  pairs AS (SELECT ${names}sum(n) * sum(n) - sum(n * n) AS pairs FROM list_counts ${groupBy})
  SELECT ${names}items::DOUBLE AS items, CASE WHEN pairs > 0 THEN similarity / pairs END AS similarity
  FROM per_group ${join} pairs${using}`
}
