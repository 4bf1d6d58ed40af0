import type { CsrMatrix } from '@attune/kernels'
import { randomOf } from '@attune/recommend'

export interface SkewedShape {
  readonly rows: number
  readonly columns: number
  readonly entries: number
  readonly seed: number
}

/** No row is longer than this share of the columns, or drawing different ones would take for ever. */
const longest = 0.15

/**
 * Who took what, as in a large shop of films: the popularity of columns falls as (rank + 455)^−2.2 and the length of rows
 * is 20 and a log-normal number, much as in MovieLens 20M. Columns rise within a row; weights are 1 … 9, falling by half.
 * The popular columns are anywhere among the others.
 */
export function skewedMatrix({ rows, columns, entries, seed }: SkewedShape): CsrMatrix {
  const random = randomOf(seed)
  const indptr = rowStarts(rows, columns, entries, random)
  const indices = new Int32Array(entries)
  const values = new Float32Array(entries)
  const columnOf = shuffled(columns, random)
  const last = new Int32Array(columns).fill(-1)
  const flat = 455
  const tail = ((columns + flat) / flat) ** -1.2
  for (let row = 0; row < rows; row++) {
    const to = indptr[row + 1]!
    for (let at = indptr[row]!; at < to; ) {
      // The inverse of the distribution function of a power law that is flat at its beginning.
      const rank = Math.floor(flat * (1 - random() * (1 - tail)) ** (-1 / 1.2) - flat)
      const column = columnOf[Math.min(rank, columns - 1)]!
      if (last[column] === row) continue
      last[column] = row
      indices[at++] = column
    }
    indices.subarray(indptr[row], to).sort()
  }
  for (let at = 0; at < entries; at++) values[at] = Math.min(9, 1 + Math.floor(-Math.log2(1 - random())))
  return { indptr, indices, values, columnCount: columns }
}

function rowStarts(rows: number, columns: number, entries: number, random: () => number): Int32Array {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const lengths = Float64Array.from({ length: rows }, () => 20 + 48 * Math.exp(1.38 * normal()))
  const most = Math.floor(longest * columns)
  // What was cut off long rows is given to the others: a few rounds reach the wanted sum.
  for (let round = 0; round < 20; round++) {
    const factor = entries / lengths.reduce((sum, length) => sum + length, 0)
    for (let row = 0; row < rows; row++) lengths[row] = Math.min(most, lengths[row]! * factor)
  }
  const indptr = new Int32Array(rows + 1)
  let sum = 0
  for (let row = 0; row < rows; row++) {
    sum += lengths[row]!
    indptr[row + 1] = Math.min(entries, Math.round(sum))
  }
  indptr[rows] = entries
  return indptr
}

function shuffled(length: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length }, (_, at) => at)
  for (let at = length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const held = order[at]!
    order[at] = order[other]!
    order[other] = held
  }
  return order
}
