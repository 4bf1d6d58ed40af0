import { createRandom } from '@attune/learn'
import { LanguageError } from '../errors.ts'
import { rowCount, type SparseRows } from './sparse-rows.ts'
import { chineseViews, type TextView, viewsFor } from './text-view.ts'
import { fitTfIdf } from './tf-idf.ts'

export interface LatentVectorsOptions {
  /** Default 100, and never more than there are texts. */
  readonly dimensions?: number
  readonly view?: TextView
  /** Terms in fewer texts are left out. Default 2, and one in 4,000 texts of a large corpus. */
  readonly minTexts?: number
  readonly seed?: number
}

/** Vectors of length 1 for texts; all 0 where no term is known. */
export type LatentVectors = (texts: readonly string[]) => Float32Array[]

/**
 * Vectors from the texts alone (latent semantic analysis, Deerwester et al. 1990): TF-IDF rows projected onto the leading right
 * singular subspace, found by subspace iteration (Halko et al. 2011). What stands in the same texts comes to lie close together. They
 * stand in where there is no encoder.
 *
 * @throws LanguageError `no-texts` when there are fewer than two texts or no term is in enough of them
 */
export function fitLatentVectors(texts: readonly string[], options: LatentVectorsOptions = {}): LatentVectors {
  const { minTexts = Math.max(2, Math.ceil(texts.length / 4000)), seed = 1 } = options
  const chinese = viewsFor(texts) === chineseViews
  const view = options.view ?? (chinese ? { of: 'characters', from: 1, to: 2 } : { of: 'words', from: 1, to: 1 })
  const tfIdf = fitTfIdf(texts, view, minTexts)
  const rows = tfIdf.rows(texts)
  const dimensions = Math.min(options.dimensions ?? 100, texts.length, rows.columns)
  if (texts.length < 2 || dimensions < 1)
    throw new LanguageError('no-texts', `${texts.length} texts have no terms in common: vectors need more of them.`)
  const random = createRandom(seed, 'latent vectors')
  let basis = orthonormal(
    Float32Array.from({ length: rows.columns * dimensions }, () => random() - 0.5),
    dimensions,
  )
  for (let round = 0; round < 4; round++) basis = orthonormal(timesTransposed(rows, basis, dimensions), dimensions)
  return (asked) => {
    const own = tfIdf.rows(asked)
    return asked.map((_, row) => {
      const vector = project(own, row, basis, dimensions)
      const length = Math.hypot(...vector)
      return length === 0 ? vector : vector.map((value) => value / length)
    })
  }
}

function project(rows: SparseRows, row: number, basis: Float32Array, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  for (let at = rows.starts[row] as number; at < (rows.starts[row + 1] as number); at++) {
    const from = (rows.indices[at] as number) * dimensions
    const value = rows.values[at] as number
    for (let k = 0; k < dimensions; k++) (vector[k] as number) += value * (basis[from + k] as number)
  }
  return vector
}

/** Aᵀ A · basis, columns × dimensions. */
function timesTransposed(rows: SparseRows, basis: Float32Array, dimensions: number): Float32Array {
  const product = new Float32Array(basis.length)
  for (let row = 0; row < rowCount(rows); row++) {
    const vector = project(rows, row, basis, dimensions)
    for (let at = rows.starts[row] as number; at < (rows.starts[row + 1] as number); at++) {
      const from = (rows.indices[at] as number) * dimensions
      const value = rows.values[at] as number
      for (let k = 0; k < dimensions; k++) (product[from + k] as number) += value * (vector[k] as number)
    }
  }
  return product
}

/** The same column space with orthonormal columns, by the Cholesky factor of the Gram matrix, twice for its rounding. */
function orthonormal(matrix: Float32Array, dimensions: number): Float32Array {
  let basis = matrix
  for (let pass = 0; pass < 2; pass++) basis = whiten(basis, dimensions)
  return basis
}

function whiten(matrix: Float32Array, d: number): Float32Array {
  const gram = new Float64Array(d * d)
  for (let from = 0; from < matrix.length; from += d)
    for (let a = 0; a < d; a++) {
      const value = matrix[from + a] as number
      if (value === 0) continue
      for (let b = 0; b <= a; b++) (gram[a * d + b] as number) += value * (matrix[from + b] as number)
    }
  const factor = new Float64Array(d * d)
  for (let a = 0; a < d; a++)
    for (let b = 0; b <= a; b++) {
      let sum = gram[a * d + b] as number
      for (let k = 0; k < b; k++) sum -= (factor[a * d + k] as number) * (factor[b * d + k] as number)
      factor[a * d + b] =
        a === b
          ? Math.sqrt(Math.max(sum, 1e-12 * (gram[a * d + a] as number) + 1e-30))
          : sum / (factor[b * d + b] as number)
    }
  const out = new Float32Array(matrix.length)
  const row = new Float64Array(d)
  for (let from = 0; from < matrix.length; from += d) {
    for (let a = 0; a < d; a++) {
      let sum = matrix[from + a] as number
      for (let b = 0; b < a; b++) sum -= (factor[a * d + b] as number) * (row[b] as number)
      row[a] = sum / (factor[a * d + a] as number)
      out[from + a] = row[a] as number
    }
  }
  return out
}
