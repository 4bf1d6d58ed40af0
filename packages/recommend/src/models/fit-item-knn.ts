import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { distinctHistories, distinctHistory, transposeVectors } from './distinct-histories.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import { itemKnnParameters, type KnnParameters } from './knn-parameters.ts'
import { nearestOnKernels } from './nearest-on-kernels.ts'
import { nearestVectors } from './nearest-vectors.ts'
import { neighboursFrom } from './neighbours-from.ts'
import { refuseHuge } from './refuse-huge.ts'
import { scoreBoard } from './score-board.ts'
import { sharesOf } from './shares-of.ts'
import { type TrainingContext, throwIfCancelled } from './training-context.ts'
import { weighVectors } from './vector-similarity.ts'

/**
 * Item-based nearest neighbours (Sarwar et al., WWW 2001; Deshpande and Karypis, TOIS 2004): items are vectors over
 * persons, and each keeps its nearest.
 *
 * score(j) = Σ over distinct history items h with j among their neighbours of weight_h^weightPower · similarity(h, j)
 *
 * On kernels the neighbours are sought in single precision on all processors (`nearestOnKernels` says when).
 *
 * @throws RecommendError `bad-parameter`; `no-interactions` when no interaction has a positive weight; `bad-value` when a
 *   weight is above 1e15 after weightPower
 * @throws KernelError `cancelled`, `out-of-memory`, `closed`, `worker-failed`
 * @example
 * const model = await fitItemKnn(interactions, { similarity: 'bm25', neighbours: 50 }, { kernels })
 */
export async function fitItemKnn(
  interactions: Interactions,
  options: Partial<KnnParameters> = {},
  { kernels, signal, onProgress }: TrainingContext = {},
): Promise<Recommender> {
  const parameters = completeParameters(itemKnnParameters, { ...options }) as unknown as KnnParameters
  const rows = distinctHistories(interactions, parameters.weightPower)
  if (rows.indices.length === 0)
    throw new RecommendError('no-interactions', 'Import or send some events before training.')
  refuseHuge('itemKnn', rows.values, 1e15)
  throwIfCancelled(signal)
  const columns = weighVectors(parameters.similarity, transposeVectors(rows))
  const found = kernels && (await nearestOnKernels(kernels, columns, parameters, { signal, onProgress }))
  return itemKnnOf(found ?? nearestVectors(columns, { ...parameters, onProgress }), parameters)
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadItemKnn({ parameters, arrays }: SavedRecommender): Recommender {
  return itemKnnOf(neighboursFrom('itemKnn', arrays), parameters as unknown as KnnParameters)
}

/** The recommender on fitted neighbours. */
export function itemKnnOf(neighbours: ItemNeighbours, parameters: KnnParameters): Recommender {
  const { indptr, items: near, nearness } = neighbours
  const itemCount = indptr.length - 1
  const board = scoreBoard(itemCount)
  const vectorOf = (history: History) => distinctHistory(history, itemCount, parameters.weightPower)
  function accumulate(history: History): void {
    const { indices, values } = vectorOf(history)
    for (const [at, item] of indices.entries()) {
      const end = indptr[item + 1] as number
      for (let slot = indptr[item] as number; slot < end; slot++) {
        board.add(near[slot] as number, (values[at] as number) * (nearness[slot] as number))
      }
    }
  }
  return {
    kind: 'itemKnn',
    itemCount,
    recommend(history, n, { exclude } = {}) {
      accumulate(history)
      return board.best(n, exclude)
    },
    score(history, items) {
      accumulate(history)
      return board.read(items)
    },
    similarItems(item, n, { exclude } = {}) {
      for (let slot = indptr[item] ?? 0; slot < (indptr[item + 1] ?? 0); slot++) {
        board.add(near[slot] as number, nearness[slot] as number)
      }
      return board.best(n, exclude)
    },
    /** Exact: the shares are the parts of the sum. */
    explain(history, item, n) {
      const { indices, values } = vectorOf(history)
      const parts = Array.from(indices, (source, at): [number, number] => {
        const from = indptr[source] as number
        const slot = near.subarray(from, indptr[source + 1]).indexOf(item)
        return [source, slot < 0 ? 0 : (values[at] as number) * (nearness[from + slot] as number)]
      })
      return sharesOf(parts, n)
    },
    save: () => ({ kind: 'itemKnn', parameters: { ...parameters }, arrays: { indptr, neighbours: near, nearness } }),
  }
}
