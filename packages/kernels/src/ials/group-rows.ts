/** Rows that are solved together at most; the kernel is written for as many. */
export const groupRows = 64
/** Rows with fewer observations than `many` that one unit of work holds, as in the kernel. */
export const unitRows = 16

/** Bytes of the other side that stay in a core's cache while the rows of a group use them. */
const blockBytes = 2 ** 18
/** A row that reads more than this of the other side finds little of it in a core's cache at the next step. */
const manyBytes = 2 ** 18
/** Observations of a group, about: small enough that workers end at the same time. */
const groupObservations = 2 ** 20

export interface RowGroups {
  /** Rows with at least as many observations are in groups. */
  readonly many: number
  /** Rows of the other side in a block. */
  readonly blockRows: number
  /** The rows with many observations, the longest first. */
  readonly long: Int32Array
  /** Group g is `long[groups[g]]` … `long[groups[g + 1] − 1]`. */
  readonly groups: Int32Array
}

/** Which rows of a sparse matrix are solved together, given `bytes` of a row of the other side. Results do not depend on it. */
export function groupRowsByLength(indptr: Int32Array, columnCount: number, bytes: number): RowGroups {
  const lengthOf = (row: number): number => (indptr[row + 1] as number) - (indptr[row] as number)
  const many = Math.max(groupRows, Math.ceil(manyBytes / bytes))
  const rows: number[] = []
  for (let row = 0; row + 1 < indptr.length; row++) if (lengthOf(row) >= many) rows.push(row)
  const long = Int32Array.from(rows).sort((a, b) => lengthOf(b) - lengthOf(a) || a - b)
  const groups = [0]
  let observations = 0
  for (const [at, row] of long.entries()) {
    if (at - (groups.at(-1) as number) === groupRows || observations > groupObservations) {
      groups.push(at)
      observations = 0
    }
    observations += lengthOf(row)
  }
  if (long.length > 0) groups.push(long.length)
  const blockRows = Math.max(1, Math.min(Math.max(1, columnCount), Math.floor(blockBytes / bytes)))
  return { many, blockRows, long, groups: Int32Array.from(groups) }
}
