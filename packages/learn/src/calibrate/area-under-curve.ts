import { checkScores } from './check-scores.ts'

/**
 * Area under the receiver operating characteristic: the chance that a row with truth 1 scores higher than one with truth 0; a
 * tie counts half.
 *
 * @param truths 0 or 1
 * @throws LearnError `bad-value` for NaN, other truths, or when all are of one class
 */
export function areaUnderCurve(scores: ArrayLike<number>, truths: ArrayLike<number>): number {
  const positives = checkScores(scores, truths, { bothClasses: true })
  const order = Int32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  )
  // Ranks of equal scores are their mean (Mann and Whitney 1947).
  let ranks = 0
  for (let i = 0; i < order.length; ) {
    let end = i
    let own = 0
    while (end < order.length && scores[order[end] as number] === scores[order[i] as number])
      own += truths[order[end++] as number] as number
    ranks += (own * (i + 1 + end)) / 2
    i = end
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (scores.length - positives))
}
