import type { ForgetTask } from '../forget/forgetting.ts'
import type { Recommender } from '../recommender.ts'
import { downdateInverse } from './downdate-inverse.ts'
import { easeRowsLeaving } from './ease-rows-leaving.ts'
import type { EaseParameters } from './fit-ease.ts'
import { holdersOf, mostHeld } from './most-held.ts'
import { easeOf } from './serve-ease.ts'

/** An update takes rank · items², an inverse on kernels as long as this many ranks for each item. */
const ranksAnItem = 1 / 48

/**
 * EASE without people, exact up to the single precision of the weights: what the people brought leaves the
 * inverse (`downdateInverse`), P_ij = −B_ij P_jj being what the weights and their diagonal say. Undefined asks for a fit:
 * where the model has no diagonal, where other items are the most popular now, or where much leaves.
 */
export function forgetEase({ saved, before, remaining }: ForgetTask): Recommender | undefined {
  const parameters = saved.parameters as unknown as EaseParameters
  const { items, weights, diagonal } = saved.arrays
  if (!(items instanceof Int32Array && weights instanceof Float32Array && diagonal instanceof Float64Array))
    return undefined
  const size = items.length
  const holders = holdersOf(remaining.interactions)
  const chosen = mostHeld(holders, parameters.items)
  const isHeld = (item: number): boolean => (holders[remaining.placeOf[item] as number] ?? 0) > 0
  const kept = Int32Array.from(items.keys()).filter((place) => isHeld(items[place] as number))
  const sameItems = kept.every((place, at) => remaining.placeOf[items[place] as number] === chosen[at])
  if (kept.length !== chosen.length || !sameItems) return undefined
  const rows = easeRowsLeaving(before, remaining.gone, items, parameters)
  if (rows.length > Math.max(8, size * ranksAnItem)) return undefined
  const less = downdateInverse({ weights, diagonal }, rows)
  if (!less) return undefined
  // Nothing is left between an item that nobody has and the others, so its row and column simply go.
  const line = new Float64Array(size)
  const rest = new Float32Array(kept.length ** 2)
  for (const [row, i] of kept.entries()) {
    less.row(i, line)
    for (const [column, j] of kept.entries()) rest[row * kept.length + column] = line[j] as number
  }
  const itemCount = remaining.interactions.items.ids.length
  const left = Float64Array.from(kept, (place) => less.diagonal[place] as number)
  return easeOf({ items: chosen, weights: rest, diagonal: left, itemCount }, parameters)
}
