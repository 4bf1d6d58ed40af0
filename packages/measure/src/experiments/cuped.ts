import type { MeanEstimate } from '../moments.ts'
import { centred } from './arm-estimate.ts'
import type { ArmSums, MetricKind, PreSums } from './arm-sums.ts'

/** An adjusted mean with its variance, and how it hangs together with the raw one. */
export interface AdjustedMean extends MeanEstimate {
  readonly rawVariance: number
  /** Covariance of the adjusted mean and the raw one. */
  readonly rawCovariance: number
}

export interface CupedEstimates {
  readonly theta: number
  readonly control: AdjustedMean
  readonly treatment: AdjustedMean
}

/**
 * CUPED (Deng, Xu, Kohavi & Walker 2013): each arm's mean less θ times its mean before the experiment, with θ = cov / var
 * over the units of both arms. Ratios are adjusted by the delta method through their linearised forms (their § 4 and
 * Deng et al. 2018). The difference of the adjusted means estimates the same effect with 1 − ρ² of the variance.
 *
 * @returns undefined where an arm brings no sums of the time before, or there is nothing in them to adjust by
 * @example cuped({ variation: 'a', units: 3001, sum: 300, sumSquares: 600, pre: { sum: 210, sumSquares: 415, postSum: −20 } }, …, 'mean')
 */
export function cuped(control: ArmSums, treatment: ArmSums, kind: MetricKind): CupedEstimates | undefined {
  if (kind === 'quantile') return undefined
  const pooled = secondMoments(together(control, treatment), kind)
  const [a, b] = [secondMoments(control, kind), secondMoments(treatment, kind)]
  if (!pooled || !a || !b || !(pooled.preVariance > 0) || ![pooled, a, b].every(possible)) return undefined
  const theta = pooled.covariance / pooled.preVariance
  const adjusted = (
    { value, preValue, variance, covariance, preVariance }: SecondMoments,
    n: number,
  ): AdjustedMean => ({
    mean: value - theta * preValue,
    variance: Math.max(0, variance - 2 * theta * covariance + theta * theta * preVariance) / n,
    n,
    rawVariance: variance / n,
    rawCovariance: (variance - theta * covariance) / n,
  })
  const result = { theta, control: adjusted(a, control.units), treatment: adjusted(b, treatment.units) }
  const numbers = [theta, ...Object.values(result.control), ...Object.values(result.treatment)]
  return numbers.every(Number.isFinite) ? result : undefined
}

interface SecondMoments {
  readonly value: number
  readonly preValue: number
  /** Of one unit's linearised metric, its covariate, and between them. */
  readonly variance: number
  readonly preVariance: number
  readonly covariance: number
}

function secondMoments(arm: ArmSums, kind: MetricKind): SecondMoments | undefined {
  const { units: n, pre } = arm
  if (pre === undefined || n < 2) return undefined
  const post = linear(arm.sum, arm.denominatorSum, n, kind === 'ratio')
  const before = linear(pre.sum, pre.denominatorSum, n, kind === 'ratio' && pre.denominatorSum !== undefined)
  if (!post || !before) return undefined
  const { postDenominatorSum, denominatorPostSum, denominatorPostDenominatorSum } = pre
  // Σ (y − r·d)(x − q·c): terms that the metric does not have count with r = 0 or q = 0.
  const cross =
    pre.postSum -
    times(post.ratio, postDenominatorSum) -
    times(before.ratio, denominatorPostSum) +
    times(post.ratio * before.ratio, denominatorPostDenominatorSum)
  const squares = kind === 'proportion' ? arm.sum : arm.sumSquares
  const sumOfSquares = (s: number, r: number, d: number | undefined, sd: number | undefined) =>
    s - 2 * times(r, sd) + times(r * r, d)
  const unit = (total: number, meanA: number, meanB: number, scale: number) =>
    centred(total, meanA * n, meanB * n, n) / (n - 1) / scale
  const result = {
    value: post.value,
    preValue: before.value,
    variance: unit(
      sumOfSquares(squares, post.ratio, arm.denominatorSumSquares, arm.crossSum),
      post.centre,
      post.centre,
      post.scale ** 2,
    ),
    preVariance: unit(
      sumOfSquares(pre.sumSquares, before.ratio, pre.denominatorSumSquares, pre.crossSum),
      before.centre,
      before.centre,
      before.scale ** 2,
    ),
    covariance: unit(cross, post.centre, before.centre, post.scale * before.scale),
  }
  return Object.values(result).every(Number.isFinite) ? result : undefined
}

/** No data hang together more than completely (Cauchy & Schwarz), but for the rounding of their sums. */
const possible = ({ variance, preVariance, covariance }: SecondMoments): boolean =>
  variance >= 0 && preVariance >= 0 && Math.abs(covariance) <= Math.sqrt(variance) * Math.sqrt(preVariance) * (1 + 1e-6)

/** A mean as it is; a ratio as the mean of (y − r·d) / d̄, which is zero, beside its value. */
function linear(sum: number, denominator: number | undefined, n: number, asRatio: boolean) {
  if (!asRatio) return { value: sum / n, ratio: 0, centre: sum / n, scale: 1 }
  if (denominator === undefined || !(denominator > 0)) return undefined
  const ratio = sum / denominator
  return { value: ratio, ratio, centre: 0, scale: denominator / n }
}

/** A term that the metric has but whose sum is missing makes the whole unknown. */
const times = (factor: number, sum: number | undefined): number => (factor === 0 ? 0 : factor * (sum ?? Number.NaN))

function together(a: ArmSums, b: ArmSums): ArmSums {
  return {
    ...added(a, b, ['units', 'sum', 'sumSquares', 'denominatorSum', 'denominatorSumSquares', 'crossSum']),
    variation: '',
    pre:
      a.pre === undefined || b.pre === undefined
        ? undefined
        : added<PreSums>(a.pre, b.pre, [
            'sum',
            'sumSquares',
            'postSum',
            'postDenominatorSum',
            'denominatorSum',
            'denominatorSumSquares',
            'crossSum',
            'denominatorPostSum',
            'denominatorPostDenominatorSum',
          ]),
  }
}

function added<T extends object>(a: T, b: T, names: readonly (keyof T)[]): T {
  const sum = { ...a }
  for (const name of names) {
    const [left, right] = [a[name], b[name]]
    if (typeof left === 'number' && typeof right === 'number') Object.assign(sum, { [name]: left + right })
  }
  return sum
}
