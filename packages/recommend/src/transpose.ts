/** Items × persons as compressed sparse rows: where each item occurs. */
export interface Occurrences {
  /** Row i is `indptr[i]` … `indptr[i + 1] − 1`; length items + 1. */
  readonly indptr: Int32Array
  /** Dense person ids, ascending within a row. */
  readonly persons: Int32Array
  /** Position of the interaction in the arrays of the matrix that was transposed, ascending within a row. */
  readonly positions: Int32Array
}

/** The part of a matrix that transposing needs. */
export interface SparseRows {
  readonly indptr: Int32Array
  readonly indices: Int32Array
}

/**
 * Where each item occurs, by a counting sort.
 *
 * @param rows persons × items, CSR
 * @param itemCount number of columns; every index is below it
 */
export function transpose(rows: SparseRows, itemCount: number): Occurrences {
  const size = rows.indices.length
  const indptr = new Int32Array(itemCount + 1)
  for (let at = 0; at < size; at++) (indptr[(rows.indices[at] as number) + 1] as number) += 1
  for (let item = 0; item < itemCount; item++) (indptr[item + 1] as number) += indptr[item] as number
  const next = indptr.slice(0, itemCount)
  const persons = new Int32Array(size)
  const positions = new Int32Array(size)
  for (let person = 0; person + 1 < rows.indptr.length; person++) {
    const to = rows.indptr[person + 1] as number
    for (let at = rows.indptr[person] as number; at < to; at++) {
      const item = rows.indices[at] as number
      const slot = next[item] as number
      persons[slot] = person
      positions[slot] = at
      next[item] = slot + 1
    }
  }
  return { indptr, persons, positions }
}
