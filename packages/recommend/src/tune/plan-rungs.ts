/**
 * Rungs of successive halving (Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization, AISTATS 2016; the inner loop of Hyperband, Li et al., JMLR 2018): each has `eta` times the persons of the
 * one before, and of those tried on a rung one in `eta` goes on. The last rung is on everybody.
 *
 * @param trials how many are tried on the first rung
 * @param persons who are asked in all
 * @param least persons below which a rung would say too little
 * @returns the share of the persons on each rung
 * @example
 * planRungs({ trials: 30, persons: 6000, eta: 3, least: 500 }) // → [1 / 9, 1 / 3, 1]
 */
export function planRungs({
  trials,
  persons,
  eta,
  least,
}: {
  readonly trials: number
  readonly persons: number
  readonly eta: number
  readonly least: number
}): readonly number[] {
  const shares = [1]
  let left = trials
  let share = 1
  // A rung that only one would survive has nothing to choose.
  while (left / eta >= 1 && (share / eta) * persons >= least) {
    left /= eta
    share /= eta
    shares.unshift(share)
  }
  return shares
}
