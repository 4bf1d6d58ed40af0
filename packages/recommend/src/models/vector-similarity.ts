import type { SparseVector, SparseVectors } from './distinct-histories.ts'

export type SimilarityMeasure = 'cosine' | 'jaccard' | 'pearson' | 'bm25'

export const similarityMeasures: readonly SimilarityMeasure[] = ['cosine', 'jaccard', 'pearson', 'bm25']

/** What a measure needs to know of one vector beside its product with another. */
export interface VectorFacts {
  /** Coordinates that are not zero. */
  readonly count: number
  readonly sum: number
  /** Pearson: the mean over all coordinates, zeros included; else 0. */
  readonly mean: number
  /** Pearson: the root of the centred sum of squares; else the length. */
  readonly norm: number
}

/** BM25's saturation of frequency and strength of length normalisation, the usual ones (Robertson and Zaragoza 2009). */
const k1 = 1.2
const b = 0.75

/**
 * How a measure reads the values of a vector: Jaccard sees presence only; BM25 sees vectors as documents and coordinates
 * as terms,
 *
 * v · (k1 + 1) / (v + k1 (1 − b + b · sum / mean sum)) · ln(1 + (N − n + ½) / (n + ½)),
 *
 * N vectors, n of them with the coordinate; the others take values as they are.
 */
export function weightingOf(measure: SimilarityMeasure, all: SparseVectors): (vector: SparseVector) => Float64Array {
  if (measure === 'jaccard') return ({ values }) => new Float64Array(values.length).fill(1)
  if (measure !== 'bm25') return ({ values }) => values
  const vectorCount = all.indptr.length - 1
  const holders = new Float64Array(all.dimensions)
  for (const index of all.indices) (holders[index] as number) += 1
  const rarity = holders.map((n) => Math.log(1 + (vectorCount - n + 0.5) / (n + 0.5)))
  const meanSum = all.values.reduce((total, value) => total + value, 0) / vectorCount
  return ({ indices, values }) => {
    const sum = values.reduce((total, value) => total + value, 0)
    const saturation = k1 * (1 - b + (b * sum) / meanSum)
    return values.map(
      (value, at) => ((value * (k1 + 1)) / (value + saturation)) * (rarity[indices[at] as number] as number),
    )
  }
}

/** All vectors as the measure reads them. */
export function weighVectors(measure: SimilarityMeasure, all: SparseVectors): SparseVectors {
  const weigh = weightingOf(measure, all)
  const values = new Float64Array(all.values.length)
  for (let row = 0; row + 1 < all.indptr.length; row++) values.set(weigh(rowOf(all, row)), all.indptr[row])
  return { ...all, values }
}

/** One row, as views. */
export function rowOf({ indptr, indices, values }: SparseVectors, row: number): SparseVector {
  const from = indptr[row] as number
  const to = indptr[row + 1] as number
  return { indices: indices.subarray(from, to), values: values.subarray(from, to) }
}

export function factsOf(measure: SimilarityMeasure, values: Float64Array, dimensions: number): VectorFacts {
  let sum = 0
  let squares = 0
  for (const value of values) {
    sum += value
    squares += value * value
  }
  const mean = measure === 'pearson' ? sum / dimensions : 0
  // Rounding may leave a constant vector a hair's breadth of variance, below zero or above.
  const centred = squares - sum * mean
  return { count: values.length, sum, mean, norm: centred > 1e-12 * squares ? Math.sqrt(centred) : 0 }
}

/**
 * cosine: a·b / (|a| |b| + s); jaccard: |a ∩ b| / (|a ∪ b| + s); pearson: the centred product over all coordinates, zeros
 * included, by the product of the centred lengths + s; bm25: the product of the weighted vectors, without an upper limit,
 * times common / (common + s). The shrinkage s makes little evidence count little. 0 where a measure is not defined (a
 * constant vector has no correlation).
 *
 * similarity = Σ over coordinates of a of a_c · (b_c − mean of b) · `scaleOf`, which makes explanations exact.
 *
 * @param product Σ a_c b_c
 * @param common coordinates that both have
 */
export function similarityOf(
  measure: SimilarityMeasure,
  shrinkage: number,
  product: number,
  common: number,
  a: VectorFacts,
  c: VectorFacts,
): number {
  return (product - a.sum * c.mean) * scaleOf(measure, shrinkage, common, a, c)
}

/** The factor between the (centred) product of two vectors and their similarity. */
export function scaleOf(
  measure: SimilarityMeasure,
  shrinkage: number,
  common: number,
  a: VectorFacts,
  c: VectorFacts,
): number {
  if (common === 0) return 0
  if (measure === 'bm25') return common / (common + shrinkage)
  if (measure === 'jaccard') return 1 / (a.count + c.count - common + shrinkage)
  return a.norm > 0 && c.norm > 0 ? 1 / (a.norm * c.norm + shrinkage) : 0
}
