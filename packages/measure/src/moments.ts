import { MeasureError } from './errors.ts'

/** What a mean needs: sum, sum of squares and number of observations. */
export interface SumSample {
  readonly n: number
  readonly sum: number
  readonly sumSquares: number
}

/** A mean with the variance of that mean. */
export interface MeanEstimate {
  readonly mean: number
  /** Of the mean, not of one observation. */
  readonly variance: number
  readonly n: number
}

/**
 * Mean of a sample with its squared standard error, from the unbiased sample variance.
 * @throws MeasureError `too-few` below two observations
 */
export function meanOfSums({ n, sum, sumSquares }: SumSample): MeanEstimate {
  if (!(n >= 2)) throw new MeasureError('too-few', 'A variance needs at least two observations.')
  const mean = sum / n
  return { mean, variance: Math.max(0, (sumSquares - (sum * sum) / n) / (n - 1)) / n, n }
}

/** A proportion with variance p (1 − p) / n. */
export function meanOfProportion(successes: number, n: number): MeanEstimate {
  if (!(n > 0) || !(successes >= 0) || successes > n) {
    throw new MeasureError('out-of-range', 'n must be above 0 and successes must lie in [0, n].')
  }
  const mean = successes / n
  return { mean, variance: (mean * (1 - mean)) / n, n }
}

/** What a ratio of two sums over persons needs, for example clicks over exposures. */
export interface RatioSample {
  /** Persons: the unit that was randomised. */
  readonly n: number
  readonly numerator: number
  readonly denominator: number
  readonly numeratorSquares: number
  readonly denominatorSquares: number
  /** Σ numerator × denominator over persons. */
  readonly cross: number
}

/**
 * Σ numerator / Σ denominator with its variance by the delta method over persons (Deng et al. 2018, "Applying the delta
 * method in metric analytics", eq. 4): the observations of one person hang together, so exposures must not be counted as
 * independent trials.
 *
 * @throws MeasureError `too-few` below two persons, `out-of-range` where the denominators sum to zero
 */
export function meanOfRatio(sample: RatioSample): MeanEstimate {
  const { n, numerator, denominator } = sample
  if (!(n >= 2)) throw new MeasureError('too-few', 'A variance needs at least two persons.')
  if (!(denominator > 0)) throw new MeasureError('out-of-range', 'The denominators must sum to more than zero.')
  const ratio = numerator / denominator
  // Σ (numerator − ratio · denominator)²: its mean is zero, so this is the sum of squared deviations.
  const residual = sample.numeratorSquares - 2 * ratio * sample.cross + ratio * ratio * sample.denominatorSquares
  return { mean: ratio, variance: ((Math.max(0, residual) / (n - 1)) * n) / (denominator * denominator), n }
}
