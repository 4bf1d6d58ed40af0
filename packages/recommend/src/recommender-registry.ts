import type { Kernels } from '@attune/kernels'
import { completeParameters, type ParameterSet } from './complete-parameters.ts'
import { RecommendError } from './errors.ts'
import { forgetSaved } from './forget/forget-saved.ts'
import { byRefit, type Exactness, type Forgetting } from './forget/forgetting.ts'
import type { Interactions } from './interactions.ts'
import { fitPopularity, loadPopularity } from './models/fit-popularity.ts'
import { fitRecencyItemKnn } from './models/fit-recency-item-knn.ts'
import { forgetRecencyItemKnn } from './models/forget-recency-item-knn.ts'
import type { ItemText } from './models/item-text-vectors.ts'
import { loadRecencyItemKnn } from './models/serve-recency-item-knn.ts'
import { topNKinds } from './models/top-n-kinds.ts'
import type { Text } from './parameter-schemas.ts'
import { popularityParameters, recencyItemKnnParameters } from './parameter-schemas.ts'
import { ratingKinds } from './ratings/rating-kinds.ts'
import type { Recommender, SavedRecommender } from './recommender.ts'

type Parameters = SavedRecommender['parameters']

export interface FitContext {
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly stage: string }) => void
  /** What is written about an item, by dense id; for kinds that read texts. */
  readonly itemText?: (item: number) => ItemText | undefined
  /** Where the heavy loops run. Default: plain TypeScript on this thread, many times slower for large data. */
  readonly kernels?: Kernels | undefined
  /** Stops the training where the kind can be stopped. */
  readonly signal?: AbortSignal | undefined
}

/** A kind of recommender: what it is called, what it can be told, how it is trained and brought back. */
export interface RecommenderKind extends ParameterSet {
  readonly title: Text
  readonly description: Text
  /**
   * What the values of the matrix and the weights of histories are: how much each interaction says about taste, or
   * `ratings`, then the model predicts ratings (`predictsRatings`). Default `interactions`.
   */
  readonly learnsFrom?: 'interactions' | 'ratings'
  /** Whether it reads `itemText` when trained with these (complete) parameters. Left out: never. */
  readsTexts?(parameters: Parameters): boolean
  /** Whether it learns where there are no texts, too. Left out: where it reads texts it needs them. */
  doesWithoutTexts?(parameters: Parameters): boolean
  fit(interactions: Interactions, parameters: Parameters, context: FitContext): Recommender | Promise<Recommender>
  load(saved: SavedRecommender): Recommender
  readonly forgetting: Forgetting
}

/** Every kind of recommender by its key. */
export const recommenderKinds: Readonly<Record<string, RecommenderKind>> = {
  popularity: {
    kind: 'popularity',
    title: { en: 'Popular now', zh: '当前热门' },
    description: {
      en: 'What most people took lately; the same for everybody.',
      zh: '近期最受欢迎的内容，对所有人相同。',
    },
    parameters: popularityParameters,
    fit: (interactions, parameters, { now }) => fitPopularity(interactions, { now, ...parameters }),
    load: loadPopularity,
    forgetting: byRefit,
  },
  recencyItemKnn: {
    kind: 'recencyItemKnn',
    title: { en: 'Like your latest', zh: '与近期行为相似' },
    description: {
      en: 'Items that the same people take, and take next; what a person did last counts most.',
      zh: '同一批人也选择、并随后选择的内容；越近的行为权重越大。',
    },
    parameters: recencyItemKnnParameters,
    fit: (interactions, parameters, { onProgress }) =>
      fitRecencyItemKnn(interactions, {
        ...parameters,
        onProgress: onProgress && ((done, total) => onProgress({ done, total, stage: 'neighbours' })),
      }),
    load: loadRecencyItemKnn,
    forgetting: { exactness: () => 'exact', forget: forgetRecencyItemKnn },
  },
  ...topNKinds({ fit: fitRecommender, load: loadRecommender, exactnessOf, forget: forgetSaved }),
  ...ratingKinds(),
}

/**
 * Fits a recommender of a kind. Parameters left out take their defaults. What is wrong rejects the promise.
 *
 * @throws RecommendError `unknown-kind`; `bad-parameter` naming a parameter that is unknown, of the wrong type or out of
 *   range; `no-interactions` when there is nothing to learn from
 * @example
 * const model = await fitRecommender('recencyItemKnn', interactions, { neighbours: 100 }, { now: Date.now() })
 */
export async function fitRecommender(
  kind: string,
  interactions: Interactions,
  parameters: Parameters,
  context: FitContext,
): Promise<Recommender> {
  const entry = kindOf(kind)
  return entry.fit(interactions, completeParameters(entry, parameters), context)
}

/**
 * Says before a training whether `fitRecommender` would take the parameters.
 *
 * @throws RecommendError `unknown-kind`, `bad-parameter` with the name in `details.parameter`
 */
export function checkParameters(kind: string, parameters: Parameters): void {
  completeParameters(kindOf(kind), parameters)
}

/**
 * Brings a saved recommender back; it answers exactly as before.
 *
 * @throws RecommendError `unknown-kind`; `bad-model` when arrays are missing or do not fit together
 */
export function loadRecommender(saved: SavedRecommender): Recommender {
  const entry = kindOf(saved.kind)
  return entry.load({ ...saved, parameters: completeParameters(entry, saved.parameters) })
}

/**
 * How a model of this kind and these parameters forgets people.
 *
 * @throws RecommendError `unknown-kind`, `bad-parameter`
 */
export function exactnessOf(kind: string, parameters: Parameters = {}): Exactness {
  const entry = kindOf(kind)
  return entry.forgetting.exactness(completeParameters(entry, parameters))
}

/** @throws RecommendError `unknown-kind` */
export function kindOf(kind: string): RecommenderKind {
  const entry = Object.hasOwn(recommenderKinds, kind) ? recommenderKinds[kind] : undefined
  if (!entry) {
    const known = Object.keys(recommenderKinds).join(', ')
    throw new RecommendError('unknown-kind', `There is no recommender ${JSON.stringify(kind)}; there are ${known}.`)
  }
  return entry
}
