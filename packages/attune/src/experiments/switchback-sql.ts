import type { Metric } from '../api/schemas/metrics.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import { capSql, type ExperimentSqlOptions } from './experiment-sql.ts'
import { didSomethingSql } from './exposures-sql.ts'
import { metricColumns, selectionsOf } from './metric-columns.ts'
import { eventNumberSql, eventNumbers } from './selection-sql.ts'

/** Whether a metric can be told of a block of time: what follows each person for a while cannot. */
export const fitsBlocks = (metric: Metric): boolean =>
  (metric.kind === 'proportion' || metric.kind === 'mean' || metric.kind === 'ratio' || metric.kind === 'revenue') &&
  metric.delayHours === 0 &&
  metric.windowHours === null

/**
 * One row a part of a block of time (`step`: twice the number of the block for its burn-in, one more for what comes after it):
 * `n` people who did something in it, and of metric m the sums `s{m}_y` and, of a ratio, `s{m}_d`. A capped metric counts
 * of nobody more in one part than the percentile of those who have anything in one.
 */
export function switchbackSql(
  parameters: SqlParameters,
  { workspace, experiment, metrics, namesOfKind, currency, to }: ExperimentSqlOptions,
): string {
  const selections = metrics.flatMap((metric) => selectionsOf(metric) ?? [])
  const numbers = eventNumbers(selections, namesOfKind)
  const columns = metrics.map((metric) =>
    metricColumns(parameters, metric, { numbers, currency: () => parameters.add(currency), pre: false }),
  )
  const ws = parameters.add(workspace)
  const start = Math.round(experiment.startedAt ?? 0)
  const each = columns.flatMap(({ y, d }, at) => [`${y} AS m${at}_y`, ...(d === undefined ? [] : [`${d} AS m${at}_d`])])
  const [blockMs, burnInMs] = [
    (experiment.switchback?.blockMinutes ?? 1) * 60_000,
    (experiment.switchback?.burnInMinutes ?? 0) * 60_000,
  ]
  const since = `(epoch_ms(t.ts) - ${start})`
  const sums = columns.flatMap(({ d }, at) =>
    ['y', ...(d === undefined ? [] : ['d'])].map(
      // The least of a number and nothing is the number.
      (name) =>
        `sum(${name === 'y' ? `least(coalesce(m${at}_y, 0), cap${at})` : `coalesce(m${at}_${name}, 0)`})::DOUBLE AS s${at}_${name}`,
    ),
  )
  return `WITH rows AS (
    SELECT (2 * (${since} // ${blockMs}) + (${since} % ${blockMs} >= ${burnInMs})::INTEGER)::INTEGER AS step, hash(coalesce(g.into_person_id, t.person_id)) AS person,
      ${eventNumberSql(parameters, numbers)} AS k,
      t.properties, t.value, t.currency, 0 AS dt
    FROM events t LEFT JOIN person_merges g ON g.workspace = t.workspace AND g.from_person_id = t.person_id
    WHERE t.workspace = ${ws} AND t.ts >= ${parameters.time(start)} AND t.ts < ${parameters.time(to)}
      AND ${didSomethingSql(parameters)}
  ),
  each AS (SELECT step, person, ${each.join(', ')} FROM rows e GROUP BY step, person),
  caps AS (SELECT ${metrics.map(capSql).join(', ')} FROM each)
  SELECT step, count(*)::DOUBLE AS n, ${sums.join(', ')} FROM each, caps GROUP BY step ORDER BY step`
}
