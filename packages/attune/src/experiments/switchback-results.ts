import type { Rng } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { decisionOf, warningsOf, withCorrections } from './analyse-experiment.ts'
import { analyseSwitchback, blocksOf, type StepRow } from './analyse-switchback.ts'
import { type Experiment, sharesOf } from './experiment.ts'
import type { ExperimentResults, MetricResult } from './experiment-results.ts'
import { fitsBlocks } from './switchback-sql.ts'

/** Results of a switchback, whose units are blocks of time: its arms are as many blocks as they had. */
export function switchbackResults({
  experiment,
  metrics,
  rows,
  to,
  now,
  rng,
}: {
  readonly experiment: Experiment
  /** Goals first; those that do not fit blocks are left out and told. */
  readonly metrics: readonly Metric[]
  /** Steps of the metrics that fit, in their order. */
  readonly rows: readonly StepRow[]
  readonly to: number
  readonly now: number
  readonly rng: Rng
}): ExperimentResults {
  const fitting = metrics.filter(fitsBlocks)
  const blocks = blocksOf(experiment, rows, to)
  const seen = blocks.filter(({ parts }) => parts.some((part) => part !== undefined))
  const shares = sharesOf(experiment)
  const arms = experiment.variations.map(({ id }, place) => ({
    variation: id,
    units: seen.filter((block) => block.place === place).length,
    expectedShare: shares[place] ?? 0,
  }))
  const guards = new Set(experiment.guardrails.map(({ metric }) => metric))
  const found = fitting.map((metric, at): MetricResult => {
    const isGoal = experiment.metrics.includes(metric.id) && !(guards.has(metric.id) && at >= experiment.metrics.length)
    return {
      metric: metric.id,
      title: metric.title,
      kind: metric.kind,
      role: isGoal ? 'goal' : 'guardrail',
      margin: isGoal ? null : (experiment.guardrails.find((one) => one.metric === metric.id)?.margin ?? 0),
      analysis: analyseSwitchback(experiment, metric, at, blocks, rng),
      adjustedP: {},
      days: [],
      novelty: {},
      noveltyGap: 'not-of-blocks',
    }
  })
  const results = withCorrections(experiment, found)
  // Blocks are put into arms by the clock: nobody is lost on the way to one.
  const counts = { units: seen.length, early: 0, unknownVariation: 0, mixedShare: 0, sampleRatioP: null }
  const left = metrics.filter((metric) => !fitsBlocks(metric))
  return {
    experiment: experiment.id,
    status: experiment.status,
    from: experiment.startedAt ?? now,
    to,
    phases: experiment.phases.map((phase, at) => ({ ...phase, units: at === 0 ? seen.length : 0, counted: true })),
    units: seen.length,
    arms,
    mixedShare: 0,
    sampleRatioP: null,
    metrics: results,
    decision: decisionOf(experiment, results, { ...counts, now }),
    segments: [],
    warnings: [
      ...left.map(({ id }) => ({ code: 'not-in-switchback' as const, metric: id })),
      ...warningsOf(
        experiment,
        counts,
        experiment.phases.map((_, at) => at),
        now,
      ),
    ],
  }
}
