import type { JsonObject } from '../flags/condition.ts'
import { type Assignment, evaluateFeature } from '../flags/evaluate-feature.ts'
import type { Features } from '../flags/feature-definition.ts'
import { type Experiment, sharesOf } from './experiment.ts'
import { experimentRule, holdoutFeature, holdoutFlag, switchbackPlace } from './experiment-rule.ts'

/** The variation of somebody in an experiment, and how likely it was. */
export interface UnitAssignment {
  readonly variation: string
  /** Probability of the variation for who takes part. */
  readonly propensity: number
  readonly phase: number
}

/**
 * The variation that somebody gets, if they take part: always the same one as long as the allocation does not change. It
 * is computed; that they saw it is an exposure, and comes as an event or a decision that was seen.
 *
 * @param attributes what flags are asked with: `userId`, `anonymousId`, `segments` and what else conditions read, so that a
 * placement and a flag put the same person into the same variation
 * @param holdout the experiment that `holdout` names, where there is one
 */
export function assignUnit(
  experiment: Experiment,
  attributes: JsonObject,
  { holdout, now }: { readonly holdout?: Experiment | undefined; readonly now: number },
): UnitAssignment | undefined {
  if (experiment.status !== 'running') return undefined
  const rule = experimentRule(experiment, (variation) => variation, now)
  if (rule === undefined) return undefined
  const features: Features = {
    experiment: { defaultValue: null, rules: [rule] },
    ...(holdout ? { [holdoutFlag(holdout.id)]: holdoutFeature(holdout, now) } : {}),
  }
  const { value, assignments } = evaluateFeature(features, 'experiment', attributes)
  if (typeof value !== 'string') return undefined
  const place = experiment.switchback
    ? switchbackPlace(experiment, now)
    : (assignments.find(({ experiment: id }: Assignment) => id === experiment.id)?.variationIndex ?? -1)
  const propensity = sharesOf(experiment)[place]
  return propensity === undefined
    ? undefined
    : { variation: value, propensity, phase: Math.max(0, experiment.phases.length - 1) }
}
