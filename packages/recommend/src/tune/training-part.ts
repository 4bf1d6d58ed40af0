import type { Split } from '../evaluate/split.ts'
import type { Interactions } from '../interactions.ts'
import type { History } from '../recommender.ts'

/** What a split trains on and asks with; what is to be found is not in it, so that no choice can be made by it. */
export interface TrainingPart {
  readonly protocol: Split['protocol']
  readonly train: Interactions
  /** What the persons of the test are asked with. Never holds a target's interaction. */
  readonly queries: readonly { readonly person: number; readonly history: History }[]
  /** Among how many items besides the target each person's list is ranked (NCF); undefined: among all. */
  readonly candidates: number | undefined
}

/**
 * The training part of a split. Of several folds it is that of the first, and only the first may be tested with what was
 * chosen by it: the training parts of the others hold its targets.
 */
export function trainingPartOf({ protocol, folds }: Split): TrainingPart | undefined {
  const [fold] = folds
  if (!fold) return undefined
  return {
    protocol,
    train: fold.train,
    queries: fold.cases.map(({ person, history }) => ({ person, history })),
    candidates: fold.cases[0]?.candidates?.length,
  }
}
