import { RecommendError } from './errors.ts'
import { type IdMap, idMapOf, sortIds } from './id-map.ts'
import type { History } from './recommender.ts'

/**
 * Persons × items as compressed sparse rows over dense ids. A row is one person's interactions in time order, repeats
 * kept. Plain data: typed arrays and id maps, so a worker can receive it without conversion.
 */
export interface Interactions {
  readonly persons: IdMap
  readonly items: IdMap
  /** Row p is `indptr[p]` … `indptr[p + 1] − 1`; length persons + 1. */
  readonly indptr: Int32Array
  /** Dense item ids, row by row, oldest first. */
  readonly indices: Int32Array
  /** Strength of each interaction. */
  readonly values: Float32Array
  /** Milliseconds since the epoch; all 0 when the data has no times, then the order alone counts. */
  readonly times: Float64Array
}

export interface InteractionColumns {
  /** Person of each row. Numbers are ids too, and become their decimal strings. */
  readonly persons: readonly string[] | Int32Array
  readonly items: readonly string[] | Int32Array
  /** Default 1 each. */
  readonly weights?: Float32Array | Float64Array | readonly number[]
  /** Milliseconds since the epoch. Without it the rows of a person are taken to be in time order. */
  readonly times?: Float64Array | readonly number[]
}

export interface DenseColumns {
  /** Dense ids below `personIds.ids.length`. */
  readonly persons: Int32Array
  /** Dense ids below `itemIds.ids.length`. */
  readonly items: Int32Array
  readonly weights?: Float32Array | Float64Array | readonly number[]
  readonly times?: Float64Array | readonly number[]
  readonly personIds: IdMap
  readonly itemIds: IdMap
}

/**
 * The matrix from columns of ids, in any order of rows. Persons are numbered as they first appear, items in the natural
 * order of their ids (so that a tie in score goes to the smaller id). Rows with equal times keep their order.
 *
 * @throws RecommendError `columns-differ` when the columns have different lengths, `bad-value` when a weight or a time
 *   is not finite (the message names the row)
 * @example
 * const matrix = interactionsFrom({ persons: ['ann', 'bob', 'ann'], items: ['tea', 'tea', 'jam'], times: [2, 1, 1] })
 * historyOf(matrix, 0).items // → Int32Array [0, 1]: ann had jam (0), then tea (1)
 */
export function interactionsFrom(columns: InteractionColumns): Interactions {
  const persons = numberIds(columns.persons, false)
  const items = numberIds(columns.items, true)
  return interactionsFromDense({
    ...columns,
    persons: persons.dense,
    items: items.dense,
    personIds: persons.map,
    itemIds: items.map,
  })
}

/**
 * The matrix from columns that are dense already, with their id maps.
 *
 * @throws RecommendError `columns-differ`, `bad-value`, or `bad-index` when a dense id is outside its id map
 */
export function interactionsFromDense(columns: DenseColumns): Interactions {
  const { persons, items, personIds, itemIds } = columns
  const size = persons.length
  checkColumns(columns)
  const personCount = personIds.ids.length
  const indptr = new Int32Array(personCount + 1)
  for (let row = 0; row < size; row++) (indptr[(persons[row] as number) + 1] as number) += 1
  for (let person = 0; person < personCount; person++) (indptr[person + 1] as number) += indptr[person] as number
  const order = new Int32Array(size)
  const next = indptr.slice(0, personCount)
  for (let row = 0; row < size; row++) {
    const person = persons[row] as number
    order[next[person] as number] = row
    ;(next[person] as number) += 1
  }
  if (columns.times) sortRowsByTime(order, indptr, columns.times)
  const indices = new Int32Array(size)
  const values = new Float32Array(size).fill(1)
  const times = new Float64Array(size)
  for (let at = 0; at < size; at++) {
    const row = order[at] as number
    indices[at] = items[row] as number
    if (columns.weights) values[at] = columns.weights[row] as number
    if (columns.times) times[at] = columns.times[row] as number
  }
  return { persons: personIds, items: itemIds, indptr, indices, values, times }
}

/** One person's interactions, oldest first, as views on the matrix (no copy). */
export function historyOf(interactions: Interactions, person: number): History {
  const from = interactions.indptr[person] ?? 0
  const to = interactions.indptr[person + 1] ?? from
  return {
    items: interactions.indices.subarray(from, to),
    weights: interactions.values.subarray(from, to),
    times: interactions.times.subarray(from, to),
  }
}

/** How many interactions each item has (repeats counted); length of items. */
export function countsByItem(interactions: Interactions): Int32Array {
  const counts = new Int32Array(interactions.items.ids.length)
  for (const item of interactions.indices) (counts[item] as number) += 1
  return counts
}

/** How many interactions each person has; length of persons. */
export function countsByPerson(interactions: Interactions): Int32Array {
  const { indptr } = interactions
  return Int32Array.from({ length: indptr.length - 1 }, (_, p) => (indptr[p + 1] as number) - (indptr[p] as number))
}

function numberIds(column: readonly string[] | Int32Array, sorted: boolean): { dense: Int32Array; map: IdMap } {
  const dense = new Int32Array(column.length)
  const seen = new Map<string | number, number>()
  for (let row = 0; row < column.length; row++) {
    const id = column[row] as string | number
    let index = seen.get(id)
    if (index === undefined) {
      index = seen.size
      seen.set(id, index)
    }
    dense[row] = index
  }
  const ids = Array.from(seen.keys(), String)
  if (!sorted) return { dense, map: idMapOf(ids) }
  const map = idMapOf(sortIds(ids))
  const renumber = Int32Array.from(ids, (id) => map.indexOf.get(id) as number)
  for (let row = 0; row < dense.length; row++) dense[row] = renumber[dense[row] as number] as number
  return { dense, map }
}

function checkColumns({ persons, items, weights, times, personIds, itemIds }: DenseColumns): void {
  const size = persons.length
  for (const [name, column] of Object.entries({ items, weights, times })) {
    if (column && column.length !== size) {
      const message = `Column ${name} has ${column.length} rows, persons has ${size}; they must be equal.`
      throw new RecommendError('columns-differ', message, { column: name })
    }
  }
  for (const [name, column, limit] of [
    ['persons', persons, personIds.ids.length],
    ['items', items, itemIds.ids.length],
  ] as const) {
    for (let row = 0; row < size; row++) {
      const id = column[row] as number
      if (id < 0 || id >= limit) {
        const message = `Column ${name}, row ${row}: dense id ${id} is outside 0 … ${limit - 1}.`
        throw new RecommendError('bad-index', message, { column: name, row })
      }
    }
  }
  for (const [name, column] of Object.entries({ weights, times })) {
    for (let row = 0; column && row < size; row++) {
      if (!Number.isFinite(column[row])) {
        const message = `Column ${name}, row ${row}: expected a finite number.`
        throw new RecommendError('bad-value', message, { column: name, row })
      }
    }
  }
}

function sortRowsByTime(order: Int32Array, indptr: Int32Array, times: Float64Array | readonly number[]): void {
  for (let person = 0; person + 1 < indptr.length; person++) {
    const from = indptr[person] as number
    const to = indptr[person + 1] as number
    for (let at = from + 1; at < to; at++) {
      if ((times[order[at] as number] as number) < (times[order[at - 1] as number] as number)) {
        // Sorting is stable: equal times keep the order of their rows.
        order.subarray(from, to).sort((a, b) => (times[a] as number) - (times[b] as number))
        break
      }
    }
  }
}
