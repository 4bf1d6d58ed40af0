/** The row of every entry of a matrix in compressed rows. */
export function rowOfEntries(indptr: Int32Array): Int32Array {
  const rows = new Int32Array(indptr.at(-1) ?? 0)
  for (let row = 0; row + 1 < indptr.length; row++) rows.fill(row, indptr[row], indptr[row + 1])
  return rows
}
