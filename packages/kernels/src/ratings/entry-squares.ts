import type { CsrMatrix } from '../csr-matrix.ts'
import { rowOfEntries } from '../row-of-entries.ts'

/** The entries of a matrix in blocks × blocks squares of about as many entries each. */
export interface EntrySquares {
  readonly blocks: number
  /** Square (b, c) is entries `starts[b · blocks + c]` … `starts[b · blocks + c + 1] − 1`. */
  readonly starts: Int32Array
  /** Row, column and value of each entry; in a square they are in the order of the rows. */
  readonly rows: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

/**
 * Divides rows and columns into blocks, so that squares which share neither can be learned from at the same time without
 * touching the same numbers (Gemulla et al., KDD 2011). What comes out depends on `blocks`, not on who does what.
 */
export function entrySquares({ indptr, indices, values, columnCount }: CsrMatrix, blocks: number): EntrySquares {
  const rowOf = rowOfEntries(indptr)
  const rowBlock = blocksOf(countsOf(rowOf, indptr.length - 1), blocks)
  const columnBlock = blocksOf(countsOf(indices, columnCount), blocks)
  const squareOf = (at: number): number =>
    (rowBlock[rowOf[at] as number] as number) * blocks + (columnBlock[indices[at] as number] as number)
  const starts = new Int32Array(blocks * blocks + 1)
  for (let at = 0; at < indices.length; at++) (starts[squareOf(at) + 1] as number) += 1
  for (let square = 0; square < blocks * blocks; square++) (starts[square + 1] as number) += starts[square] as number
  const next = starts.slice()
  const sorted = {
    rows: new Int32Array(indices.length),
    columns: new Int32Array(indices.length),
    values: new Float32Array(indices.length),
  }
  for (let at = 0; at < indices.length; at++) {
    const place = (next[squareOf(at)] as number)++
    sorted.rows[place] = rowOf[at] as number
    sorted.columns[place] = indices[at] as number
    sorted.values[place] = values[at] as number
  }
  return { blocks, starts, ...sorted }
}

function countsOf(ids: Int32Array, length: number): Int32Array {
  const counts = new Int32Array(length)
  for (const id of ids) (counts[id] as number) += 1
  return counts
}

/** Neighbouring ids in `blocks` groups of about the same sum of counts. */
function blocksOf(counts: Int32Array, blocks: number): Uint16Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let before = 0
  return Uint16Array.from(counts, (count) => {
    const block = Math.min(blocks - 1, Math.floor((before * blocks) / total))
    before += count
    return block
  })
}
