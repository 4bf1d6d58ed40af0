import type { Interval } from '../interval.ts'
import { type GroupOutcomes, requireOutcomes } from './group-outcomes.ts'
import { type RateGap, type RateGapOptions, rateGap } from './rate-gap.ts'

/**
 * Equal opportunity (Hardt, Price & Srebro 2016): of those who deserved it, is every group chosen equally often? The gap of
 * the true positive rates, as `equal_opportunity_difference` and `equal_opportunity_ratio` in Fairlearn.
 *
 * @throws MeasureError `out-of-range`
 */
export function equalOpportunity(groups: readonly GroupOutcomes[], options: RateGapOptions = {}): RateGap {
  requireOutcomes(groups)
  const counts = groups.map(({ group, truePositives, falseNegatives }) => ({
    group,
    successes: truePositives,
    trials: truePositives + falseNegatives,
  }))
  return rateGap(counts, options)
}

export interface EqualisedOdds {
  readonly truePositiveRate: RateGap
  readonly falsePositiveRate: RateGap
  /** The larger of the two differences. Null where one cannot be told. */
  readonly difference: Interval | null
  /** The smaller of the two ratios. Null where neither exists, or one cannot be told. */
  readonly ratio: Interval | null
}

/**
 * Equalised odds (Hardt, Price & Srebro 2016): equal true and equal false positive rates. Difference and ratio are the worse
 * of the two, as `equalized_odds_difference` and `equalized_odds_ratio` in Fairlearn (`agg="worst_case"`).
 *
 * @throws MeasureError `out-of-range`
 */
export function equalisedOdds(groups: readonly GroupOutcomes[], options: RateGapOptions = {}): EqualisedOdds {
  const truePositiveRate = equalOpportunity(groups, options)
  const counts = groups.map(({ group, falsePositives, trueNegatives }) => ({
    group,
    successes: falsePositives,
    trials: falsePositives + trueNegatives,
  }))
  const falsePositiveRate = rateGap(counts, options)
  const both = [truePositiveRate, falsePositiveRate] as const
  const [d1, d2] = both.map(({ difference }) => difference)
  // A ratio that is missing because nobody was chosen wrongly is parity, not ignorance.
  const known = both.every(({ difference }) => difference !== null)
  const ratios = both.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]))
  return {
    truePositiveRate,
    falsePositiveRate,
    difference: d1 && d2 ? worse(d1, d2, Math.max) : null,
    ratio: known ? (ratios.length === 2 ? worse(ratios[0], ratios[1], Math.min) : (ratios[0] ?? null)) : null,
  }
}

function worse(
  a: Interval | undefined,
  b: Interval | undefined,
  pick: (x: number, y: number) => number,
): Interval | null {
  if (!a || !b) return null
  return { value: pick(a.value, b.value), low: pick(a.low, b.low), high: pick(a.high, b.high) }
}
