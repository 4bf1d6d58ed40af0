import type { Rng } from '../random.ts'
import { type BaseLearner, constantLearner, type FittedLearner } from './base-learner.ts'
import { drawFolds, splitFold } from './cross-fit.ts'
import { isBinary, takeUnits, type UpliftData, unitsOfArm } from './uplift-data.ts'

/** Propensities are kept this far from 0 and 1: a weight of more than a hundred says nothing. */
const clip = 0.01

export const clipPropensity = (p: number): number => Math.min(1 - clip, Math.max(clip, p))

/** A model of the outcome of the units in one arm. */
export function fitArm(
  data: UpliftData,
  arm: 0 | 1,
  base: BaseLearner,
  rng: Rng,
): FittedLearner | Promise<FittedLearner> {
  const { x, outcome } = takeUnits(data, unitsOfArm(data.treated, arm))
  return base.fit({ x, y: outcome, target: isBinary(data.outcome) ? 'probability' : 'value', rng })
}

/** A model of the chance of being treated; the known chance where it is one number. */
export function fitPropensity(data: UpliftData, base: BaseLearner, rng: Rng): FittedLearner | Promise<FittedLearner> {
  if (typeof data.propensity === 'number') return constantLearner(data.propensity)
  return base.fit({ x: data.x, y: Float64Array.from(data.treated), target: 'probability', rng })
}

/** [rows]: the known propensities, or those that the model says, clipped. */
export async function propensitiesOf(data: UpliftData, model: () => Promise<FittedLearner>): Promise<Float64Array> {
  const { propensity, x } = data
  if (propensity instanceof Float64Array) return propensity
  if (propensity !== undefined) return new Float64Array(x.rows).fill(propensity)
  return Float64Array.from(await (await model()).predict(x), clipPropensity)
}

export interface CrossFitOptions {
  readonly folds: number
  readonly rng: Rng
}

/** What is thought of each unit by models that never saw it; [rows] each. */
export interface Nuisance {
  /** Expected outcome untreated and treated. */
  readonly control: Float64Array
  readonly treatment: Float64Array
  readonly propensity: Float64Array
}

/**
 * Cross-fitting (Chernozhukov et al. 2018): each fold is judged by models of outcome and propensity that were fitted to the
 * other folds, so that their overfitting does not leak into what is built on them.
 *
 * @throws MeasureError `too-few`
 */
export async function crossFit(
  data: UpliftData,
  base: BaseLearner,
  { folds, rng }: CrossFitOptions,
): Promise<Nuisance> {
  const rows = data.x.rows
  const fold = drawFolds(data.treated, folds, rng)
  const found = {
    control: new Float64Array(rows),
    treatment: new Float64Array(rows),
    propensity: new Float64Array(rows),
  }
  for (let aside = 0; aside < folds; aside++) {
    const { inside, outside } = splitFold(fold, aside)
    const training = takeUnits(data, outside)
    const judged = takeUnits(data, inside)
    const control = await (await fitArm(training, 0, base, rng)).predict(judged.x)
    const treatment = await (await fitArm(training, 1, base, rng)).predict(judged.x)
    const propensity = await propensitiesOf(judged, async () => fitPropensity(training, base, rng))
    for (const [at, unit] of inside.entries()) {
      found.control[unit] = control[at] as number
      found.treatment[unit] = treatment[at] as number
      found.propensity[unit] = propensity[at] as number
    }
  }
  return found
}
