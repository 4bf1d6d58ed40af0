import { dayMs } from './weigh-activity.ts'

const lowerBound = (sorted: Float64Array, value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Pauses between the days (UTC) on which something happened, in days, in the order of time: what happens on one day is one. */
export function pausesOf(times: Iterable<number>): number[] {
  const pauses: number[] = []
  let before: number | undefined
  for (const time of times) {
    const day = Math.floor(time / dayMs)
    if (before !== undefined && day > before) pauses.push(day - before)
    before = before === undefined ? day : Math.max(before, day)
  }
  return pauses
}

/** How many of the sorted pauses are at least as long. */
export const atLeast = (sorted: Float64Array, days: number): number => sorted.length - lowerBound(sorted, days)
