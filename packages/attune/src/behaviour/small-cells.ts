import { type Interval, wilsonInterval } from '@attune/measure'

/** Fewer people than this are not told apart: a count of them would be about them. Nobody at all may be told. */
export const fewestShown = 5

const isTold = (people: number): boolean => people === 0 || people >= fewestShown

/** The count, or null where it is of 1 to 4 people. */
export const shownCount = (people: number): number | null => (isTold(people) ? people : null)

/**
 * Counts of people of whom each are some of those before, such as those who got to each step; null where a count, or its
 * difference to one that is told before it, is of 1 to 4 people: whoever subtracts two of them learns of no fewer either.
 *
 * @example nestedCounts([10, 7, 5, 5]) // [10, null, 5, 5]
 */
export function nestedCounts(counts: readonly number[]): readonly (number | null)[] {
  let last: number | undefined
  return counts.map((people) => {
    if (!isTold(people) || (last !== undefined && !isTold(last - people))) return null
    last = people
    return people
  })
}

/** `part` of `whole` with its interval; null where either is not told, or there is nobody. */
export function shownShare(part: number | null, whole: number | null): Interval | null {
  return part === null || whole === null || whole === 0 ? null : wilsonInterval(part, whole)
}
