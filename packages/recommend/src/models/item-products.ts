import { transpose } from '../transpose.ts'
import type { DistinctRows } from './distinct-rows.ts'

/** Products of one column of a matrix with all columns, one column at a time, in scratch arrays that are reused. */
export interface ItemProducts {
  /** Fills `sums` and returns how many of `touched` may hold an item with a product; every other sum is zero. */
  of(item: number): number
  /** Items in no order. */
  readonly touched: Int32Array
  /** x_item · x_other for every other item. The reader sets what it has read back to zero before the next `of`. */
  readonly sums: Float64Array
}

/** A row of the Gram matrix at a time: memory is O(items), time is Σ over the item's persons of their items. */
export function itemProducts(rows: DistinctRows, itemCount: number): ItemProducts {
  const { indptr, indices, values } = rows
  const columns = transpose(rows, itemCount)
  const sums = new Float64Array(itemCount)
  const everything = Int32Array.from({ length: itemCount }, (_, item) => item)
  const noted = new Int32Array(itemCount)
  let touched = everything

  function addAll(from: number, to: number): number {
    for (let slot = from; slot < to; slot++) {
      const person = columns.persons[slot] as number
      const value = values[columns.positions[slot] as number] as number
      const end = indptr[person + 1] as number
      for (let at = indptr[person] as number; at < end; at++) {
        ;(sums[indices[at] as number] as number) += value * (values[at] as number)
      }
    }
    return itemCount
  }

  function addNoting(from: number, to: number): number {
    let count = 0
    for (let slot = from; slot < to; slot++) {
      const person = columns.persons[slot] as number
      const value = values[columns.positions[slot] as number] as number
      const end = indptr[person + 1] as number
      for (let at = indptr[person] as number; at < end; at++) {
        const other = indices[at] as number
        if (sums[other] === 0) noted[count++] = other
        ;(sums[other] as number) += value * (values[at] as number)
      }
    }
    return count
  }

  return {
    sums,
    get touched() {
      return touched
    },
    of(item) {
      const from = columns.indptr[item] as number
      const to = columns.indptr[item + 1] as number
      let work = 0
      for (let slot = from; slot < to; slot++) {
        const person = columns.persons[slot] as number
        work += (indptr[person + 1] as number) - (indptr[person] as number)
      }
      // Noting what is touched costs as much as the sums; where most items will be, the reader looks at all of them.
      const most = work > itemCount
      touched = most ? everything : noted
      return most ? addAll(from, to) : addNoting(from, to)
    },
  }
}
