import { LearnError } from '../learn-error.ts'

/**
 * Area under the ROC curve: the chance that one that is so scores higher than one that is not, a tie counts half.
 *
 * @param so scores of those that are so
 * @param not scores of those that are not
 * @throws LearnError `bad-value` when either is empty
 * @example
 * areaUnderCurve([3, 1], [1, 0]) // → .875: of four comparisons three are won and one is a tie
 */
export function areaUnderCurve(so: readonly number[], not: readonly number[]): number {
  if (so.length === 0 || not.length === 0)
    throw new LearnError('bad-value', 'An area under the curve takes scores of both kinds.')
  const low = Float64Array.from(not).sort()
  let [below, upTo, won] = [0, 0, 0]
  for (const score of Float64Array.from(so).sort()) {
    while (below < low.length && (low[below] as number) < score) below++
    while (upTo < low.length && (low[upTo] as number) <= score) upTo++
    won += (below + upTo) / 2
  }
  return won / (so.length * not.length)
}
