import { topItems } from '../top-items.ts'
import type { SparseVectors } from './distinct-histories.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import { similarVectors } from './similar-vectors.ts'
import type { SimilarityMeasure } from './vector-similarity.ts'

export interface NearestVectorsOptions {
  readonly similarity: SimilarityMeasure
  /** Most neighbours kept per vector. */
  readonly neighbours: number
  readonly shrinkage: number
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * The nearest vectors of every vector, among those with a coordinate in common and a similarity above zero. One vector at
 * a time in scratch arrays: memory is O(vectors) beside the result, time Σ over coordinates of (vectors that have it)².
 *
 * @param vectors as the measure reads them, see `weighVectors`
 */
export function nearestVectors(vectors: SparseVectors, options: NearestVectorsOptions): ItemNeighbours {
  const { neighbours, onProgress } = options
  const vectorCount = vectors.indptr.length - 1
  const similar = similarVectors(vectors, options)
  const top = topItems(neighbours)
  const found: ReturnType<typeof top.take>[] = []
  for (let row = 0; row < vectorCount; row++) {
    top.clear(neighbours)
    similar(row, top.offer)
    found.push(top.take())
    if (row % 64 === 63 || row === vectorCount - 1) onProgress?.(row + 1, vectorCount)
  }
  return neighboursOf(found)
}

/** Lists, nearest first, as compressed rows. */
export function neighboursOf(
  lists: readonly { readonly items: Int32Array; readonly scores: Float32Array }[],
): ItemNeighbours {
  const indptr = new Int32Array(lists.length + 1)
  for (const [row, { items }] of lists.entries()) indptr[row + 1] = (indptr[row] as number) + items.length
  const total = indptr[lists.length] as number
  const joined = { indptr, items: new Int32Array(total), nearness: new Float32Array(total) }
  for (const [row, { items, scores }] of lists.entries()) {
    joined.items.set(items, indptr[row])
    joined.nearness.set(scores, indptr[row])
  }
  return joined
}
