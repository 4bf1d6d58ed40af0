import type { Interactions } from '../interactions.ts'
import { topItems } from '../top-items.ts'
import { distinctRows } from './distinct-rows.ts'
import { itemProducts } from './item-products.ts'
import { itemTransitions } from './item-transitions.ts'
import { neighboursOf } from './nearest-vectors.ts'
import type { RecencyItemKnnParameters } from './recency-item-knn-parameters.ts'

/** The nearest items of every item, CSR. */
export interface ItemNeighbours {
  /** Neighbours of item i are at `indptr[i]` … `indptr[i + 1] − 1`, nearest first; length items + 1. */
  readonly indptr: Int32Array
  /** Dense ids of the neighbours. */
  readonly items: Int32Array
  /** Nearness, above zero; length of `items`. */
  readonly nearness: Float32Array
}

/**
 * The nearest items of every item, where
 *
 * nearness(i → j) = similarity(i, j) + transitionWeight · transition(i → j)
 *
 * - similarity = x_i · x_j / (|x_i| |x_j| + shrinkage), x the columns of `distinctRows`: the cosine, shrunk;
 * - transition: how often and how soon j follows i, see `itemTransitions`.
 *
 * One item at a time is worked out in scratch arrays, so memory is O(items) beside the result; time is Σ over persons of
 * (distinct items)².
 */
export function itemNeighbours(
  interactions: Interactions,
  parameters: RecencyItemKnnParameters,
  onProgress?: (done: number, total: number) => void,
): ItemNeighbours {
  const { neighbours, shrinkage, transitionWeight } = parameters
  const itemCount = interactions.items.ids.length
  const rows = distinctRows(interactions, parameters.personExponent)
  const products = itemProducts(rows, itemCount)
  const norms = columnNorms(rows.indices, rows.values, itemCount)
  const transitions = itemTransitions(interactions, parameters)

  const top = topItems(neighbours)
  const found: ReturnType<typeof top.take>[] = []
  for (let item = 0; item < itemCount; item++) {
    const count = products.of(item)
    const { touched, sums } = products
    // Whatever follows an item was taken by the same person, so the transitions lie among the touched items.
    const following = transitions.of(item)
    top.clear(neighbours)
    for (let t = 0; t < count; t++) {
      const other = touched[t] as number
      const sum = sums[other] as number
      if (sum === 0) continue
      const similarity = sum / ((norms[item] as number) * (norms[other] as number) + shrinkage)
      const nearness = similarity + transitionWeight * (following[other] as number)
      if (other !== item && nearness >= top.threshold) top.offer(other, nearness)
      sums[other] = 0
    }
    transitions.clear()
    found.push(top.take())
    if (item % 64 === 63 || item === itemCount - 1) onProgress?.(item + 1, itemCount)
  }
  return neighboursOf(found)
}

/** Lengths of the columns. */
export function columnNorms(indices: Int32Array, values: Float64Array, itemCount: number): Float64Array {
  const norms = new Float64Array(itemCount)
  for (let at = 0; at < indices.length; at++) (norms[indices[at] as number] as number) += (values[at] as number) ** 2
  return norms.map(Math.sqrt)
}
