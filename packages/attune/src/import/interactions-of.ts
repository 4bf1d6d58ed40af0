import { type IdMap, type Interactions, idMapOf, interactionsFromDense, randomOf, sortIds } from '@attune/recommend'
import { eventMeanings } from '../collect/standard-events.ts'
import { weightOf } from '../collect/weights.ts'
import { attuneError } from '../errors.ts'
import type { Order } from './datasets/dataset.ts'
import type { EventTable } from './event-table.ts'

export interface InteractionsOfOptions {
  readonly order: Order
  /** Decides the order of rows that have none. Default 1. */
  readonly seed?: number | undefined
  /** Leave ratings below this out. Default: every rating counts. */
  readonly minRating?: number | undefined
  /** Item ids that must have a place, though nobody in the table took them. */
  readonly moreItems?: readonly string[] | undefined
  /** Values are the ratings, as models that predict ratings expect; rows without one are left out. Default false. */
  readonly ratings?: boolean | undefined
}

/**
 * The matrix of an event table for offline evaluation: rows whose event says nothing about an item are left out; every
 * rating counts 1, as is usual for ranking; where there are several kinds of interaction each has its weight, and what
 * says “no” is left out.
 *
 * @throws AttuneError `no-ratings` when ratings are asked for and there are none
 */
export function interactionsOf(table: EventTable, options: InteractionsOfOptions): Interactions {
  const { order, seed = 1, minRating, moreItems = [], ratings = false } = options
  const weights = kindWeights(table)
  const rows: number[] = []
  for (let row = 0; row < table.size; row += 1) {
    if ((table.item[row] as number) < 0 || (weights[table.event[row] as number] as number) <= 0) continue
    // A rating that is not there is NaN and passes.
    if (minRating !== undefined && (table.rating[row] as number) < minRating) continue
    if (ratings && Number.isNaN(table.rating[row])) continue
    rows.push(row)
  }
  if (ratings && rows.length === 0) {
    throw attuneError('no-ratings', 'This data has no ratings, which models that predict ratings need.', {
      details: { field: 'protocol' },
    })
  }
  if (order === 'none') shuffle(rows, seed)
  const { map, placeOf } = sortedItems(table, moreItems)
  const pick = (column: Int32Array | Float64Array) => Float64Array.from(rows, (row) => column[row] as number)
  return interactionsFromDense({
    persons: Int32Array.from(rows, (row) => table.person[row] as number),
    items: Int32Array.from(rows, (row) => placeOf[table.item[row] as number] as number),
    weights: ratings
      ? pick(table.rating)
      : Float64Array.from(rows, (row) => weights[table.event[row] as number] as number),
    ...(order === 'times' ? { times: pick(table.time) } : {}),
    personIds: idMapOf(table.persons.map(({ kind, id }) => (kind === 'user' ? `u${id}` : `a${id}`))),
    itemIds: map,
  })
}

/** Weight by event; 1 where all that counts is of one kind. */
function kindWeights(table: EventTable): readonly number[] {
  const meanings = eventMeanings()
  const kinds = table.eventNames.map((name) => {
    const meaning = meanings(name)
    // An event that nobody described, in a file of its own: it says that the person took the item.
    return meaning === undefined ? 'unknown' : meaning.kind
  })
  const counting = new Set(kinds.filter((kind) => kind !== null))
  return kinds.map((kind) => {
    if (kind === null) return 0
    return counting.size === 1 || kind === 'rating' ? 1 : weightOf(kind, 1)
  })
}

function sortedItems(table: EventTable, more: readonly string[]): { map: IdMap; placeOf: Int32Array } {
  const map = idMapOf(sortIds([...new Set([...table.itemIds, ...more])]))
  return { map, placeOf: Int32Array.from(table.itemIds, (id) => map.indexOf.get(id) as number) }
}

function shuffle(rows: number[], seed: number): void {
  const random = randomOf(seed)
  for (let at = rows.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const row = rows[at] as number
    rows[at] = rows[other] as number
    rows[other] = row
  }
}
