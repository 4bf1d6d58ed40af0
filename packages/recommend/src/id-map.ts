import { RecommendError } from './errors.ts'

/** Ids as strings ↔ dense ids 0 … n−1. Plain data, so it can be posted to a worker as it is. */
export interface IdMap {
  /** Dense id → id. */
  readonly ids: readonly string[]
  /** Id → dense id. */
  readonly indexOf: ReadonlyMap<string, number>
}

/**
 * Numbers the given ids in their order.
 *
 * @throws RecommendError `bad-value` when an id occurs twice
 * @example
 * idMapOf(['ann', 'bob']).indexOf.get('bob') // → 1
 */
export function idMapOf(ids: readonly string[]): IdMap {
  const indexOf = new Map<string, number>()
  for (const [index, id] of ids.entries()) indexOf.set(id, index)
  if (indexOf.size !== ids.length) throw new RecommendError('bad-value', 'Ids must be distinct; one occurs twice.')
  return { ids, indexOf }
}

/** Ids `"0"`, `"1"`, … `"count − 1"`, for data that is dense already. */
export function denseIdMap(count: number): IdMap {
  return idMapOf(Array.from({ length: count }, (_, index) => String(index)))
}

/**
 * Ids in their natural order: as numbers when every id is a whole number of at most 15 digits, else by code unit. Ties
 * between equal scores go to the smaller dense id, so with this order they go to the smaller id.
 */
export function sortIds(ids: readonly string[]): string[] {
  if (ids.every((id) => /^\d{1,15}$/.test(id)))
    return [...ids].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
  return [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}
