import type { Metric } from '../api/schemas/metrics.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import type { ExperimentSqlOptions } from './experiment-sql.ts'
import { exposureEvents } from './exposures-sql.ts'
import { metricColumns, selectionsOf } from './metric-columns.ts'
import { eventNumbers } from './selection-sql.ts'

/** Whether a metric can be told of a block of time: what follows each person for a while cannot. */
export const fitsBlocks = (metric: Metric): boolean =>
  (metric.kind === 'proportion' || metric.kind === 'mean' || metric.kind === 'ratio' || metric.kind === 'revenue') &&
  metric.delayHours === 0 &&
  metric.windowHours === null

/**
 * One row a step of time (`step`, from 0 at the start of the experiment): `n` people who did something in it, and of metric
 * m the sums `s{m}_y` and, of a ratio, `s{m}_d`.
 */
export function switchbackSql(
  parameters: SqlParameters,
  {
    workspace,
    experiment,
    metrics,
    namesOfKind,
    currency,
    to,
    stepMs,
  }: ExperimentSqlOptions & { readonly stepMs: number },
): string {
  const selections = metrics.flatMap((metric) => selectionsOf(metric) ?? [])
  const numbers = eventNumbers(selections, namesOfKind)
  const columns = metrics.map((metric) =>
    metricColumns(parameters, metric, { numbers, currency: () => parameters.add(currency), pre: false }),
  )
  const ws = parameters.add(workspace)
  const start = Math.round(experiment.startedAt ?? 0)
  const number = numbers.names.map((name, at) => `WHEN ${parameters.add(name)} THEN ${at}`).join(' ')
  const each = columns.flatMap(({ y, d }, at) => [`${y} AS m${at}_y`, ...(d === undefined ? [] : [`${d} AS m${at}_d`])])
  const sums = columns.flatMap(({ d }, at) =>
    ['y', ...(d === undefined ? [] : ['d'])].map(
      (name) => `sum(coalesce(m${at}_${name}, 0))::DOUBLE AS s${at}_${name}`,
    ),
  )
  return `WITH rows AS (
    SELECT floor((epoch_ms(t.ts) - ${start}) / ${stepMs})::INTEGER AS step, hash(coalesce(g.into_person_id, t.person_id)) AS person,
      ${numbers.names.length === 0 ? '255' : `CASE t.event ${number} ELSE 255 END`}::UTINYINT AS k,
      t.properties, t.value, t.currency, 0 AS dt
    FROM events t LEFT JOIN person_merges g ON g.workspace = t.workspace AND g.from_person_id = t.person_id
    WHERE t.workspace = ${ws} AND t.ts >= ${parameters.time(start)} AND t.ts < ${parameters.time(to)}
      AND t.type IN ('track', 'page', 'screen')
      AND coalesce(t.event, '') NOT IN (${exposureEvents.map((name) => parameters.add(name)).join(', ')})
  ),
  each AS (SELECT step, person, ${each.join(', ')} FROM rows e GROUP BY step, person)
  SELECT step, count(*)::DOUBLE AS n, ${sums.join(', ')} FROM each GROUP BY step ORDER BY step`
}
