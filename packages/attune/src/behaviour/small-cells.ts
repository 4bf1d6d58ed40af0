import { type Interval, wilsonInterval } from '@attune/measure'

/** Fewer people than this are not told apart: a count of them would be about them. Nobody at all may be told. */
export const fewestShown = 5

/** The count, or null where it is of 1 to 4 people. */
export const shownCount = (people: number): number | null => (people > 0 && people < fewestShown ? null : people)

/** `part` of `whole` with its interval, or null where either, or what is left, is of 1 to 4 people, or there is nobody. */
export function shownShare(part: number, whole: number): Interval | null {
  if (whole < fewestShown || shownCount(part) === null) return null
  return wilsonInterval(part, whole)
}
