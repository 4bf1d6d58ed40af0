/** Rows of a matrix of which most entries are 0 (compressed sparse rows). */
export interface SparseRows {
  readonly columns: number
  /** Row r is entries `starts[r]` to below `starts[r + 1]`; one more than there are rows. */
  readonly starts: Uint32Array
  /** Ascending within a row. */
  readonly indices: Uint32Array
  readonly values: Float32Array
}

export const rowCount = ({ starts }: SparseRows): number => starts.length - 1

/** The rows with these numbers, in this order. */
export function selectRows(rows: SparseRows, wanted: ArrayLike<number>): SparseRows {
  const starts = new Uint32Array(wanted.length + 1)
  for (let i = 0; i < wanted.length; i++) {
    const row = wanted[i] as number
    starts[i + 1] = (starts[i] as number) + (rows.starts[row + 1] as number) - (rows.starts[row] as number)
  }
  const indices = new Uint32Array(starts[wanted.length] as number)
  const values = new Float32Array(indices.length)
  for (let i = 0; i < wanted.length; i++) {
    const row = wanted[i] as number
    const [from, to] = [rows.starts[row] as number, rows.starts[row + 1] as number]
    indices.set(rows.indices.subarray(from, to), starts[i])
    values.set(rows.values.subarray(from, to), starts[i])
  }
  return { columns: rows.columns, starts, indices, values }
}

/** Matrices with as many rows side by side, the columns of the second after those of the first, and so on. */
export function joinColumns(parts: readonly SparseRows[]): SparseRows {
  const [first, ...others] = parts
  if (!first)
    return { columns: 0, starts: new Uint32Array(1), indices: new Uint32Array(0), values: new Float32Array(0) }
  if (others.length === 0) return first
  const rows = rowCount(first)
  const starts = new Uint32Array(rows + 1)
  const entries = parts.reduce((sum, part) => sum + part.indices.length, 0)
  const indices = new Uint32Array(entries)
  const values = new Float32Array(entries)
  let at = 0
  for (let row = 0; row < rows; row++) {
    let offset = 0
    for (const part of parts) {
      for (let i = part.starts[row] as number; i < (part.starts[row + 1] as number); i++) {
        indices[at] = (part.indices[i] as number) + offset
        values[at++] = part.values[i] as number
      }
      offset += part.columns
    }
    starts[row + 1] = at
  }
  return { columns: parts.reduce((sum, part) => sum + part.columns, 0), starts, indices, values }
}

/** All of a dense matrix [rows × columns] as sparse rows; zeros are left out. */
export function sparseOf(vectors: readonly ArrayLike<number>[], columns: number): SparseRows {
  const starts = new Uint32Array(vectors.length + 1)
  const indices: number[] = []
  const values: number[] = []
  for (const [row, vector] of vectors.entries()) {
    for (let column = 0; column < columns; column++) {
      const value = vector[column] as number
      if (value === 0) continue
      indices.push(column)
      values.push(value)
    }
    starts[row + 1] = indices.length
  }
  return { columns, starts, indices: Uint32Array.from(indices), values: Float32Array.from(values) }
}

/** Rows without entries in columns that no row of `others` has, each scaled to the length it had. */
export function keepColumnsOf(rows: SparseRows, others: SparseRows): SparseRows {
  const known = new Uint8Array(rows.columns)
  for (const column of others.indices) known[column] = 1
  const starts = new Uint32Array(rows.starts.length)
  const indices = new Uint32Array(rows.indices.length)
  const values = new Float32Array(rows.values.length)
  let end = 0
  for (let row = 0; row < rowCount(rows); row++) {
    let [before, after] = [0, 0]
    const from = end
    for (let at = rows.starts[row] as number; at < (rows.starts[row + 1] as number); at++) {
      const value = rows.values[at] as number
      before += value * value
      if (known[rows.indices[at] as number] === 0) continue
      after += value * value
      indices[end] = rows.indices[at] as number
      values[end++] = value
    }
    const scale = after === 0 ? 1 : Math.sqrt(before / after)
    for (let at = from; at < end; at++) (values[at] as number) *= scale
    starts[row + 1] = end
  }
  return { columns: rows.columns, starts, indices: indices.slice(0, end), values: values.slice(0, end) }
}
