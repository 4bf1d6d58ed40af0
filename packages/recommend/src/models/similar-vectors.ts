import { type SparseVectors, transposeVectors } from './distinct-histories.ts'
import { factsOf, rowOf, type SimilarityMeasure, similarityOf } from './vector-similarity.ts'

/**
 * What is like one vector, a vector at a time in scratch arrays: memory is O(vectors), time for a vector Σ over its
 * coordinates of the vectors that have them.
 *
 * @param vectors as the measure reads them, see `weighVectors`
 * @returns tells `offer` of every other vector with a coordinate in common and a similarity above zero, in no order
 */
export function similarVectors(
  vectors: SparseVectors,
  { similarity: measure, shrinkage }: { readonly similarity: SimilarityMeasure; readonly shrinkage: number },
): (row: number, offer: (other: number, similarity: number) => void) => void {
  const { indptr, indices, values, dimensions } = vectors
  const vectorCount = indptr.length - 1
  const columns = transposeVectors(vectors)
  const facts = Array.from({ length: vectorCount }, (_, row) =>
    factsOf(measure, rowOf(vectors, row).values, dimensions),
  )
  const products = new Float64Array(vectorCount)
  const common = new Int32Array(vectorCount)
  const touched = new Int32Array(vectorCount)
  return (row, offer) => {
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
    const own = facts[row] as (typeof facts)[number]
    for (let t = 0; t < count; t++) {
      const other = touched[t] as number
      const theirs = facts[other] as (typeof facts)[number]
      const near = similarityOf(measure, shrinkage, products[other] as number, common[other] as number, own, theirs)
      if (other !== row && near > 0) offer(other, Math.fround(near))
      products[other] = 0
      common[other] = 0
    }
  }
}
