import type { MetricKind } from '@attune/measure'
import type { Metric, Selection, UnitMeasure } from '../api/schemas/metrics.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import { type EventNumbers, measureSql, selectionSql } from './selection-sql.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What of a metric is counted for one unit, as SQL over its rows `e` (`k`, `dt` in ms since the exposure, …). */
export interface MetricColumns {
  readonly kind: MetricKind
  /** Numerator, or the number itself. */
  readonly y: string
  /** Denominator; undefined where there is none. */
  readonly d: string | undefined
  /** The same before the exposure; undefined where nothing is compared with it. */
  readonly x: string | undefined
  readonly c: string | undefined
}

const orders: Selection = { events: [], kinds: ['order'], where: [] }
const paid: Selection = { events: [], kinds: ['order', 'refund'], where: [] }

/** The events that a metric looks at; undefined: any. */
export function selectionsOf(metric: Metric): readonly Selection[] | undefined {
  switch (metric.kind) {
    case 'proportion':
      return [metric.of]
    case 'mean':
    case 'quantile':
      return [metric.measure.of]
    case 'ratio':
      return [metric.numerator.of, metric.denominator.of]
    case 'funnel':
      return metric.steps
    case 'retention':
      return metric.of && [metric.of]
    case 'revenue':
      return [paid, orders]
  }
}

/** Milliseconds after the exposure between which events count; null: to the end. */
export function windowOf(metric: Metric): { readonly from: number; readonly to: number | null } {
  if (metric.kind === 'retention') return { from: metric.fromDay * dayMs, to: metric.toDay * dayMs }
  const from = metric.delayHours * hourMs
  return { from, to: metric.windowHours === null ? null : from + metric.windowHours * hourMs }
}

/** Days before the exposure that a metric looks at; 0: none. */
export const preDaysOf = (metric: Metric): number =>
  metric.kind === 'retention' || metric.kind === 'funnel' || metric.kind === 'quantile' ? 0 : metric.preDays

/** How the statistics see a metric. */
export function metricKindOf({ kind }: Metric): MetricKind {
  switch (kind) {
    case 'ratio':
    case 'quantile':
      return kind
    case 'mean':
    case 'revenue':
      return 'mean'
    default:
      return 'proportion'
  }
}

export interface ColumnsOptions {
  readonly numbers: EventNumbers
  /** Binds the one currency that counts as money and returns its place. */
  readonly currency: () => string
  /** Whether the time before the exposure is wanted. */
  readonly pre: boolean
}

export function metricColumns(parameters: SqlParameters, metric: Metric, options: ColumnsOptions): MetricColumns {
  const { from, to } = windowOf(metric)
  const after = to === null ? `e.dt >= ${from}` : `e.dt >= ${from} AND e.dt < ${to}`
  const days = preDaysOf(metric)
  const before = options.pre && days > 0 ? `e.dt < 0 AND e.dt >= ${-days * dayMs}` : undefined
  const measured = (measure: UnitMeasure, when: string): string => measureSql(parameters, measure, { ...options, when })
  const both = (kind: MetricKind, y: UnitMeasure, d?: UnitMeasure): MetricColumns => ({
    kind,
    y: measured(y, after),
    d: d && measured(d, after),
    x: before === undefined ? undefined : measured(y, before),
    c: before === undefined || d === undefined ? undefined : measured(d, before),
  })
  switch (metric.kind) {
    case 'proportion':
      return both('proportion', { of: metric.of, value: 'any' })
    case 'mean':
      return both('mean', metric.measure)
    case 'revenue':
      return both('mean', { of: paid, value: 'sum' })
    case 'ratio':
      return both('ratio', metric.numerator, metric.denominator)
    case 'quantile':
      return both('quantile', metric.measure)
    case 'retention':
      return metric.of
        ? both('proportion', { of: metric.of, value: 'any' })
        : {
            kind: 'proportion',
            y: `(count(*) FILTER (${after}) > 0)::INT::DOUBLE`,
            d: undefined,
            x: undefined,
            c: undefined,
          }
    case 'funnel': {
      const y = funnelSql(parameters, metric.steps, { numbers: options.numbers, when: after })
      return { kind: 'proportion', y, d: undefined, x: undefined, c: undefined }
    }
  }
}

/**
 * Whether a unit went through all steps in their order: what it did, in the order of time, as letters, one a step. An event
 * that could be several steps writes the later ones first, so that it never is two steps at once.
 */
function funnelSql(
  parameters: SqlParameters,
  steps: readonly Selection[],
  { numbers, when }: { readonly numbers: EventNumbers; readonly when: string },
): string {
  const letter = (at: number): string => String.fromCharCode(65 + at)
  const same = (at: number): number => steps.findIndex((step) => JSON.stringify(step) === JSON.stringify(steps[at]))
  const distinct = steps.map((_, at) => at).filter((at) => same(at) === at)
  const letters = distinct
    .toReversed()
    .map(
      (at) => `CASE WHEN ${selectionSql(parameters, steps[at] as Selection, numbers)} THEN '${letter(at)}' ELSE '' END`,
    )
    .join(' || ')
  const path = steps.map((_, at) => letter(same(at))).join('.*')
  return `regexp_matches(coalesce(string_agg(${letters}, '' ORDER BY e.dt) FILTER (${when}), ''), '${path}')::INT::DOUBLE`
}
