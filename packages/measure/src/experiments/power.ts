import { MeasureError, requireLevel } from '../errors.ts'
import { normalCdf, normalQuantile } from '../normal.ts'
import { armEstimate } from './arm-estimate.ts'
import type { ArmSums, MetricKind } from './arm-sums.ts'
import { confidenceSequence, defaultSequentialTuning } from './confidence-sequence.ts'

/** What is known of a metric before the experiment. */
export type Baseline =
  | { readonly kind: 'proportion'; readonly value: number }
  /** `variance` of one unit; of a ratio that of its linearised form, as `baselineOf` gives it. */
  | { readonly kind: 'mean' | 'ratio' | 'quantile'; readonly value: number; readonly variance: number }

export interface Design {
  readonly baseline: Baseline
  /** Shares of the arms, the control first, in any unit. Default two equal arms. */
  readonly weights?: readonly number[] | undefined
  /** In which unit effects are given: a share of the baseline's value (the default), or the metric's own. */
  readonly scale?: 'relative' | 'absolute' | undefined
  readonly level?: number | undefined
  /** Default .8. */
  readonly power?: number | undefined
  /** Comparisons that share the allowed error (Bonferroni). Default: one for each arm beside the control. */
  readonly comparisons?: number | undefined
  /** Correlation of the metric with itself before the experiment, for CUPED. Default 0. */
  readonly correlation?: number | undefined
  readonly method?: 'frequentist' | 'sequential' | undefined
  /** `sequential`: units of two arms at which the interval is tightest. Default 5,000. */
  readonly tuning?: number | undefined
}

export interface RequiredUnits {
  readonly total: number
  /** In the order of the weights. */
  readonly arms: readonly number[]
}

/** Past data of a metric as the baseline of a design; undefined where they have no variance. */
export function baselineOf(arm: ArmSums, kind: MetricKind): Baseline | undefined {
  const { value, variance } = armEstimate(arm, kind)
  if (value === null || variance === null || !(variance > 0)) return undefined
  return kind === 'proportion' ? { kind, value } : { kind, value, variance: variance * arm.units }
}

/**
 * Units that find an effect of the given size with the given power, in the comparison that finds it hardest: normal
 * approximation with unpooled variances and Guenther's correction z²/4 an arm (1981), which agrees with exact t power.
 *
 * @throws MeasureError `out-of-range`, also where no number of units would do
 * @example requiredUnits({ baseline: { kind: 'mean', value: 10, variance: 100 }, scale: 'absolute', power: .85 }, .3).total // 39,906
 */
export function requiredUnits(design: Design, effect: number): RequiredUnits {
  const settled = settle(design)
  const { weights, z, zPower, method, control, factor } = settled
  const delta = difference(settled, effect)
  const treated = varianceOf(design.baseline, delta) * factor
  const whole = weights.reduce((a, b) => a + b, 0)
  const [first = 1, ...others] = weights.map((w) => w / whole)
  const least = Math.min(...others)
  // Variance of the difference is this over the total.
  const spread = control / first + treated / least
  const total =
    method === 'sequential'
      ? sequentialTotal(settled, spread, Math.abs(delta), first + least)
      : (spread * (z + zPower) ** 2) / delta ** 2 + (z * z) / (4 * Math.min(first, least))
  const arms = weights.map((w) => Math.ceil((total * w) / whole - 1e-9))
  return { total: arms.reduce((a, b) => a + b, 0), arms }
}

/**
 * The chance that a comparison of the given arms finds an effect of the given size.
 * @param units in each arm, the control first
 * @throws MeasureError `out-of-range`
 */
export function powerOf(design: Design, effect: number, units: readonly number[]): number {
  const settled = settle(design)
  const delta = Math.abs(difference(settled, effect))
  const { standardError, half } = errorOf(settled, design.baseline, difference(settled, effect), units)
  return normalCdf((delta - half) / standardError) + normalCdf((-delta - half) / standardError)
}

/**
 * The smallest effect that a comparison of the given arms finds with the design's power, in the unit of `scale`.
 * @throws MeasureError `out-of-range`
 */
