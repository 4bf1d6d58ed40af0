import type { Comparison, Estimate, ModelList, ModelVersion } from 'attune/api-types'
import { type Tone, toneOf } from '../../charts/interval-plot.tsx'
import { mainMetric } from './judge-against-live.ts'

/** One model of a comparison, by one measure. */
export interface ComparedRow {
  readonly key: string
  readonly name: string
  readonly parameters: string
  readonly estimate: Estimate
  /** To the first model; undefined for itself. */
  readonly difference: Estimate | undefined
  readonly tone: Tone
  /** Share of the items that lists held, where it was measured. */
  readonly coverage: number | undefined
  readonly seconds: number
}

/** Errors: the lower the better. */
const errors: readonly string[] = ['rmse', 'mae']

export const betterOf = (metric: string): 'up' | 'down' => (errors.includes(metric) ? 'down' : 'up')

/** Measures by which the models of a comparison can be told apart, the main one first. */
export function measuresOf({ metric, models }: Comparison): readonly string[] {
  const known = Object.keys(models.at(-1)?.differences ?? {})
  return [metric, ...known.filter((name) => name !== metric)]
}

/** Models by one measure, best first. */
export function comparedRows({ models }: Comparison, metric: string): readonly ComparedRow[] {
  const better = betterOf(metric)
  const length = metric.split('@')[1]
  const rows = models.flatMap((model): ComparedRow[] => {
    const { name, kind, parameters, metrics, intervals, differences, fitSeconds } = model
    const value = metrics[metric]
    if (value === undefined) return []
    const [low, high] = intervals[metric] ?? [value, value]
    const difference = differences[metric]
    const given = Object.entries(parameters).map(([parameter, given]) => `${parameter} ${given}`)
    return [
      {
        key: name,
        name,
        parameters: [...(kind === name ? [] : [kind]), ...given].join(' · '),
        estimate: { value, low, high },
        difference,
        tone: difference ? toneOf(difference, better) : 'none',
        coverage: length === undefined ? undefined : metrics[`coverage@${length}`],
        seconds: fitSeconds,
      },
    ]
  })
  const sign = better === 'up' ? -1 : 1
  return rows.toSorted((a, b) => sign * (a.estimate.value - b.estimate.value))
}

/** The version of each model that stands for it: the live one, else the newest that was measured. Best first. */
export function standingVersions(models: ModelList['models']): readonly ModelVersion[] {
  return models
    .flatMap(({ versions }) => {
      const measured = versions.filter((version) => version.metrics?.[mainMetric])
      return measured.find(({ live }) => live) ?? measured.toSorted((a, b) => b.version - a.version)[0] ?? []
    })
    .toSorted((a, b) => (b.metrics?.[mainMetric]?.value ?? 0) - (a.metrics?.[mainMetric]?.value ?? 0))
}
