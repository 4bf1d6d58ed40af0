import { analyseMetric, type DailyEffect, noveltyEffect } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { analysisOptions, armsOf } from './analysis-inputs.ts'
import type { Experiment } from './experiment.ts'
import type { MetricResult } from './experiment-results.ts'
import { windowOf } from './metric-columns.ts'
import type { ArmCell } from './read-sums.ts'

/** A trend needs as many. */
const leastDays = 5
const dayMs = 86_400_000

/**
 * Whether the effect on those who came first is that on those who came last, by variation. Those who came first have had more
 * time: only days are compared on which everybody's window is over, so that all had as much.
 *
 * Effects are relative, since who comes first often does more whatever they see, save where the control of a day is hardly
 * apart from zero.
 *
 * @param cells by day of the first exposure
 * @param to until when events count, in milliseconds since the epoch
 */
export function analyseNovelty(
  experiment: Experiment,
  cells: readonly ArmCell[],
  { metric, at, to }: { readonly metric: Metric; readonly at: number; readonly to: number },
): Pick<MetricResult, 'novelty' | 'noveltyGap'> {
  const ids = experiment.variations.slice(1).map(({ id }) => id)
  const none = Object.fromEntries(ids.map((id) => [id, null]))
  const window = windowOf(metric).to
  if (metric.kind === 'quantile') return { novelty: none, noveltyGap: 'not-of-quantiles' }
  if (window === null) return { novelty: none, noveltyGap: 'needs-window' }
  const whole = cells.filter(({ day }) => day !== null && (day + 1) * dayMs + window <= to)
  const options = { ...analysisOptions(experiment, metric), method: 'frequentist', scale: 'relative' } as const
  const days = [...Map.groupBy(whole, ({ day }) => day ?? 0)]
    .sort(([a], [b]) => a - b)
    .map(([day, own]) => ({ day, found: analyseMetric(armsOf(experiment, own, metric, at), options) }))
  const isShaky = ({ found }: (typeof days)[number]): boolean =>
    found.warnings.some(({ code }) => code === 'zero-control-mean' || code === 'unstable-relative-effect')
  const scale: 'absolute' | 'relative' = days.some(isShaky) ? 'absolute' : 'relative'
  const trends = ids.map((id, index) => {
    const effects = days.flatMap(({ day, found }): DailyEffect[] => {
      const effect = found.treatments[index]?.[scale]
      const error = effect?.standardError ?? 0
      return effect && error > 0 ? [{ day, value: effect.value, standardError: error }] : []
    })
    const trend: MetricResult['novelty'][string] =
      effects.length < leastDays ? null : { ...noveltyEffect(effects, experiment.level), scale }
    return [id, trend] as const
  })
  return {
    novelty: Object.fromEntries(trends),
    noveltyGap: trends.some(([, trend]) => trend === null) ? 'needs-days' : null,
  }
}
