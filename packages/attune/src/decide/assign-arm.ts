import { hash } from 'node:crypto'
import type { Placement } from '../api/schemas/decide.ts'
import type { Rerank } from '../api/schemas/rerank.ts'

export interface Arm {
  readonly variation: string
  readonly model: string
  /** Probability that a person gets this arm. */
  readonly propensity: number
  /** The arm's own re-ranking, else the placement's. */
  readonly rerank: Rerank | undefined
}

/** A number in [0, 1) that is always the same for a person and a placement, and independent from placement to placement. */
function share(workspace: string, placement: string, personId: string): number {
  const digest = hash('sha256', `${workspace}\n${placement}\n${personId}`, 'buffer')
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/**
 * The arm of a placement's split that a person is in: always the same one, in proportion to the weights over all persons.
 */
export function assignArm(workspace: string, placement: Placement, personId: string): Arm {
  const total = placement.split.reduce((sum, { weight }) => sum + weight, 0)
  let rest = share(workspace, placement.id, personId) * total
  let chosen = placement.split[0] as Placement['split'][number]
  for (const arm of placement.split) {
    chosen = arm
    rest -= arm.weight
    if (rest < 0) break
  }
  return armOf(placement, chosen, total)
}

/** The arm of that name, whoever asks; undefined when the split has none. */
export function armNamed(placement: Placement, variation: string): Arm | undefined {
  const total = placement.split.reduce((sum, { weight }) => sum + weight, 0)
  const arm = placement.split.find((candidate) => candidate.variation === variation)
  return arm && armOf(placement, arm, total)
}

function armOf({ rerank: common }: Placement, arm: Placement['split'][number], total: number): Arm {
  const { variation, model, weight, rerank = common } = arm
  return { variation, model, propensity: weight / total, rerank: rerank ?? undefined }
}
