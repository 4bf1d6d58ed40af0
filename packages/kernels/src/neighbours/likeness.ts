import { type CsrMatrix, mergeRepeats } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'

/**
 * How alike columns i and j are, s being the sum of products over the rows that hold both.
 *
 * - `cosine`: s / (|i| |j| + shrinkage)
 * - `jaccard`: rows of both / (rows of either + shrinkage); any value but 0 counts as 1
 * - `tfidf`: the cosine of √value · idf(row)
 * - `bm25`: s of value (k1 + 1) / (value + k1 (1 − b + b · length(column) / mean length)) · idf(row)
 * - `dot`: s itself
 *
 * idf(row) = ln(columns) − ln(1 + entries of the row), length = sum of values: columns are the documents and rows the
 * terms, as in the library implicit.
 */
export type Measure = 'cosine' | 'jaccard' | 'tfidf' | 'bm25' | 'dot'

export interface MeasureParameters {
  readonly measure: Measure
  /** Added below the line for `cosine`, `jaccard` and `tfidf`, at least 0, so that few rows prove less. Default 0. */
  readonly shrinkage?: number
  /** BM25: where large values saturate, at least 0. Default 100. */
  readonly k1?: number
  /** BM25: how far length is held against a column, 0 to 1. Default 0.8. */
  readonly b?: number
}

/** Values ready to be multiplied, and how a sum s becomes a similarity: s / (product n_i n_j + together (n_i + n_j − s) + shrinkage). */
export interface Likeness {
  /** Columns rise within each row, without repeats. */
  readonly rows: CsrMatrix
  /** n of every column. */
  readonly sizes: Float32Array
  readonly product: 0 | 1
  readonly together: 0 | 1
  readonly shrinkage: number
}

/** @throws KernelError `bad-option`, or `bad-value` for a negative value under `tfidf` or `bm25` */
export function likenessOf(matrix: CsrMatrix, parameters: MeasureParameters): Likeness {
  const { measure, shrinkage = 0, k1 = 100, b = 0.8 } = parameters
  for (const [name, value, most] of [
    ['shrinkage', shrinkage, Number.MAX_VALUE],
    ['k1', k1, Number.MAX_VALUE],
    ['b', b, 1],
  ] as const) {
    if (!(value >= 0 && value <= most))
      throw new KernelError(
        'bad-option',
        `${name} must be at least 0${most === 1 ? ' and at most 1' : ''}, and finite.`,
      )
  }
  const merged = mergeRepeats(matrix)
  switch (measure) {
    case 'cosine':
      return { rows: merged, sizes: norms(merged), product: 1, together: 0, shrinkage }
    case 'jaccard': {
      const rows = { ...merged, values: merged.values.map((value) => (value === 0 ? 0 : 1)) }
      return { rows, sizes: sums(rows), product: 0, together: 1, shrinkage }
    }
    case 'tfidf': {
      const idf = idfOf(merged)
      const rows = weighed(merged, (value, _, row) => Math.sqrt(value) * (idf[row] as number))
      return { rows, sizes: norms(rows), product: 1, together: 0, shrinkage }
    }
    case 'bm25': {
      const idf = idfOf(merged)
      const lengths = sums(merged)
      const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length || 1
      const rows = weighed(merged, (value, column, row) => {
        const below = value + k1 * (1 - b + (b * (lengths[column] as number)) / mean)
        return below > 0 ? ((value * (k1 + 1)) / below) * (idf[row] as number) : 0
      })
      return { rows, sizes: sums(rows), product: 0, together: 0, shrinkage: 1 }
    }
    case 'dot':
      return { rows: merged, sizes: sums(merged), product: 0, together: 0, shrinkage: 1 }
    default:
      throw new KernelError('bad-option', 'measure must be cosine, jaccard, tfidf, bm25 or dot.', { measure })
  }
}

function weighed(matrix: CsrMatrix, weigh: (value: number, column: number, row: number) => number): CsrMatrix {
  const values = new Float32Array(matrix.values.length)
  for (let row = 0; row + 1 < matrix.indptr.length; row++) {
    for (let at = matrix.indptr[row] as number; at < (matrix.indptr[row + 1] as number); at++) {
      const value = matrix.values[at] as number
      if (value < 0) throw new KernelError('bad-value', `Value ${value} is negative; this measure counts.`, { at })
      values[at] = weigh(value, matrix.indices[at] as number, row)
    }
  }
  return { ...matrix, values }
}

function idfOf({ indptr, columnCount }: CsrMatrix): Float64Array {
  return Float64Array.from({ length: indptr.length - 1 }, (_, row) => {
    const entries = (indptr[row + 1] as number) - (indptr[row] as number)
    return Math.log(columnCount) - Math.log1p(entries)
  })
}

function sums({ indices, values, columnCount }: CsrMatrix): Float32Array {
  const total = new Float64Array(columnCount)
  for (let at = 0; at < indices.length; at++) {
    const column = indices[at] as number
    total[column] = (total[column] as number) + (values[at] as number)
  }
  return Float32Array.from(total)
}

function norms({ indices, values, columnCount }: CsrMatrix): Float32Array {
  const squares = new Float64Array(columnCount)
  for (let at = 0; at < indices.length; at++) {
    const column = indices[at] as number
    squares[column] = (squares[column] as number) + (values[at] as number) ** 2
  }
  return Float32Array.from(squares, Math.sqrt)
}
