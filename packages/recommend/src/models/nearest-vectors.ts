import { topItems } from '../top-items.ts'
import { type SparseVectors, transposeVectors } from './distinct-histories.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import { factsOf, rowOf, type SimilarityMeasure, similarityOf } from './vector-similarity.ts'

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
  const { similarity: measure, neighbours, shrinkage, onProgress } = options
  const { indptr, indices, values, dimensions } = vectors
  const vectorCount = indptr.length - 1
  const columns = transposeVectors(vectors)
  const facts = Array.from({ length: vectorCount }, (_, row) =>
    factsOf(measure, rowOf(vectors, row).values, dimensions),
  )
  const products = new Float64Array(vectorCount)
  const common = new Int32Array(vectorCount)
  const touched = new Int32Array(vectorCount)
  const top = topItems(neighbours)
  const found: ReturnType<typeof top.take>[] = []
  const ends = new Int32Array(vectorCount + 1)
  for (let row = 0; row < vectorCount; row++) {
    let count = 0
    for (let slot = indptr[row] as number; slot < (indptr[row + 1] as number); slot++) {
      const coordinate = indices[slot] as number
      const value = values[slot] as number
      const end = columns.indptr[coordinate + 1] as number
      for (let at = columns.indptr[coordinate] as number; at < end; at++) {
        const other = columns.indices[at] as number
        if (common[other] === 0) touched[count++] = other
        ;(common[other] as number) += 1
        ;(products[other] as number) += value * (columns.values[at] as number)
      }
    }
    top.clear(neighbours)
    const own = facts[row] as (typeof facts)[number]
    for (let t = 0; t < count; t++) {
      const other = touched[t] as number
      const theirs = facts[other] as (typeof facts)[number]
      const near = similarityOf(measure, shrinkage, products[other] as number, common[other] as number, own, theirs)
      if (other !== row && near > 0) top.offer(other, Math.fround(near))
      products[other] = 0
      common[other] = 0
    }
    const best = top.take()
    found.push(best)
    ends[row + 1] = (ends[row] as number) + best.items.length
    if (row % 64 === 63 || row === vectorCount - 1) onProgress?.(row + 1, vectorCount)
  }
  const result = { indptr: ends, items: new Int32Array(ends.at(-1) ?? 0), nearness: new Float32Array(ends.at(-1) ?? 0) }
  for (const [row, { items, scores }] of found.entries()) {
    result.items.set(items, ends[row])
    result.nearness.set(scores, ends[row])
  }
  return result
}
