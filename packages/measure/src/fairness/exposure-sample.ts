import { MeasureError } from '../errors.ts'
import type { Rng } from '../random.ts'

/** Exposure of groups of items, in parts that are independent of each other: lists, or persons. */
export interface ExposureSample {
  readonly groups: readonly string[]
  /** Places each group was shown at. */
  readonly places: readonly number[]
  /** One a part: the exposure of each group in it, each place weighing `placeWeight`. */
  readonly parts: readonly Float64Array[]
}

/** One list that was shown: the group (supplier, brand, category) at each place, the first place first. */
export type ShownList = readonly string[]

/** The most parts: lists beyond it are put together, so that a million cost no more to draw from than a thousand. */
export const mostParts = 1000

/** Weight of a place, the first being 1, as in DCG: 1 / log₂(place + 1). */
export const placeWeight = (place: number): number => 1 / Math.log2(place + 1)

/**
 * The exposure that lists give.
 * @throws MeasureError `too-few` without an item
 */
export function exposureOfLists(lists: readonly ShownList[]): ExposureSample {
  const shown = lists.filter((list) => list.length > 0)
  if (shown.length === 0) throw new MeasureError('too-few', 'Give at least one list with an item.')
  const groups = [...new Set(shown.flat())].sort()
  const at = new Map(groups.map((group, i) => [group, i]))
  const places = groups.map(() => 0)
  const parts = Array.from({ length: Math.min(shown.length, mostParts) }, () => new Float64Array(groups.length))
  shown.forEach((list, l) => {
    const part = parts[l % parts.length] as Float64Array
    list.forEach((group, index) => {
      const g = at.get(group) ?? 0
      places[g] = (places[g] ?? 0) + 1
      part[g] = (part[g] ?? 0) + placeWeight(index + 1)
    })
  })
  return { groups, places, parts }
}

/** Share of each group in the exposure of some parts. */
export function exposureShares(parts: Iterable<Float64Array>, groups: number): Float64Array {
  const sums = new Float64Array(groups)
  for (const part of parts) for (let g = 0; g < groups; g++) sums[g] = (sums[g] ?? 0) + (part[g] ?? 0)
  const whole = sums.reduce((a, b) => a + b, 0)
  return whole > 0 ? sums.map((sum) => sum / whole) : sums
}

/** The same for as many parts, drawn with replacement. */
export function drawShares({ parts, groups }: ExposureSample, samples: number, rng: Rng): readonly Float64Array[] {
  const draw = function* (): Iterable<Float64Array> {
    for (let i = 0; i < parts.length; i++) yield parts[Math.floor(rng() * parts.length)] as Float64Array
  }
  return Array.from({ length: samples }, () => exposureShares(draw(), groups.length))
}
