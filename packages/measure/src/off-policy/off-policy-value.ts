import { MeasureError, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { meanInterval, ratioInterval } from '../mean-interval.ts'
import { checkLogged, checkModel, type LoggedChoices, type RewardModel } from './logged-choices.ts'

export interface OffPolicyOptions {
  /** Importance weights are cut to this; the value then errs towards what is cut. Default no limit. */
  readonly largestWeight?: number
  /** Weights above this are left to the model by `switch-dr`. Default 10. */
  readonly switchAbove?: number
  readonly level?: number
}

/** An estimate of what a policy would earn a choice. */
export interface OffPolicyValue {
  readonly name: 'ips' | 'snips' | 'dm' | 'dr' | 'switch-dr'
  /** Mean reward a choice with a normal interval; null where no weight is above 0. */
  readonly value: Interval | null
}

export type OffPolicyWarning = 'no-overlap' | 'few-effective-choices' | 'weights-off'

export interface OffPolicyReport {
  /** Those that need a model only with one. */
  readonly estimates: readonly OffPolicyValue[]
  /** Mean reward of the logging policy itself. */
  readonly logged: Interval
  /** (Σ w)² / Σ w² of the importance weights w = target / propensity. */
  readonly effectiveChoices: number
  readonly largestWeight: number
  /** Is near 1 where the propensities are right. */
  readonly meanWeight: number
  readonly warnings: readonly { readonly code: OffPolicyWarning }[]
}

/**
 * What another policy would have earned, from choices logged with their propensities: inverse propensity scores (Horvitz &
 * Thompson 1952), self-normalised (Swaminathan & Joachims 2015), the direct method, doubly robust (Dudík et al. 2014) and
 * switch-DR (Wang et al. 2017).
 *
 * Intervals are normal, over choices; where one person made many, give one row a person.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`
 * @example
 * offPolicyValue({ rewards, propensities, target }).estimates // ips and snips
 */
export function offPolicyValue(
  choices: LoggedChoices,
  { model, ...options }: OffPolicyOptions & { readonly model?: RewardModel } = {},
): OffPolicyReport {
  const { largestWeight = Number.POSITIVE_INFINITY, switchAbove = 10, level = defaultLevel } = options
  requireLevel(level)
  checkLogged(choices)
  if (!(largestWeight > 0 && switchAbove > 0))
    throw new MeasureError('out-of-range', 'largestWeight and switchAbove must be above 0.')
  const { rewards, propensities, target } = choices
  const n = rewards.length
  const weights = target.map((chance, i) => chance / (propensities[i] as number))
  const cut = weights.map((weight) => Math.min(weight, largestWeight))
  const mean = (valueAt: (i: number) => number): Interval =>
    meanInterval(
      rewards.map((_, i) => valueAt(i)),
      level,
    )
  const at = (values: Float64Array, i: number): number => values[i] as number
  const estimates: OffPolicyValue[] = [
    { name: 'ips', value: mean((i) => at(cut, i) * at(rewards, i)) },
    { name: 'snips', value: selfNormalised(cut, rewards, level) },
  ]
  if (model !== undefined) {
    checkModel(model, n)
    const { ofChosen, ofTarget } = model
    const corrected = (weight: number, i: number): number =>
      at(ofTarget, i) + weight * (at(rewards, i) - at(ofChosen, i))
    estimates.push(
      { name: 'dm', value: mean((i) => at(ofTarget, i)) },
      { name: 'dr', value: mean((i) => corrected(at(cut, i), i)) },
      { name: 'switch-dr', value: mean((i) => corrected(at(weights, i) <= switchAbove ? at(weights, i) : 0, i)) },
    )
  }
  const sum = weights.reduce((all, one) => all + one, 0)
  const squares = weights.reduce((all, one) => all + one * one, 0)
  const effectiveChoices = squares > 0 ? (sum * sum) / squares : 0
  const spread = Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2) / n)
  return {
    estimates,
    logged: mean((i) => at(rewards, i)),
    effectiveChoices,
    largestWeight: weights.reduce((most, one) => Math.max(most, one), 0),
    meanWeight: sum / n,
    warnings: warningsOf({ effectiveChoices, off: Math.abs(sum / n - 1) > Math.max(0.01, 4 * spread) }),
  }
}

/** Σ w r / Σ w; null where no weight is above 0. */
function selfNormalised(weights: Float64Array, rewards: Float64Array, level: number): Interval | null {
  if (weights.every((weight) => weight === 0)) return null
  const weighted = weights.map((weight, i) => weight * (rewards[i] as number))
  return ratioInterval(weighted, weights, level)
}

/** Fewer choices than this in effect, and normal intervals mean little. */
const fewChoices = 100

function warningsOf({ effectiveChoices, off }: { readonly effectiveChoices: number; readonly off: boolean }) {
  const codes: OffPolicyWarning[] = []
  if (effectiveChoices === 0) codes.push('no-overlap')
  else if (effectiveChoices < fewChoices) codes.push('few-effective-choices')
  if (effectiveChoices > 0 && off) codes.push('weights-off')
  return codes.map((code) => ({ code }))
}
