import { MeasureError } from '../errors.ts'

/** Choices that were logged with the chance they had, and what a new policy would have made of them. */
export interface LoggedChoices {
  /** [choices]: what came of the choice, such as 1 for a click. */
  readonly rewards: Float64Array
  /** [choices]: chance that the logging policy gave to what it chose, above 0. */
  readonly propensities: Float64Array
  /** [choices]: chance that the new policy gives to the same. */
  readonly target: Float64Array
}

/** What a model of rewards says of the same choices; needed by the estimators that use one. */
export interface RewardModel {
  /** [choices]: reward expected of what was chosen. */
  readonly ofChosen: Float64Array
  /** [choices]: reward expected of the new policy, Σ π(a | x) q(x, a). */
  readonly ofTarget: Float64Array
}

/** @throws MeasureError `too-few`, `out-of-range`, `not-finite` */
export function checkLogged({ rewards, propensities, target }: LoggedChoices): void {
  const n = rewards.length
  if (n < 2) throw new MeasureError('too-few', 'At least two logged choices are needed.')
  if (propensities.length !== n || target.length !== n)
    throw new MeasureError('out-of-range', 'Give one reward, one propensity and one target chance for each choice.')
  if (!rewards.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every reward must be a finite number.')
  if (!propensities.every((p) => p > 0 && p <= 1))
    throw new MeasureError(
      'out-of-range',
      'Propensities must lie above 0 and be at most 1: what was chosen had a chance.',
    )
  if (!target.every((p) => p >= 0 && p <= 1))
    throw new MeasureError('out-of-range', 'Chances of the new policy must lie in [0, 1].')
}

/** @throws MeasureError `out-of-range`, `not-finite` */
export function checkModel({ ofChosen, ofTarget }: RewardModel, choices: number): void {
  if (ofChosen.length !== choices || ofTarget.length !== choices)
    throw new MeasureError('out-of-range', 'Give what the model says of each choice and of the new policy there.')
  if (![ofChosen, ofTarget].every((all) => all.every(Number.isFinite)))
    throw new MeasureError('not-finite', 'Everything that the model says must be a finite number.')
}
