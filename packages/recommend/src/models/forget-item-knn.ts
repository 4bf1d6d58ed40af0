import type { ForgetTask } from '../forget/forgetting.ts'
import { restsOnFew } from '../forget/rests-on-few.ts'
import type { Recommender } from '../recommender.ts'
import type { FitContext } from '../recommender-registry.ts'
import { distinctHistories, transposeVectors } from './distinct-histories.ts'
import { itemKnnOf } from './fit-item-knn.ts'
import type { KnnParameters } from './knn-parameters.ts'
import { neighboursFrom } from './neighbours-from.ts'
import { similarVectors } from './similar-vectors.ts'
import { updateNeighbours } from './update-neighbours.ts'
import { weighVectors } from './vector-similarity.ts'

/**
 * itemKnn without people, exact. Cosine and Jaccard depend on the two items alone, so that lists which no item of those
 * people is in stay. Pearson's means go over all people, and BM25 weighs with the mean length of all items: there everything
 * changes, and undefined asks for a fit.
 */
export function forgetItemKnn({ saved, remaining }: ForgetTask, { kernels }: FitContext): Recommender | undefined {
  const parameters = saved.parameters as unknown as KnnParameters
  const { similarity, neighbours, weightPower } = parameters
  if (similarity === 'pearson' || similarity === 'bm25' || !restsOnFew(remaining, kernels)) return undefined
  const rows = distinctHistories(remaining.interactions, weightPower)
  const similar = similarVectors(weighVectors(similarity, transposeVectors(rows)), parameters)
  const lists = updateNeighbours(neighboursFrom('itemKnn', saved.arrays), remaining, neighbours, (item, offer) =>
    similar(item, (other, near) => offer(other, near, near)),
  )
  return itemKnnOf(lists, parameters)
}
