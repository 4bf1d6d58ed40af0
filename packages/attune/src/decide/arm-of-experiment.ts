import type { Placement } from '../api/schemas/decide.ts'
import { assignUnit } from '../experiments/assign-unit.ts'
import { controlOf } from '../experiments/experiment.ts'
import type { Experiments } from '../experiments/experiments.ts'
import type { JsonObject } from '../flags/condition.ts'
import type { Segments } from '../segments/segments.ts'
import { type Arm, armNamed } from './assign-arm.ts'
import type { DecisionExperiments } from './decision-log.ts'
import type { RequestIds } from './request-ids.ts'

export interface ExperimentArm {
  readonly arm: Arm
  /** To be logged with the decision: what exposures are found by. */
  readonly experiments: DecisionExperiments
}

export interface ArmOptions {
  readonly experiments: Experiments
  readonly segments: Pick<Segments, 'of'>
  readonly workspace: string
  readonly personId: string
  /** As they were given, which is what flags go by too; nothing of them is logged. */
  readonly ids: () => RequestIds
  /** Of the request; what conditions read. */
  readonly context: JsonObject
  /** Whether what the person did may decide: without it they are in no segment. */
  readonly personal: boolean
  readonly now: number
}

/**
 * The arm of a placement that an experiment puts a person into: while it runs their variation, and the control for who takes
 * no part; once it is stopped with a winner, that. Undefined where the placement's own split decides.
 */
export function armOfExperiment(placement: Placement, options: ArmOptions): ExperimentArm | undefined {
  if (placement.experiment === undefined) return undefined
  const { experiments, segments, workspace, personId, ids, context, personal, now } = options
  const experiment = experiments.get(workspace, placement.experiment)
  if (experiment === undefined || experiment.status === 'draft') return undefined
  const named = (variation: string, propensity = 1): Arm | undefined => {
    const arm = armNamed(placement, variation)
    return arm && { ...arm, propensity }
  }
  if (experiment.status !== 'running') {
    const winner = experiment.winner === null ? undefined : named(experiment.winner)
    return winner && { arm: winner, experiments: {} }
  }
  const attributes: JsonObject = {
    ...context,
    ...ids(),
    segments: personal ? [...segments.of(workspace, personId)] : [],
  }
  const holdout = experiment.holdout === null ? undefined : experiments.get(workspace, experiment.holdout)
  const held = holdout && assignUnit(holdout, attributes, { now })
  const assigned = assignUnit(experiment, attributes, { holdout, now })
  const arm = assigned ? named(assigned.variation, assigned.propensity) : named(controlOf(experiment))
  if (arm === undefined) return undefined
  return {
    arm,
    experiments: {
      ...(assigned ? { experiment: experiment.id } : {}),
      ...(held ? { holdout: experiment.holdout ?? undefined, held: held.variation } : {}),
    },
  }
}
