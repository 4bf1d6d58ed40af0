import type { Metric } from '../api/schemas/metrics.ts'
import { attuneError } from '../errors.ts'
import { didSomethingSql, namesSql } from '../experiments/exposures-sql.ts'
import { metricColumns, metricKindOf, selectionsOf, windowOf } from '../experiments/metric-columns.ts'
import { eventNumberSql, eventNumbers } from '../experiments/selection-sql.ts'
import { withPersons } from '../report/resolved-persons.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'

const dayMs = 86_400_000
const hoursADay = 24

/**
 * A metric as the outcome of one person, counted for so many days after the first exposure; a retention has days of its own.
 *
 * @throws AttuneError `metric-not-per-person`, `metric-better-down`
 */
export function outcomeMetric(metric: Metric, days: number): Metric {
  const kind = metricKindOf(metric)
  if (kind !== 'proportion' && kind !== 'mean')
    throw attuneError(
      'metric-not-per-person',
      'A ratio or a quantile is of many people, not of one: choose a metric that is a number of each person.',
      { details: { field: 'metric' } },
    )
  if (metric.better === 'down')
    throw attuneError(
      'metric-better-down',
      'Uplift says whom a treatment makes do more of something: choose a metric of which more is better.',
      { details: { field: 'metric' } },
    )
  return metric.kind === 'retention' ? metric : { ...metric, windowHours: days * hoursADay }
}

/** Milliseconds after their first exposure when the outcome of a person is known. */
export const outcomeKnownAfter = (metric: Metric | undefined, days: number): number =>
  Math.round((metric && windowOf(metric).to) ?? days * dayMs)

export interface MetricTableOptions {
  readonly workspace: string
  /** As `outcomeMetric` gives it. */
  readonly metric: Metric
  readonly namesOfKind: (kind: string) => readonly string[]
  readonly currency: string | null
  readonly from: number
  readonly to: number
}

/** An SQL table (to stand behind WITH, after `persons(person, since)`) `measured(person, y)`: a metric of each person who did something. */
export function metricTableSql(parameters: SqlParameters, options: MetricTableOptions): string {
  const { workspace, metric, namesOfKind, currency, from, to } = options
  const selections = selectionsOf(metric)
  const numbers = eventNumbers(selections ?? [], namesOfKind)
  const { y } = metricColumns(parameters, metric, { numbers, currency: () => parameters.add(currency), pre: false })
  const wanted =
    selections === undefined
      ? didSomethingSql(parameters)
      : numbers.names.length === 0
        ? 'false'
        : `t.type = 'track' AND t.event IN (${namesSql(parameters, numbers.names)})`
  const scope = `t.workspace = ${parameters.add(workspace)} AND t.ts >= ${parameters.time(from)} AND t.ts < ${parameters.time(to)}`
  return `measured AS (
    SELECT e.person, ${y} AS y FROM (
      SELECT p.person, ${eventNumberSql(parameters, numbers)} AS k, t.properties, t.value, t.currency,
        epoch_ms(t.ts) - epoch_ms(p.since) AS dt
      FROM ${withPersons('events', `${scope} AND ${wanted}`)} t JOIN persons p ON p.person = t.person
      WHERE t.ts >= p.since
    ) e GROUP BY e.person
  )`
}
