import { type AnalysisOptions, type SettledOptions, settleOptions } from './analysis-options.ts'
import { armEstimate } from './arm-estimate.ts'
import type { ArmSums } from './arm-sums.ts'
import { type Arm, armResult, compareArms } from './compare-arms.ts'
import { groupSequentialBounds } from './group-sequential.ts'
import type { AnalysisWarning, AnalysisWarningCode, MetricAnalysis } from './metric-analysis.ts'

/**
 * Compares each variation of an experiment with the control on one metric. The work does not grow with the units: only
 * their sums come in.
 *
 * Data that say nothing (nobody, one unit, no variance, a control of zero, infinite revenue, no denominators) are no
 * error: what cannot be known is null, never NaN or infinite, and a warning says why.
 *
 * @param arms one for each variation
 * @throws MeasureError `too-few`, `no-control`, `out-of-range`, `not-finite` where the question itself makes no sense
 * @example
 * analyseMetric(
 *   [
 *     { variation: 'a', units: 3407, sum: 1396.87, sumSquares: 52377.9767 },
 *     { variation: 'b', units: 3461, sum: 2422.7, sumSquares: 134698.29 },
 *   ],
 *   { kind: 'mean' },
 * ).treatments[0].relative // { value: .70732, low: -.03526, high: 1.44989, p: .06191, … }
 */
export function analyseMetric(arms: readonly ArmSums[], options: AnalysisOptions): MetricAnalysis {
  const settled = settleOptions(arms, options)
  const bounds =
    settled.method === 'group-sequential'
      ? groupSequentialBounds(settled.looks ?? [], { level: settled.level, spending: settled.spending })
      : []
  const estimated = arms.map((sums): Arm => ({ sums, estimate: armEstimate(sums, settled.kind) }))
  const control = estimated.find(({ sums }) => sums.variation === settled.control) as Arm
  const treatments = estimated.filter((arm) => arm !== control).map((arm) => compareArms(control, arm, settled, bounds))
  const warnings = [
    ...estimated.flatMap(({ sums, estimate }) => estimate.warnings.map((code) => warning(code, sums.variation))),
    ...controlWarnings(control, settled).map((code) => warning(code, settled.control)),
    ...treatments.flatMap(({ result, codes }) => codes.map((code) => warning(code, result.variation))),
  ]
  const { kind, method, level, better } = settled
  return {
    kind,
    method,
    level,
    better,
    control: armResult(control),
    treatments: treatments.map(({ result }) => result),
    warnings,
  }
}

const warning = (code: AnalysisWarningCode, variation: string): AnalysisWarning => ({ code, variation })

/** A control mean that could as well be zero makes a quotient that means little. */
function controlWarnings({ estimate }: Arm, { scale }: SettledOptions): readonly AnalysisWarningCode[] {
  const { value, variance } = estimate
  if (scale === 'absolute' || value === null) return []
  if (value === 0) return ['zero-control-mean']
  return variance !== null && value * value < 9 * variance ? ['unstable-relative-effect'] : []
}
