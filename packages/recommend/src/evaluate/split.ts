import type { Interactions } from '../interactions.ts'
import type { History } from '../recommender.ts'

/** One person to be served: what the model may see, and what it should have found. */
export interface EvaluationCase {
  /** Dense id of the person in the matrix that was split. */
  readonly person: number
  /** What is passed to the model. Never holds the targets' interactions. */
  readonly history: History
  /** Dense item ids to be found, distinct. */
  readonly targets: Int32Array
  /** When given, only these and the targets are ranked (the NCF protocol); else all items are. */
  readonly candidates?: Int32Array
}

/** A model trained on `train` is asked about `cases`. `train` keeps the ids of the matrix that was split. */
export interface Fold {
  readonly train: Interactions
  readonly cases: readonly EvaluationCase[]
}

/** How data was divided. Splits share one id space, so lists of different folds can be compared. */
export interface Split {
  readonly protocol: 'ncf' | 'leave-one-out' | 'time' | 'kfold'
  readonly folds: readonly Fold[]
}
