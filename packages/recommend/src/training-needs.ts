import { completeParameters } from './complete-parameters.ts'
import { RecommendError } from './errors.ts'
import type { SavedRecommender } from './recommender.ts'
import { recommenderKinds } from './recommender-registry.ts'

/** What a training has to be given. */
export interface TrainingNeeds {
  /** What the values of the matrix are, and the weights of histories when the model is asked. */
  readonly values: 'interactions' | 'ratings'
  /** Whether `itemText` is read. */
  readonly texts: boolean
  /** Whether it cannot be trained without texts. */
  readonly needsTexts: boolean
}

/**
 * What a training of a kind with these parameters (those left out at their defaults) has to be given.
 *
 * @throws RecommendError `unknown-kind`, `bad-parameter`
 * @example
 * trainingNeeds('content') // → { values: 'interactions', texts: true, needsTexts: true }
 */
export function trainingNeeds(kind: string, parameters: SavedRecommender['parameters'] = {}): TrainingNeeds {
  const entry = Object.hasOwn(recommenderKinds, kind) ? recommenderKinds[kind] : undefined
  if (!entry) throw new RecommendError('unknown-kind', `There is no recommender ${JSON.stringify(kind)}.`)
  const complete = completeParameters(entry, parameters)
  const texts = entry.readsTexts?.(complete) ?? false
  return {
    values: entry.learnsFrom ?? 'interactions',
    texts,
    needsTexts: texts && !entry.doesWithoutTexts?.(complete),
  }
}
