import { assignUnit } from '../experiments/assign-unit.ts'
import { controlOf, type Experiment } from '../experiments/experiment.ts'
import type { JsonObject } from '../flags/condition.ts'
import type { PromptExposure } from './prompts.ts'

export interface ChoiceOptions {
  readonly experiment: Experiment
  readonly holdout: Experiment | undefined
  /** What flags and placements go by too, so that one experiment puts a person into one variation everywhere. */
  readonly attributes: JsonObject
  readonly now: number
}

export interface Choice {
  readonly variation: string
  readonly exposures: readonly PromptExposure[]
}

/** The variation whose words a person gets while an experiment runs: the control for who takes no part, untold. */
export function choosePrompt({ experiment, holdout, attributes, now }: ChoiceOptions): Choice {
  const held = holdout && assignUnit(holdout, attributes, { now })
  const assigned = assignUnit(experiment, attributes, { holdout, now })
  return {
    variation: assigned?.variation ?? controlOf(experiment),
    exposures: [
      ...(assigned ? [{ experiment: experiment.id, variation: assigned.variation }] : []),
      ...(holdout && held ? [{ experiment: holdout.id, variation: held.variation }] : []),
    ],
  }
}