export function minimumDetectableEffect(design: Design, units: readonly number[]): number {
  const settled = settle(design)
  // The treated arm's variance follows the effect: a few rounds settle it.
  let delta = 0
  for (let round = 0; round < 50; round++) {
    const { standardError, half } = errorOf(settled, design.baseline, delta, units)
    const next = half + settled.zPower * standardError
    if (Math.abs(next - delta) < 1e-12 * next) break
    delta = next
  }
  return settled.scale === 'relative' ? delta / Math.abs(design.baseline.value) : delta
}

interface Settled {
  readonly weights: readonly number[]
  readonly scale: 'relative' | 'absolute'
  readonly level: number
  readonly z: number
  readonly zPower: number
  readonly method: 'frequentist' | 'sequential'
  readonly tuning: number
  /** Variance of one unit of the control, after CUPED. */
  readonly control: number
  /** What CUPED leaves of a variance. */
  readonly factor: number
  readonly value: number
}

function settle(design: Design): Settled {
  const { baseline, weights = [1, 1], scale = 'relative', level = 0.95, power = 0.8, correlation = 0 } = design
  const { comparisons = weights.length - 1, method = 'frequentist', tuning = defaultSequentialTuning } = design
  requireLevel(level)
  requireLevel(power)
  if (weights.length < 2 || weights.some((w) => !(w > 0 && Number.isFinite(w))))
    throw new MeasureError('out-of-range', 'Give a weight above 0 for the control and each other arm.')
  if (!(comparisons >= 1) || !(Math.abs(correlation) < 1) || !(tuning > 0))
    throw new MeasureError('out-of-range', 'comparisons must be at least 1 and the correlation between −1 and 1.')
  if (!Number.isFinite(baseline.value) || (scale === 'relative' && baseline.value === 0))
    throw new MeasureError('out-of-range', 'A relative effect needs a baseline that is not zero.')
  const own = varianceOf(baseline, 0)
  const factor = 1 - correlation * correlation
  const shared = 1 - (1 - level) / comparisons
  const [z, zPower] = [normalQuantile(0.5 + shared / 2), normalQuantile(power)]
  const { value } = baseline
  return { weights, scale, level: shared, z, zPower, method, tuning, control: own * factor, factor, value }
}

function difference({ scale, value }: Settled, effect: number): number {
  const delta = scale === 'relative' ? effect * Math.abs(value) : effect
  if (!(Math.abs(delta) > 0 && Number.isFinite(delta)))
    throw new MeasureError('out-of-range', 'The effect must be a number that is not zero.')
  return delta
}

function varianceOf(baseline: Baseline, delta: number): number {
  if (baseline.kind === 'proportion') {
    const p = baseline.value + delta
    if (!(baseline.value > 0 && baseline.value < 1))
      throw new MeasureError('out-of-range', 'The rate of a proportion must lie between 0 and 1.')
    // A rate that no arm can reach has the variance of the nearest one.
    return Math.max(0, p * (1 - p))
  }
  if (!(baseline.variance > 0 && Number.isFinite(baseline.variance)))
    throw new MeasureError('out-of-range', 'The variance of one unit must be above 0.')
  return baseline.variance
}

function errorOf(settled: Settled, baseline: Baseline, delta: number, units: readonly number[]) {
  const [first, ...others] = units
  const least = Math.min(...others)
  if (first === undefined || others.length === 0 || !(first > 1) || !(least > 1))
    throw new MeasureError('out-of-range', 'Give the units of the control and of each other arm, two or more in each.')
  const variance = settled.control / first + (varianceOf(baseline, delta) * settled.factor) / least
  const standardError = Math.sqrt(variance)
  return { standardError, half: halfWidth(settled, standardError, first + least) }
}

function halfWidth({ method, level, tuning, z }: Settled, standardError: number, n: number): number {
  return method === 'sequential'
    ? confidenceSequence(0, standardError, n, { level, tuning }).halfWidth
    : z * standardError
}

/** The interval of a sequential test is no multiple of the standard error: found by halving the logarithm. */
function sequentialTotal(settled: Settled, spread: number, delta: number, share: number): number {
  const short = (total: number): boolean => {
    const standardError = Math.sqrt(spread / total)
    return halfWidth(settled, standardError, total * share) + settled.zPower * standardError > delta
  }
  let [low, high] = [0, 50]
  if (short(Math.exp(high))) throw new MeasureError('out-of-range', 'No number of units would find so small an effect.')
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (short(Math.exp(middle))) low = middle
    else high = middle
  }
  return Math.exp(high)
}
