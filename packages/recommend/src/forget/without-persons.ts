import { type IdMap, idMapOf, sortIds } from '../id-map.ts'
import type { Interactions } from '../interactions.ts'

/** A matrix without some of its people. */
export interface Remaining {
  /** Persons and items keep their order; who is gone and what nobody has any more has no number. */
  readonly interactions: Interactions
  /** The number that each item of the matrix before has now; −1 for none. */
  readonly placeOf: Int32Array
  /** The number that each item had before. */
  readonly itemOf: Int32Array
  /**
   * Whether items stand in the order in which they stood. They do not where the last id that is not a number goes: the
   * others are in the order of numbers from then on, as a training would have them.
   */
  readonly inOrder: boolean
  /** Who is gone, as dense persons of the matrix before, ascending. */
  readonly gone: Int32Array
  /** Items of those who are gone that others have too, as numbers now, ascending. */
  readonly touched: Int32Array
}

/**
 * What a training would be given had these people never been there: their rows go, and with them the items that only they
 * had.
 *
 * @param gone dense persons
 * @param keepItem items that keep a number though nobody has them any more, by their number before; none by default
 * @example
 * withoutPersons(matrix, new Set([0])).interactions.persons.ids // → everybody but the first
 */
export function withoutPersons(
  before: Interactions,
  gone: ReadonlySet<number>,
  keepItem: (item: number) => boolean = () => false,
): Remaining {
  const personCount = before.indptr.length - 1
  const itemCount = before.items.ids.length
  const hasNow = new Uint8Array(itemCount)
  const theirs = new Uint8Array(itemCount)
  const kept: number[] = []
  let size = 0
  for (let person = 0; person < personCount; person++) {
    const from = before.indptr[person] as number
    const to = before.indptr[person + 1] as number
    const marks = gone.has(person) ? theirs : hasNow
    for (let at = from; at < to; at++) marks[before.indices[at] as number] = 1
    if (marks === theirs) continue
    kept.push(person)
    size += to - from
  }
  // What nobody had before either is there for its texts.
  const stays = (_: string, item: number): boolean => hasNow[item] === 1 || theirs[item] === 0 || keepItem(item)
  const { items, inOrder } = keptItems(before.items, stays)
  const itemOf = Int32Array.from(items.ids, (id) => before.items.indexOf.get(id) as number)
  const placeOf = new Int32Array(itemCount).fill(-1)
  for (const [place, item] of itemOf.entries()) placeOf[item] = place
  const interactions = {
    persons: kept.length === personCount ? before.persons : idMapOf(kept.map((p) => before.persons.ids[p] as string)),
    items,
    ...rowsOf(before, kept, size, placeOf),
  }
  return {
    interactions,
    placeOf,
    itemOf,
    inOrder,
    gone: Int32Array.from(gone).sort(),
    touched: Int32Array.from(itemOf.keys()).filter((place) => {
      const item = itemOf[place] as number
      return theirs[item] === 1 && hasNow[item] === 1
    }),
  }
}

function keptItems(items: IdMap, stays: (id: string, item: number) => boolean): { items: IdMap; inOrder: boolean } {
  const ids = items.ids.filter(stays)
  if (ids.length === items.ids.length) return { items, inOrder: true }
  const natural = sortIds(items.ids).every((id, at) => id === items.ids[at])
  const sorted = natural ? sortIds(ids) : ids
  return { items: idMapOf(sorted), inOrder: sorted.every((id, at) => id === ids[at]) }
}

function rowsOf(
  before: Interactions,
  persons: readonly number[],
  size: number,
  placeOf: Int32Array,
): Pick<Interactions, 'indptr' | 'indices' | 'values' | 'times'> {
  const indptr = new Int32Array(persons.length + 1)
  const indices = new Int32Array(size)
  const values = new Float32Array(size)
  const times = new Float64Array(size)
  let at = 0
  for (const [row, person] of persons.entries()) {
    const from = before.indptr[person] as number
    const to = before.indptr[person + 1] as number
    for (let slot = from; slot < to; slot++)
      indices[at + slot - from] = placeOf[before.indices[slot] as number] as number
    values.set(before.values.subarray(from, to), at)
    times.set(before.times.subarray(from, to), at)
    at += to - from
    indptr[row + 1] = at
  }
  return { indptr, indices, values, times }
}
