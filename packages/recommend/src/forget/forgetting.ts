import type { Interactions } from '../interactions.ts'
import type { Recommender, SavedRecommender } from '../recommender.ts'
import type { FitContext } from '../recommender-registry.ts'
import type { Remaining } from './without-persons.ts'

/**
 * What is left of people after a model has forgotten them.
 *
 * - `exact`: the model equals one trained without them, up to rounding
 * - `approximate`: it was brought near such a model from where it stood; a trace remains until it is trained anew
 * - `retrain`: nothing but a training from the start removes them, because where a model begins decides where it ends
 */
export type Exactness = 'exact' | 'approximate' | 'retrain'

/** A model, and the data it is to be without. */
export interface ForgetTask {
  /** With complete parameters. */
  readonly saved: SavedRecommender
  /** What the model was trained on. */
  readonly before: Interactions
  readonly remaining: Remaining
}

/** How models of a kind come to be without people they have learnt from. Every kind states it. */
export interface Forgetting {
  /** With these (complete) parameters. */
  exactness(parameters: SavedRecommender['parameters']): Exactness
  /**
   * Changes what has to change; undefined where that would take as long as fitting again, or would not be exact. Left out:
   * the kind is fitted again on what remains, which is exact where the fit is a sum over the data.
   */
  forget?(task: ForgetTask, context: FitContext): Recommender | undefined | Promise<Recommender | undefined>
}

/** For kinds that count: one pass over what remains gives what training would, to the bit. */
export const byRefit: Forgetting = { exactness: () => 'exact' }

/** For kinds that descend from a random start with few steps: wherever they start from shows in where they end. */
export const byRetraining: Forgetting = { exactness: () => 'retrain' }
