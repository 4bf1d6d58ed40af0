import { poisson, sfc32 } from '../random/sfc32.ts'
import type { Shopper } from '../shoppers/create-shoppers.ts'
import type { World } from '../world.ts'

export interface Visit {
  /** Index of the shopper. */
  readonly shopper: number
  /** How many visits of this shopper came before. */
  readonly index: number
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Day of the world, from 0. */
  readonly day: number
}

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Sunday to Saturday. */
export const weekRhythm: readonly number[] = [1.25, 0.9, 0.88, 0.9, 0.95, 1.05, 1.3]
/** Midnight to 23 h: a lunch hump and an evening peak. */
const dayRhythm: readonly number[] = [
  0.5, 0.25, 0.12, 0.06, 0.05, 0.1, 0.3, 0.7, 1, 1.1, 1.1, 1.2, 1.6, 1.4, 1.1, 1, 1, 1.1, 1.4, 1.9, 2.3, 2.4, 1.8, 1,
]
const dayTotal = dayRhythm.reduce((sum, weight) => sum + weight, 0)

/**
 * Who comes when, oldest first: Poisson visits at each shopper's own rate, more at weekends, over the hours as people
 * live. Arrivals come on their day for certain. Visits do not depend on what is shown: a policy changes what happens in
 * them, not whether they happen.
 */
export function planVisits(world: World): readonly Visit[] {
  return world.shoppers
    .flatMap((shopper) => visitsOf(world, shopper))
    .sort((a, b) => a.at - b.at || a.shopper - b.shopper)
}

function visitsOf(world: World, shopper: Shopper): readonly Visit[] {
  const rng = sfc32(world.seed, 1_000_000 + shopper.index)
  const times: number[] = []
  for (let day = shopper.arrivalDay; day < world.days; day++) {
    const midnight = world.startAt + day * dayMs
    const rhythm = weekRhythm[new Date(midnight + dayMs / 2).getUTCDay()] ?? 1
    const first = day === shopper.arrivalDay && day > 0 ? 1 : 0
    const count = Math.max(first, poisson(rng, shopper.visitsPerDay * rhythm))
    for (let i = 0; i < count; i++) times.push(midnight + timeOfDay(rng, midnight))
  }
  return times
    .sort((a, b) => a - b)
    .map((at, index) => ({ shopper: shopper.index, index, at, day: Math.floor((at - world.startAt) / dayMs) }))
}

/** Milliseconds after `midnight` (any moment; hours are those of UTC), by the rhythm of the day. */
function timeOfDay(rng: () => number, midnight: number): number {
  let left = rng() * dayTotal
  const startHour = new Date(midnight).getUTCHours()
  for (let hour = 0; hour < 24; hour++) {
    const weight = dayRhythm[(startHour + hour) % 24] ?? 0
    if (left < weight) return Math.floor((hour + left / weight) * hourMs)
    left -= weight
  }
  return dayMs - 1
}
