import type { GroupOutcomes } from './group-outcomes.ts'
import { requireOutcomes } from './group-outcomes.ts'
import { type GroupCount, type RateGap, type RateGapOptions, rateGap } from './rate-gap.ts'

/**
 * Demographic parity: is every group chosen equally often? Difference and ratio as `demographic_parity_difference` and
 * `demographic_parity_ratio` in Fairlearn (largest less smallest, smallest over largest selection rate).
 *
 * @throws MeasureError `out-of-range`
 * @example demographicParity([{ group: 'a', successes: 50, trials: 100 }, { group: 'b', successes: 40, trials: 100 }]).ratio // .8
 */
export function demographicParity(counts: readonly GroupCount[], options: RateGapOptions = {}): RateGap {
  return rateGap(counts, options)
}

/** How often each group was chosen, whatever was true. */
export function selectionCounts(groups: readonly GroupOutcomes[]): readonly GroupCount[] {
  requireOutcomes(groups)
  return groups.map((g) => ({
    group: g.group,
    successes: g.truePositives + g.falsePositives,
    trials: g.truePositives + g.falsePositives + g.falseNegatives + g.trueNegatives,
  }))
}
