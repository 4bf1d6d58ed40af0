import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import type { Recommender, SavedRecommender } from '../recommender.ts'
import { type FitContext, kindOf } from '../recommender-registry.ts'
import { forgetSaved } from './forget-saved.ts'
import type { Exactness } from './forgetting.ts'
import { withoutPersons } from './without-persons.ts'

export interface Forgotten {
  readonly recommender: Recommender
  /** What the model stands for now: the matrix without those who are gone. */
  readonly interactions: Interactions
  readonly exactness: Exclude<Exactness, 'retrain'>
  /** Whether the model was changed where it had to be, or fitted again on what remains. */
  readonly by: 'update' | 'refit'
}

/**
 * A model without people it has learnt from, as if they had never been there: see `Exactness` for how near. Items that only
 * they had are gone from it.
 *
 * @param saved the model
 * @param data.before what it was trained on, with the model's own dense items
 * @param data.persons dense persons of `before` to be forgotten
 * @param context as for `fitRecommender`; `itemText` by the items of `before`
 * @throws RecommendError `cannot-forget` where the kind has to be trained anew; `no-interactions` when nobody is left;
 *   `bad-index` for a person that is not in the data; whatever fitting throws
 * @example
 * const { recommender } = await forgetPersons(model.save(), { before: matrix, persons: [0] }, { now: Date.now() })
 */
export async function forgetPersons(
  saved: SavedRecommender,
  { before, persons }: { readonly before: Interactions; readonly persons: Iterable<number> },
  context: FitContext,
): Promise<Forgotten> {
  const entry = kindOf(saved.kind)
  const parameters = completeParameters(entry, saved.parameters)
  const exactness = entry.forgetting.exactness(parameters)
  if (exactness === 'retrain')
    throw new RecommendError('cannot-forget', `${saved.kind} cannot forget: train it anew without the people.`)
  const personCount = before.indptr.length - 1
  const gone = new Set(persons)
  for (const person of gone)
    if (!(Number.isInteger(person) && person >= 0 && person < personCount))
      throw new RecommendError('bad-index', `Person ${person} is outside 0 … ${personCount - 1}.`)
  const { itemText } = context
  const reads = itemText && entry.readsTexts?.(parameters)
  const remaining = withoutPersons(before, gone, reads ? (item) => itemText(item) !== undefined : undefined)
  const { recommender, by } = await forgetSaved(
    { saved: { ...saved, parameters }, before, remaining },
    {
      ...context,
      ...(itemText && { itemText: (item) => itemText(remaining.itemOf[item] as number) }),
    },
  )
  return { recommender, interactions: remaining.interactions, exactness, by }
}
