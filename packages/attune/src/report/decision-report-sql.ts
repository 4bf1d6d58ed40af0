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

/**
 * The decisions in question as `scope(d, decision_id, g, g0, g1, …, p, person)`.
 *
 * Millions of rows are grouped here, so numbers stand for texts: `d` for a decision, `g` for a group, and the 64-bit
 * hashes `p` and `h` for person and item.
 */
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
  const group = by.length === 0 ? '1' : `dense_rank() OVER (ORDER BY ${by.map((_, at) => `g${at}`).join(', ')})`
  return `scope AS MATERIALIZED (
    SELECT row_number() OVER () AS d, ${group} AS g, hash(person) AS p, * FROM (
      SELECT decision_id, person${groups} FROM ${withPersons('decisions', conditions.join(' AND '))}
    )
  )`
}

/** The items of each decision that were seen, by the 64-bit hash of their id: `exposed(d, h)`. */
function exposedSql(parameters: SqlParameters, { workspace, range }: DecisionReportSqlOptions): string {
  return `exposed AS MATERIALIZED (
    SELECT DISTINCT s.d, hash(i.item_id) AS h FROM interactions i JOIN scope s ON s.decision_id = i.decision_id
    WHERE i.workspace = ${parameters.add(workspace)} AND i.kind = 'exposure'
      AND i.ts >= ${parameters.time(range.from - 86_400_000)}
  )`
}

/** Those that were clicked: `clicked(d, h)`. A click on an item that the decision did not offer is none. */
const clickedSql = `clicked AS (
    SELECT DISTINCT s.d, hash(c.item_id) AS h FROM offered_clicks c JOIN scope s ON s.decision_id = c.decision_id
  )`

/** The values of each group, to be joined at the end: `groups(g, g0, g1, …)`. */
const groupsSql = (by: readonly ReportColumn[]): string =>
  `groups AS (SELECT g${by.map((_, at) => `, any_value(g${at}) AS g${at}`).join('')} FROM scope GROUP BY g)`

const groupNames = (by: readonly ReportColumn[]): string => by.map((_, at) => `g${at}, `).join('')

/**
 * One row a group and part of its persons: group values, then persons, decisions, exposures, clicks, clicks on
 * items that were seen, clicks that led to an order, conversions, revenue.
 */
export function countsSql(parameters: SqlParameters, options: DecisionReportSqlOptions): string {
  const names = groupNames(options.by)
  return `WITH ${scopeSql(parameters, options)},
  ${exposedSql(parameters, options)},
  ${attributionSql(parameters, { ...options, from: options.range.from })},
  ${clickedSql},
  -- Two orders after one click are two conversions of one converted click.
  sold AS (
    SELECT s.d, count(DISTINCT c.item_id) AS converted, count(*) AS conversions, sum(c.revenue) AS revenue
    FROM conversions c JOIN scope s ON s.decision_id = c.decision_id GROUP BY s.d
  ),
  seen AS (
    SELECT coalesce(e.d, c.d) AS d, count(e.h) AS exposures, count(c.h) AS clicks,
      count(*) FILTER (e.h IS NOT NULL AND c.h IS NOT NULL) AS seen_clicks
    FROM exposed e FULL JOIN clicked c ON c.d = e.d AND c.h = e.h GROUP BY ALL
  ),
  persons AS MATERIALIZED (
    SELECT g, p, count(*) AS decisions,
      coalesce(sum(exposures), 0) AS exposures, coalesce(sum(clicks), 0) AS clicks,
      coalesce(sum(seen_clicks), 0) AS seen_clicks, coalesce(sum(converted), 0) AS converted,
      coalesce(sum(conversions), 0) AS conversions, coalesce(sum(revenue), 0) AS revenue
    FROM scope LEFT JOIN seen USING (d) LEFT JOIN sold USING (d)
    GROUP BY g, p
  ),
  sizes AS (SELECT g, count(*) AS size FROM persons GROUP BY g),
  -- A part is one person in a small group, and as good as random in a large one, where numbering would cost a sort.
  parted AS (
    SELECT persons.*, p % ${bootstrapParts} AS part FROM persons JOIN sizes USING (g) WHERE size > ${bootstrapParts}
    UNION ALL
    SELECT persons.*, row_number() OVER (PARTITION BY g ORDER BY p) FROM persons JOIN sizes USING (g) WHERE size <= ${bootstrapParts}
  ),
  ${groupsSql(options.by)}
  SELECT ${names}count(*)::DOUBLE, sum(decisions)::DOUBLE, sum(exposures)::DOUBLE, sum(clicks)::DOUBLE,
    sum(seen_clicks)::DOUBLE, sum(converted)::DOUBLE, sum(conversions)::DOUBLE, sum(revenue)::DOUBLE
  FROM parted JOIN groups USING (g) GROUP BY ${names}g, part ORDER BY g, part`
}

/**
 * One row a group: group values, distinct available items that were seen, and the mean similarity of the lists of
 * different persons.
 *
 * A list is the set of items of one decision that were seen. The similarity of two lists is |A ∩ B| / √(|A|·|B|), which
 * for lists of equal length is their overlap. Its mean over all pairs of lists of different persons needs no pairs: with
 * u(A) = 1/√|A| on the items of A, the sum over ordered pairs is Σ_item (Σ_A u)² over all lists, less the same within
 * each person.
 *
 * @param available JSON array of the ids of the items that can be offered now
 */
export function varietySql(parameters: SqlParameters, options: DecisionReportSqlOptions, available: string): string {
  const names = groupNames(options.by)
  return `WITH ${scopeSql(parameters, options)},
  ${exposedSql(parameters, options)},
  offered AS (SELECT DISTINCT hash(unnest(from_json(${parameters.add(available)}, '["VARCHAR"]'))) AS h),
  lists AS (SELECT d, any_value(g) AS g, any_value(p) AS p, 1 / sqrt(count(*)) AS u FROM exposed JOIN scope USING (d) GROUP BY d),
  per_person AS (SELECT g, p, h, sum(u) AS u FROM exposed JOIN lists USING (d) GROUP BY g, p, h),
  per_item AS (SELECT g, h, sum(u) AS u, sum(u * u) AS own FROM per_person GROUP BY g, h),
  per_group AS (
    SELECT g, sum(u * u) - sum(own) AS similarity, count(*) FILTER (h IN (SELECT h FROM offered)) AS items
    FROM per_item GROUP BY g
  ),
  list_counts AS (SELECT g, p, count(*) AS n FROM lists GROUP BY g, p),
  pairs AS (SELECT g, sum(n) * sum(n) - sum(n * n) AS pairs FROM list_counts GROUP BY g),
  ${groupsSql(options.by)}
  SELECT ${names}items::DOUBLE AS items, CASE WHEN pairs > 0 THEN similarity / pairs END AS similarity
  FROM per_group JOIN pairs USING (g) JOIN groups USING (g)`
}
