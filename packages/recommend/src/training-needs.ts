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
  /** It reads texts where there are some, and learns without them where there are none. */
  readonly doesWithoutTexts: boolean
}

/**
 * What a training of a kind with these parameters (those left out at their defaults) has to be given.
 *
 * @throws RecommendError `unknown-kind`, `bad-parameter`
 * @example
 * trainingNeeds('content') // → { values: 'interactions', texts: true, doesWithoutTexts: false }
 */
export function trainingNeeds(kind: string, parameters: SavedRecommender['parameters'] = {}): TrainingNeeds {
  const entry = Object.hasOwn(recommenderKinds, kind) ? recommenderKinds[kind] : undefined
  if (!entry) throw new RecommendError('unknown-kind', `There is no recommender ${JSON.stringify(kind)}.`)
  return {
    values: entry.learnsFrom ?? 'interactions',
    texts: entry.readsTexts?.(completeParameters(entry, parameters)) ?? false,
    doesWithoutTexts: entry.doesWithoutTexts ?? false,
  }
}
