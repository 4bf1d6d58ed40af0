import type { AnalysisOptions, ArmSums } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { controlOf, type Experiment } from './experiment.ts'
import { metricKindOf } from './metric-columns.ts'
import { type ArmCell, armSums } from './read-sums.ts'

/** Options of the analysis that an experiment asks for, for one of its metrics. */
export const analysisOptions = (experiment: Experiment, metric: Metric): AnalysisOptions => ({
  kind: metricKindOf(metric),
  control: controlOf(experiment),
  method: experiment.method,
  level: experiment.level,
  better: metric.better,
  cuped: experiment.cuped,
})

/** Sums of every variation over some cells, the control first. */
export const armsOf = (experiment: Experiment, cells: readonly ArmCell[], metric: Metric, at: number): ArmSums[] =>
  experiment.variations.map(({ id }, place) =>
    armSums(
      id,
      cells.filter(({ arm }) => arm === place),
      metric,
      at,
    ),
  )
