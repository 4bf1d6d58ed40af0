import { analyseMetric } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import type { ResultsSource } from './create-experiment-results.ts'
import { metricKindOf } from './metric-columns.ts'
import { armSums } from './read-sums.ts'
import { recentTraffic } from './recent-traffic.ts'

const dayMs = 86_400_000
/** Days of recent traffic. */
export const previewDays = 28

export interface MetricPreview {
  /** Of everybody who came lately; null where it cannot be told. */
  readonly value: number | null
  readonly people: number
}

/**
 * What a metric would say of everybody who came in the last four weeks, in one pass over their events; saved
 * or not. Of a quantile it is that of one half of them, drawn at random.
 */
export async function metricPreview(
  source: Omit<ResultsSource, 'experiments' | 'metrics'>,
  workspace: string,
  metric: Metric,
): Promise<MetricPreview> {
  const to = Math.floor(source.clock()) + 1
  const from = to - previewDays * dayMs
  const sums = await recentTraffic(source, { workspace, metrics: [metric], from, to, salt: 'preview' })
  const cells = sums.cells.filter(({ day }) => day === null)
  // Quantiles of two halves do not add up: that of one stands for both.
  const counted = metric.kind === 'quantile' ? cells.filter(({ arm }) => arm === 0) : cells
  const everybody = armSums('everybody', counted, metric, 0)
  const { control } = analyseMetric([everybody, { ...everybody, variation: 'same' }], { kind: metricKindOf(metric) })
  return { value: control.value, people: cells.reduce((sum, { units }) => sum + units, 0) }
}
