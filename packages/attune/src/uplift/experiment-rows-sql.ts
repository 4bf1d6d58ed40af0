import type { Metric } from '../api/schemas/metrics.ts'
import { agreedSql } from '../protect/consent/agreed-sql.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import { netOrdersSql } from '../report/net-orders-sql.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import { type Division, exposedPersonsSql } from './exposed-persons-sql.ts'
import {
  type FeatureColumn,
  featureColumns,
  featureJoinsSql,
  featuresSql,
  featureTablesSql,
  historyDays,
} from './feature-sql.ts'
import { metricTableSql, outcomeKnownAfter } from './outcome-sql.ts'

export interface ExperimentRowsOptions {
  readonly workspace: string
  readonly division: Division
  readonly treatment: string
  readonly control: string
  /** First exposures from here on and before there, milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** What counts as outcome: what comes so many days after the first exposure. */
  readonly days: number
  /** Told beside the orders, as `outcomeMetric` gives it. */
  readonly metric?: Metric | undefined
  readonly namesOfKind: (kind: string) => readonly string[]
  readonly currency: string | null
  /** Who allows training. */
  readonly consent: ConsentExceptions
  /** At most so many persons, drawn by their ids: always the same ones. */
  readonly most?: number | undefined
}

const dayMs = 86_400_000

/**
 * One row a person who was divided: their arm, which is the one that they saw first, what they did in the half year before that
 * moment, what they ordered in the days after it, and a metric. Only persons whose days have all passed are told. `people` says
 * of how many they were drawn.
 */
export function experimentRowsSql(parameters: SqlParameters, options: ExperimentRowsOptions): string {
  const { workspace, division, treatment, control, from, to, days, metric, namesOfKind, currency, most } = options
  const ws = parameters.add(workspace)
  const span = (ms: number): string => `INTERVAL '${Math.round(ms)} milliseconds'`
  const agreed = agreedSql(options.consent, parameters.add(JSON.stringify(options.consent.personIds)), 'person').sql
  const known = Math.max(days * dayMs, outcomeKnownAfter(metric, days))
  return `WITH ${exposedPersonsSql(parameters, { workspace, division, from, to, agreed })},
  ${netOrdersSql(parameters, { workspace, since: from - historyDays * dayMs, before: to, currency })},
  ${featureTablesSql(ws)},
  paid_after AS (
    SELECT p.person, sum(o.value) AS value, count(DISTINCT o.message_id) AS orders
    FROM persons p JOIN net_lines o ON o.person = p.person AND o.ts >= p.since AND o.ts < p.since + ${span(days * dayMs)}
    GROUP BY p.person
  )${metric === undefined ? '' : `,\n  ${metricTableSql(parameters, { workspace, metric, namesOfKind, currency, from, to })}`}
  SELECT p.person AS person_id, (p.arm = ${parameters.add(treatment)})::INTEGER AS treated,
    (coalesce(a.orders, 0) > 0)::INTEGER AS ordered, coalesce(a.value, 0) AS revenue,
    ${metric === undefined ? '' : 'coalesce(y.y, 0)::DOUBLE AS metric,'} ${featuresSql}, (count(*) OVER ())::DOUBLE AS people
  FROM persons p ${featureJoinsSql} LEFT JOIN paid_after a USING (person) ${metric === undefined ? '' : 'LEFT JOIN measured y USING (person)'}
  WHERE p.arm IN (${parameters.add(treatment)}, ${parameters.add(control)})
    AND p.since >= ${parameters.time(from)} AND p.since + ${span(known)} <= ${parameters.time(to)}
  ${most === undefined ? '' : `QUALIFY row_number() OVER (ORDER BY hash(p.person), p.person) <= ${Math.trunc(most)}`}
  ORDER BY person_id`
}

/** Columns of the rows, in their order; `metric` where one was asked for. */
export const experimentColumns = ['person_id', 'treated', 'ordered', 'revenue', 'metric', ...featureColumns] as const
export interface ExperimentRow extends Readonly<Record<FeatureColumn, number | null>> {
  readonly person_id: string
  readonly treated: number
  readonly ordered: number
  readonly revenue: number
  readonly metric?: number
}
