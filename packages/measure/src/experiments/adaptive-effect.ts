import { MeasureError, requireLevel } from '../errors.ts'
import type { Interval } from '../interval.ts'
import { normalCdf, normalQuantile } from '../normal.ts'

/** What a bandit did at one moment: the arm drawn, with the chances that all arms had then. */
export interface BanditStep {
  /** Number of the arm. */
  readonly arm: number
  readonly reward: number
  /** Chance of each arm at that moment; the drawn one's above 0. */
  readonly propensities: readonly number[]
}

export interface AdaptiveEstimate {
  readonly mean: Interval
  readonly standardError: number
  readonly pulls: number
}

export interface AdaptiveEffects {
  readonly arms: readonly AdaptiveEstimate[]
  /** Each arm − the control; the control's own is left out. */
  readonly effects: readonly { readonly arm: number; readonly effect: Interval; readonly p: number }[]
}

/**
 * Means of a bandit's arms with intervals that hold although the bandit chose by what it saw: adaptively weighted
 * augmented inverse-propensity estimates (Hadad, Hirshberg, Zhan, Wager & Athey 2021), with weights that steady the
 * variance, √(propensity). Plain means of a bandit's arms are too low, and their intervals miss.
 *
 * The model of rewards at each step is the arm's mean before that step.
 *
 * @param steps in order of time
 * @throws MeasureError `too-few`, `out-of-range`
 */
export function adaptiveEffects(
  steps: readonly BanditStep[],
  { control = 0, level = 0.95 }: { readonly control?: number; readonly level?: number } = {},
): AdaptiveEffects {
  requireLevel(level)
  const count = steps[0]?.propensities.length ?? 0
  if (count < 2) throw new MeasureError('too-few', 'Give at least one step of a bandit with two arms or more.')
  for (const { arm, reward, propensities } of steps) {
    const chance = propensities[arm] ?? 0
    if (propensities.length !== count || !(chance > 0 && chance <= 1) || !Number.isFinite(reward))
      throw new MeasureError(
        'out-of-range',
        'Each step needs a finite reward and the chances of all arms, the drawn one above 0.',
      )
  }
  if (!(control >= 0 && control < count)) throw new MeasureError('out-of-range', 'The control must be one of the arms.')
  const z = normalQuantile(0.5 + level / 2)
  const estimates = Array.from({ length: count }, (_, arm) => estimateArm(steps, arm))
  const interval = (value: number, error: number): Interval => ({
    value,
    low: value - z * error,
    high: value + z * error,
  })
  const base = estimates[control] as ArmEstimate
  return {
    arms: estimates.map(({ value, error, pulls }) => ({ mean: interval(value, error), standardError: error, pulls })),
    effects: estimates.flatMap((own, arm) => {
      if (arm === control) return []
      const both = errorOfDifference(own, base)
      const difference = own.value - base.value
      const p = both === 0 ? (difference === 0 ? 1 : 0) : 2 * normalCdf(-Math.abs(difference) / both)
      return [{ arm, effect: interval(difference, both), p }]
    }),
  }
}

interface ArmEstimate {
  readonly value: number
  readonly error: number
  readonly pulls: number
  /** How far each step moves the estimate: weight × (score − value) / Σ weights. They add up to nothing. */
  readonly influence: Float64Array
}

function estimateArm(steps: readonly BanditStep[], arm: number): ArmEstimate {
  const scores = new Float64Array(steps.length)
  const weights = new Float64Array(steps.length)
  let [pulls, sum, weighted, whole] = [0, 0, 0, 0]
  steps.forEach(({ arm: drawn, reward, propensities }, t) => {
    const chance = propensities[arm] ?? 0
    // An arm that could not be drawn tells nothing at that moment.
    if (!(chance > 0)) return
    const model = pulls === 0 ? 0 : sum / pulls
    const score = model + (drawn === arm ? (reward - model) / chance : 0)
    const weight = Math.sqrt(chance)
    scores[t] = score
    weights[t] = weight
    weighted += weight * score
    whole += weight
    if (drawn === arm) {
      pulls++
      sum += reward
    }
  })
  if (pulls < 2) throw new MeasureError('too-few', 'Each arm needs at least two draws.')
  const value = weighted / whole
  const influence = scores.map((score, t) => ((weights[t] ?? 0) * (score - value)) / whole)
  return { value, error: Math.sqrt(influence.reduce((squares, own) => squares + own * own, 0)), pulls, influence }
}

/** A draw of one arm is none of the other, so that their scores go against each other and their errors are not apart. */
function errorOfDifference(arm: ArmEstimate, control: ArmEstimate): number {
  return Math.sqrt(arm.influence.reduce((squares, own, t) => squares + (own - (control.influence[t] ?? 0)) ** 2, 0))
}
