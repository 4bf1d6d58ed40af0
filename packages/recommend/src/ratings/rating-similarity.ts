import type { RatingRows } from './rating-matrix.ts'

export type RatingSimilarity = 'msd' | 'cosine' | 'pearson' | 'pearsonBaseline'

export interface SimilarityOptions {
  readonly similarity: RatingSimilarity
  /** Fewer common ratings than this: not alike. */
  readonly minSupport: number
  /** For pearsonBaseline. */
  readonly shrinkage: number
}

/** Sums over the common columns of two rows x and y. */
export interface CommonSums {
  readonly count: number
  readonly x: number
  readonly y: number
  readonly xx: number
  readonly yy: number
  readonly xy: number
}

/**
 * How alike two rows of ratings are, by their common columns alone; 0 below the support or where a norm is zero.
 *
 * - msd: 1 / (1 + mean of (x − y)²)
 * - cosine: Σ xy / √(Σ x² Σ y²)
 * - pearson: the same around the means of the common columns
 * - pearsonBaseline (Koren 2010, eq. 10): x and y are residuals of the baseline already, the cosine times
 *   (n − 1) / (n − 1 + shrinkage)
 */
export function similarityOf(
  { count, x, y, xx, yy, xy }: CommonSums,
  { similarity, minSupport, shrinkage }: SimilarityOptions,
): number {
  if (count < minSupport || count === 0) return 0
  switch (similarity) {
    case 'msd':
      return count / (count + Math.max(0, xx - 2 * xy + yy))
    case 'cosine':
      return ratio(xy, xx, yy)
    case 'pearson':
      return ratio(count * xy - x * y, spread(count, x, xx), spread(count, y, yy))
    case 'pearsonBaseline':
      return count > 1 ? (ratio(xy, xx, yy) * (count - 1)) / (count - 1 + shrinkage) : 0
  }
}

function ratio(product: number, squareX: number, squareY: number): number {
  const norms = Math.sqrt(squareX * squareY)
  return norms > 0 ? Math.min(1, Math.max(-1, product / norms)) : 0
}

/** n Σ x² − (Σ x)²; what is left of a difference that should be zero is taken to be zero. */
function spread(count: number, sum: number, squares: number): number {
  const difference = count * squares - sum * sum
  return difference > 1e-9 * count * squares ? difference : 0
}

/** One row against all rows. */
export interface RowSimilarities {
  /** Similarity to every row (0 where nothing is common); the array is reused by the next call. */
  to(columns: Int32Array, values: Float32Array): Float32Array
}

/**
 * @param byColumn the rows' values, transposed: for each column the rows that have it
 * @param rowCount number of rows
 */
export function rowSimilarities(byColumn: RatingRows, rowCount: number, options: SimilarityOptions): RowSimilarities {
  // Six sums a row side by side: a step touches one cache line.
  const sums = new Float64Array(rowCount * 6)
  const result = new Float32Array(rowCount)
  return {
    to(columns, values) {
      sums.fill(0)
      for (let at = 0; at < columns.length; at++) {
        const column = columns[at] as number
        const x = values[at] as number
        for (let slot = byColumn.indptr[column] as number; slot < (byColumn.indptr[column + 1] as number); slot++) {
          const s = (byColumn.columns[slot] as number) * 6
          const y = byColumn.values[slot] as number
          ;(sums[s] as number) += 1
          ;(sums[s + 1] as number) += x
          ;(sums[s + 2] as number) += y
          ;(sums[s + 3] as number) += x * x
          ;(sums[s + 4] as number) += y * y
          ;(sums[s + 5] as number) += x * y
        }
      }
      for (let row = 0; row < rowCount; row++) {
        const s = row * 6
        const count = sums[s] as number
        result[row] = count > 0 ? similarityOf(sumsAt(sums, s), options) : 0
      }
      return result
    },
  }
}

function sumsAt(sums: Float64Array, at: number): CommonSums {
  return {
    count: sums[at] as number,
    x: sums[at + 1] as number,
    y: sums[at + 2] as number,
    xx: sums[at + 3] as number,
    yy: sums[at + 4] as number,
    xy: sums[at + 5] as number,
  }
}
