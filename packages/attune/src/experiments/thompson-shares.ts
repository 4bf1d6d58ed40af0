import { normalQuantile, type Rng } from '@attune/measure'

/** What is known of an arm: its mean and standard error; null where nothing is. */
export interface KnownArm {
  readonly value: number | null
  readonly standardError: number | null
}

/**
 * Shares of traffic by Thompson sampling: each arm gets the chance that it is the best, by draws from a normal around its
 * mean, and none less than a floor, so that every arm goes on being learnt about and its propensity stays away from 0.
 * Where an arm is not known yet all get the same.
 *
 * @param least floor of each share; together they must not exceed 1
 * @returns shares that add up to 1, in the order of the arms
 */
export function thompsonShares(
  arms: readonly KnownArm[],
  {
    better,
    least,
    rng,
    draws = 4000,
  }: { readonly better: 'up' | 'down'; readonly least: number; readonly rng: Rng; readonly draws?: number },
): readonly number[] {
  const equal = arms.map(() => 1 / arms.length)
  const known = arms.flatMap(({ value, standardError }) =>
    value === null || standardError === null || standardError === 0 ? [] : [{ value, standardError }],
  )
  if (known.length < arms.length) return equal
  const wins = new Float64Array(arms.length)
  const sign = better === 'up' ? 1 : -1
  for (let draw = 0; draw < draws; draw++) {
    let [best, most] = [0, Number.NEGATIVE_INFINITY]
    for (const [at, { value, standardError }] of known.entries()) {
      // Away from 0 and 1, where the quantile is infinite.
      const drawn = sign * (value + standardError * normalQuantile(1e-9 + rng() * (1 - 2e-9)))
      if (drawn > most) [best, most] = [at, drawn]
    }
    wins[best] = (wins[best] ?? 0) + 1
  }
  const floor = Math.min(least, 1 / arms.length)
  return Array.from(wins, (count) => floor + (1 - floor * arms.length) * (count / draws))
}
