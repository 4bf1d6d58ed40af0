import { type Kernels, nearestColumns } from '@attune/kernels'
import { type SparseVectors, transposeVectors } from './distinct-histories.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import type { KnnParameters } from './knn-parameters.ts'
import type { TrainingContext } from './training-context.ts'

/** Of the kernel's answer, which has room for all neighbours of all vectors. */
const mostBytes = 2 ** 30

/**
 * The answers of `nearestVectors` from the kernels, or nothing where those have no such measure (pearson, and bm25 with
 * shrinkage), where their answer would take more than 1 GiB, or where they are not faster (`plain`).
 *
 * @param vectors as the measure reads them, see `weighVectors`
 */
export async function nearestOnKernels(
  kernels: Kernels,
  vectors: SparseVectors,
  { similarity, neighbours, shrinkage }: KnnParameters,
  { signal, onProgress }: Omit<TrainingContext, 'kernels'>,
): Promise<ItemNeighbours | undefined> {
  const vectorCount = vectors.indptr.length - 1
  const k = Math.min(neighbours, vectorCount)
  if (kernels.backend === 'plain' || 8 * vectorCount * k > mostBytes) return undefined
  if (similarity === 'pearson' || (similarity === 'bm25' && shrinkage > 0)) return undefined
  // The weights of bm25 are in the vectors already.
  const measure = similarity === 'bm25' ? 'dot' : similarity
  const { indptr, indices, values, dimensions } = transposeVectors(vectors)
  const matrix = { indptr, indices, values: Float32Array.from(values), columnCount: dimensions }
  const { ids, scores } = await nearestColumns(kernels, { matrix, measure, shrinkage, k }, { signal, onProgress })
  const ends = new Int32Array(vectorCount + 1)
  for (let at = 0; at < ids.length; at++) {
    const row = Math.floor(at / k) + 1
    if ((ids[at] as number) >= 0) ends[row] = (ends[row] as number) + 1
  }
  for (let row = 0; row < vectorCount; row++) ends[row + 1] = (ends[row + 1] as number) + (ends[row] as number)
  return {
    indptr: ends,
    items: ids.filter((id) => id >= 0),
    nearness: scores.filter((_, at) => (ids[at] as number) >= 0),
  }
}
