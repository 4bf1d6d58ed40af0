import { offeredClicksSql } from '../offered-clicks-sql.ts'
import { withPersons } from '../resolved-persons.ts'
import type { SqlParameters } from '../sql-parameters.ts'
import type { TimeRange } from '../time-range.ts'

export type ClickGroup = 'item' | 'placement' | 'variation'

export interface ClicksByPersonOptions {
  readonly workspace: string
  readonly range: TimeRange
  readonly placement?: string | undefined
  readonly by: ClickGroup
  /** Groups that were seen more rarely are left out. */
  readonly leastExposures: number
  readonly mostGroups: number
}

/** Sums over persons of what they saw (e) and clicked (c) of a group. */
export interface ClickSums {
  readonly key: string
  readonly persons: number
  readonly exposures: number
  readonly clicks: number
  readonly exposures_squares: number
  readonly clicks_squares: number
  readonly clicks_exposures: number
}

const columns: Readonly<Record<ClickGroup, string>> = {
  item: 's.item_id',
  placement: 's.placement',
  variation: 's.variation',
}

/** One row a group: exposures and clicks on what was seen, as sums and sums of squares over persons. Most seen first. */
export function clicksByPersonSql(parameters: SqlParameters, options: ClicksByPersonOptions): string {
  const { workspace, range, placement, by, leastExposures, mostGroups } = options
  const ws = parameters.add(workspace)
  const conditions = [
    `t.workspace = ${ws}`,
    `t.ts >= ${parameters.time(range.from)}`,
    `t.ts < ${parameters.time(range.to)}`,
  ]
  if (placement !== undefined) conditions.push(`t.placement = ${parameters.add(placement)}`)
  // Clocks of senders may lie behind ours by a little.
  const since = parameters.time(range.from - 86_400_000)
  return `WITH scope AS MATERIALIZED (
    SELECT decision_id, placement, variation, person FROM ${withPersons('decisions', conditions.join(' AND '))}
  ), seen AS (
    SELECT DISTINCT s.decision_id, i.item_id, s.placement, s.variation, s.person
    FROM interactions i JOIN scope s ON s.decision_id = i.decision_id
    WHERE i.workspace = ${ws} AND i.kind = 'exposure' AND i.ts >= ${since}
  ), clicked AS (
    SELECT DISTINCT c.decision_id, c.item_id FROM ${offeredClicksSql(ws, `t.ts >= ${since}`)} c
    JOIN scope s ON s.decision_id = c.decision_id
  ), lines AS (
    SELECT ${columns[by]} AS key, s.person, count(*)::DOUBLE AS e, count(c.item_id)::DOUBLE AS c
    FROM seen s LEFT JOIN clicked c ON c.decision_id = s.decision_id AND c.item_id = s.item_id GROUP BY 1, 2
  )
  SELECT key, count(*)::DOUBLE AS persons, sum(e) AS exposures, sum(c) AS clicks, sum(e * e) AS exposures_squares,
    sum(c * c) AS clicks_squares, sum(e * c) AS clicks_exposures
  FROM lines GROUP BY key HAVING sum(e) >= ${parameters.add(leastExposures)}
  ORDER BY exposures DESC, key LIMIT ${Math.trunc(mostGroups)}`
}
