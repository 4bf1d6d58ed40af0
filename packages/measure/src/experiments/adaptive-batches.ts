import { MeasureError, requireLevel } from '../errors.ts'
import type { Interval } from '../interval.ts'
import { normalCdf, normalQuantile } from '../normal.ts'

/** What happened while a bandit's chances stayed the same. */
export interface BanditBatch {
  /** Chance of each arm, above 0; together 1. */
  readonly propensities: readonly number[]
  /** Of each arm: pulls, Σ reward, Σ reward². */
  readonly arms: readonly { readonly units: number; readonly sum: number; readonly sumSquares: number }[]
}

export interface BatchedEffects {
  readonly arms: readonly { readonly value: number; readonly standardError: number; readonly units: number }[]
  /** Each arm − the first. */
  readonly effects: readonly {
    readonly arm: number
    readonly effect: Interval
    readonly standardError: number
    readonly p: number
  }[]
}

/**
 * `adaptiveEffects` for a bandit whose chances move in batches, from sums, so that the work does not grow with the pulls:
 * the adaptively weighted augmented inverse-propensity estimate of Hadad et al. (2021) with weights √propensity, the model
 * of a batch being the arm's mean in the batches before it.
 *
 * Within a batch the score of a pull is m where another arm was drawn and m + (y − m) / e where this one was, so that its
 * sum and its sum of squares follow from the sums of y.
 *
 * @param batches in order of time
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite` where sums are too large to be weighed
 * @example
 * adaptiveEffectsOfBatches([{ propensities: [.5, .5], arms: [{ units: 100, sum: 20, sumSquares: 20 }, { units: 100, sum: 30, sumSquares: 30 }] }])
 */
export function adaptiveEffectsOfBatches(batches: readonly BanditBatch[], level: number = 0.95): BatchedEffects {
  requireLevel(level)
  const count = batches[0]?.propensities.length ?? 0
  if (count < 2) throw new MeasureError('too-few', 'Give at least one batch of a bandit with two arms or more.')
  for (const { propensities, arms } of batches)
    if (
      propensities.length !== count ||
      arms.length !== count ||
      !propensities.every((chance) => chance > 0 && chance <= 1) ||
      !arms.every((arm) => Object.values(arm).every(Number.isFinite) && arm.units >= 0)
    )
      throw new MeasureError(
        'out-of-range',
        'Each batch needs the chances of all arms, above 0, and finite sums of each.',
      )
  const arms = Array.from({ length: count }, (_, arm) => estimateArm(batches, arm))
  const z = normalQuantile(0.5 + level / 2)
  const [control] = arms
  return {
    arms,
    effects: arms.flatMap(({ value, standardError }, arm) => {
      if (arm === 0 || control === undefined) return []
      const both = Math.hypot(standardError, control.standardError)
      const difference = value - control.value
      const p = both === 0 ? (difference === 0 ? 1 : 0) : 2 * normalCdf(-Math.abs(difference) / both)
      const effect = { value: difference, low: difference - z * both, high: difference + z * both }
      return [{ arm, effect, standardError: both, p }]
    }),
  }
}

function estimateArm(batches: readonly BanditBatch[], arm: number): BatchedEffects['arms'][number] {
  const scored: { weight: number; pulls: number; sum: number; squares: number }[] = []
  let [units, total] = [0, 0]
  for (const { propensities, arms } of batches) {
    const own = arms[arm]
    const chance = propensities[arm] ?? 1
    if (own === undefined) continue
    const pulls = arms.reduce((all, one) => all + one.units, 0)
    const model = units === 0 ? 0 : total / units
    // Σ (y − m) and Σ (y − m)² over the pulls of this arm.
    const away = own.sum - own.units * model
    const awaySquares = own.sumSquares - 2 * model * own.sum + own.units * model * model
    scored.push({
      weight: Math.sqrt(chance),
      pulls,
      sum: pulls * model + away / chance,
      squares: pulls * model * model + (2 * model * away) / chance + awaySquares / chance ** 2,
    })
    units += own.units
    total += own.sum
  }
  const weights = scored.reduce((all, { weight, pulls }) => all + weight * pulls, 0)
  if (!(weights > 0)) throw new MeasureError('too-few', 'Give at least one batch with pulls.')
  const value = scored.reduce((all, { weight, sum }) => all + weight * sum, 0) / weights
  const spread = scored.reduce(
    (all, { weight, pulls, sum, squares }) =>
      all + weight * weight * Math.max(0, squares - 2 * value * sum + pulls * value * value),
    0,
  )
  const standardError = Math.sqrt(spread) / weights
  if (!Number.isFinite(value) || !Number.isFinite(standardError))
    throw new MeasureError('not-finite', 'The sums are too large to be weighed; limit what one unit counts with.')
  return { value, standardError, units }
}
