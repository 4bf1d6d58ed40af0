import { HashCounts, hashPlaces } from './hash-counts.ts'
import type { SparseRows } from './sparse-rows.ts'
import { eachTerm } from './term-hashes.ts'
import type { TextView } from './text-view.ts'

/** The terms of a view and their weights; plain data. */
export interface TermWeights {
  readonly view: TextView
  /** Ascending; the place of a hash is its column. */
  readonly hashes: Uint32Array
  readonly idf: Float32Array
}

export interface TfIdf extends TermWeights {
  /** (1 + ln tf) · idf, each row scaled to length 1; a text without a known term is an empty row. */
  rows(texts: readonly string[]): SparseRows
  /** Calls back with each term of the text that has a column, as often as it stands there. */
  each(text: string, call: (column: number, term: () => string) => void): void
}

/**
 * TF-IDF as in scikit-learn: idf = ln((1 + N) / (1 + n)) + 1, sublinear counts, rows of length 1 (Salton and Buckley 1988).
 *
 * @param texts N of them
 * @param minTexts terms in fewer texts are left out
 */
export function fitTfIdf(texts: readonly string[], view: TextView, minTexts: number): TfIdf {
  const counted = new HashCounts()
  for (const [i, text] of texts.entries()) eachTerm(text, view, (hash) => counted.countIn(hash, i))
  const { hashes, counts } = counted.atLeast(minTexts)
  const idf = Float32Array.from(counts, (n) => Math.log((1 + texts.length) / (1 + n)) + 1)
  return tfIdfOf({ view, hashes, idf })
}

/** TF-IDF with known weights, for example of a saved model. */
export function tfIdfOf(weights: TermWeights): TfIdf {
  const { view, hashes, idf } = weights
  const placeOf = hashPlaces(hashes)
  const joiner = view.of === 'words' ? ' ' : ''
  return {
    ...weights,
    rows(texts) {
      const starts = new Uint32Array(texts.length + 1)
      const indices: number[][] = []
      const values: number[][] = []
      const counts = new Map<number, number>()
      for (const [row, text] of texts.entries()) {
        counts.clear()
        eachTerm(text, view, (hash) => {
          const column = placeOf(hash)
          if (column !== -1) counts.set(column, (counts.get(column) ?? 0) + 1)
        })
        const columns = [...counts.keys()].sort((a, b) => a - b)
        const own = columns.map((column) => (1 + Math.log(counts.get(column) as number)) * (idf[column] as number))
        const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0))
        indices.push(columns)
        values.push(own.map((value) => value / length))
        starts[row + 1] = (starts[row] as number) + columns.length
      }
      const rows = {
        columns: hashes.length,
        starts,
        indices: new Uint32Array(starts[texts.length] as number),
        values: new Float32Array(starts[texts.length] as number),
      }
      for (const [row, own] of indices.entries()) {
        rows.indices.set(own, starts[row])
        rows.values.set(values[row] as number[], starts[row])
      }
      return rows
    },
    each(text, call) {
      eachTerm(text, view, (hash, units, from, to) => {
        const column = placeOf(hash)
        if (column !== -1) call(column, () => units.slice(from, to).join(joiner))
      })
    },
  }
}
