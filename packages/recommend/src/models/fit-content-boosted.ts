import { completeParameters } from '../complete-parameters.ts'
import type { Interactions } from '../interactions.ts'
import type { Recommender } from '../recommender.ts'
import { borrowedNeighbours } from './borrowed-neighbours.ts'
import { type ContentBoostedParameters, contentBoostedParameters } from './content-boosted-parameters.ts'
import { contentRows, likenessOf } from './content-rows.ts'
import { itemNeighbours } from './item-neighbours.ts'
import type { ItemText } from './item-text-vectors.ts'
import { recencyItemKnnDefaults } from './recency-item-knn-parameters.ts'
import { serveContentBoosted } from './serve-content-boosted.ts'
import { throwIfCancelled } from './training-context.ts'

export interface ContentBoostedContext {
  /** What is written about an item, by dense id. */
  readonly itemText: (item: number) => ItemText | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Items whose texts are like those of the history, and items that people take with such items: an item that nobody had yet
 * borrows the neighbours of the items whose texts are like its own.
 *
 * score(j) = Σ over history interactions h of weight_h · decay^(steps back of h) · (likeness(h, j) + boost · borrowed(j, h))
 * likeness(i, j) = (x_i − x̄) · (x_j − x̄) + vectorShare · (v_i − v̄) · (v_j − v̄)
 *
 * x TF-IDF rows and v vectors of an encoder, each 1 long, around their means: what all items say tells nothing of any. For
 * `borrowed` see `borrowedNeighbours`.
 *
 * @throws RecommendError `bad-parameter`; `no-texts` when no item has a term; `bad-value` for vectors of different lengths
 */
export function fitContentBoosted(
  interactions: Interactions,
  options: Partial<ContentBoostedParameters>,
  { itemText, signal, onProgress }: ContentBoostedContext,
): Recommender {
  const parameters = completeParameters(contentBoostedParameters, {
    ...options,
  }) as unknown as ContentBoostedParameters
  const itemCount = interactions.items.ids.length
  const content = contentRows(itemCount, itemText, parameters)
  const taken = new Uint8Array(itemCount)
  for (const [at, item] of interactions.indices.entries()) if ((interactions.values[at] as number) > 0) taken[item] = 1
  const neighbours = itemNeighbours(interactions, {
    ...recencyItemKnnDefaults,
    neighbours: parameters.neighbours,
    // The plain cosine, people with many items counting less; what is rare is smoothed by what is like it.
    shrinkage: 0,
    personExponent: 1,
    transitionWeight: 0,
    transitionSteps: 0,
  })
  throwIfCancelled(signal)
  let done = 0
  const borrowed =
    parameters.boost === 0
      ? undefined
      : borrowedNeighbours(Array(itemCount).keys(), {
          likeness: likenessOf(content, parameters.vectorShare),
          taken,
          neighbours,
          likeItems: parameters.likeItems,
          onRow: () => {
            done += 1
            if (done % 64 !== 0 && done !== itemCount) return
            throwIfCancelled(signal)
            onProgress?.(done, itemCount)
          },
        })
  return serveContentBoosted({ parameters, content, taken, neighbours, borrowed })
}
