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
  const found = Array.from({ length: count }, (_, arm) => estimateArm(batches, arm))
  const z = normalQuantile(0.5 + level / 2)
  const [control] = found
  return {
    arms: found.map(({ value, standardError, units }) => ({ value, standardError, units })),
    effects: found.flatMap((own, arm) => {
      if (arm === 0 || control === undefined) return []
      const both = errorOfDifference(own, control)
      const difference = own.value - control.value
      const p = both === 0 ? (difference === 0 ? 1 : 0) : 2 * normalCdf(-Math.abs(difference) / both)
      const effect = { value: difference, low: difference - z * both, high: difference + z * both }
      return [{ arm, effect, standardError: both, p }]
    }),
  }
}

/** One arm in one batch. */
interface Scored {
  readonly weight: number
  readonly pulls: number
  readonly model: number
  /** Σ (y − m) / e over the pulls of this arm. */
  readonly moved: number
  /** Σ of the scores, and of their squares. */
  readonly sum: number
  readonly squares: number
}

interface ArmEstimate {
  readonly value: number
  readonly standardError: number
  readonly units: number
  /** Σ weight × pulls. */
  readonly weights: number
  /** By batch. */
  readonly scored: readonly Scored[]
}

function estimateArm(batches: readonly BanditBatch[], arm: number): ArmEstimate {
  const scored: Scored[] = []
  let [units, total] = [0, 0]
  for (const { propensities, arms } of batches) {
    const own = arms[arm] ?? { units: 0, sum: 0, sumSquares: 0 }
    const chance = propensities[arm] ?? 1
    const pulls = arms.reduce((all, one) => all + one.units, 0)
    const model = units === 0 ? 0 : total / units
    const moved = (own.sum - own.units * model) / chance
    const awaySquares = own.sumSquares - 2 * model * own.sum + own.units * model * model
    scored.push({
      weight: Math.sqrt(chance),
      pulls,
      model,
      moved,
      sum: pulls * model + moved,
      squares: pulls * model * model + 2 * model * moved + awaySquares / chance ** 2,
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
  return { value, standardError, units, weights, scored }
}

/**
 * A pull of one arm is none of the other, so that their scores go against each other, the more the worse the models are: errors
 * added up as if the arms were apart would be too small. No pull is of both, so that Σ Γa Γ0 = n ma m0 + m0 Σ (y − ma) / ea + ma Σ (y − m0) / e0.
 */
function errorOfDifference(arm: ArmEstimate, control: ArmEstimate): number {
  let together = 0
  arm.scored.forEach((own, batch) => {
    const other = control.scored[batch]
    if (other === undefined) return
    const products = own.pulls * own.model * other.model + other.model * own.moved + own.model * other.moved
    const apart = products - arm.value * other.sum - control.value * own.sum + own.pulls * arm.value * control.value
    together += own.weight * other.weight * apart
  })
  const covariance = together / (arm.weights * control.weights)
  const error = Math.sqrt(Math.max(0, arm.standardError ** 2 + control.standardError ** 2 - 2 * covariance))
  if (!Number.isFinite(error))
    throw new MeasureError('not-finite', 'The sums are too large to be weighed; limit what one unit counts with.')
  return error
}
