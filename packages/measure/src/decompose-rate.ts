import { MeasureError } from './errors.ts'
import type { Proportion } from './two-proportion-test.ts'

/** A group in two periods. */
export interface RateGroup {
  readonly group: string
  readonly before: Proportion
  readonly after: Proportion
}

export interface RateContribution {
  readonly group: string
  /** Because its own rate is another one. */
  readonly rate: number
  /** Because its share of the trials is another one. */
  readonly mix: number
}

export interface RateDecomposition {
  /** Overall rate after less that before: the sum of all contributions. */
  readonly change: number
  readonly rate: number
  readonly mix: number
  /** In the order of the groups. */
  readonly groups: readonly RateContribution[]
}

/**
 * Why an overall rate changed: because groups have other rates, or because other groups have more of the trials. The symmetric
 * decomposition of Kitagawa (1955), "Components of a difference between two rates":
 *
 * Δ = Σ (r₁ − r₀)(w₀ + w₁)/2 + Σ (w₁ − w₀)(r₀ + r₁ − r̄₀ − r̄₁)/2
 *
 * with rates r and shares w of the trials; mix is told against the overall rates r̄, so that a group counts for what makes it
 * unlike the rest. A group that is in one period only has the same rate in both: it changes the mix and nothing else.
 *
 * @throws MeasureError `out-of-range` when a period has no trials, or successes are more than trials
 * @example
 * decomposeRate([
 *   { group: 'home', before: { successes: 10, trials: 100 }, after: { successes: 10, trials: 100 } },
 *   { group: 'cart', before: { successes: 30, trials: 100 }, after: { successes: 60, trials: 200 } },
 * ]) // change .0333, all of it mix
 */
export function decomposeRate(groups: readonly RateGroup[]): RateDecomposition {
  const total = (side: 'before' | 'after'): Proportion => {
    for (const { [side]: one } of groups)
      if (!(one.trials >= 0 && one.successes >= 0 && one.successes <= one.trials) || one.trials === Infinity)
        throw new MeasureError('out-of-range', 'successes must lie in [0, trials].')
    const sum = (of: keyof Proportion): number => groups.reduce((all, group) => all + group[side][of], 0)
    const trials = sum('trials')
    if (trials === 0) throw new MeasureError('out-of-range', 'Each of the two periods needs trials.')
    return { successes: sum('successes'), trials }
  }
  const [before, after] = [total('before'), total('after')]
  const [r0, r1] = [before.successes / before.trials, after.successes / after.trials]
  const contributions = groups.map(({ group, ...sides }): RateContribution => {
    const rateOf = ({ successes, trials }: Proportion, other: Proportion): number =>
      trials > 0 ? successes / trials : other.trials > 0 ? other.successes / other.trials : 0
    const [a, b] = [rateOf(sides.before, sides.after), rateOf(sides.after, sides.before)]
    const [v, w] = [sides.before.trials / before.trials, sides.after.trials / after.trials]
    return { group, rate: ((b - a) * (v + w)) / 2, mix: ((w - v) * (a + b - r0 - r1)) / 2 }
  })
  const sum = (of: 'rate' | 'mix'): number => contributions.reduce((all, one) => all + one[of], 0)
  return { change: r1 - r0, rate: sum('rate'), mix: sum('mix'), groups: contributions }
}
