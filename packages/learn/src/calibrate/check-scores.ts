import { LearnError } from '../learn-error.ts'

/**
 * @returns how many truths are 1
 * @throws LearnError `bad-value`
 */
export function checkScores(
  scores: ArrayLike<number>,
  truths: ArrayLike<number>,
  { bothClasses = false }: { readonly bothClasses?: boolean } = {},
): number {
  if (scores.length !== truths.length || scores.length === 0)
    throw new LearnError('bad-value', `${scores.length} scores and ${truths.length} truths: as many, and at least one.`)
  let positives = 0
  for (let i = 0; i < truths.length; i++) {
    if (Number.isNaN(scores[i])) throw new LearnError('bad-value', `Score ${i} is no number.`, { at: i })
    if (truths[i] !== 0 && truths[i] !== 1)
      throw new LearnError('bad-value', `Truth ${i} is ${truths[i]}, not 0 or 1.`, { at: i })
    positives += truths[i] as number
  }
  if (bothClasses && (positives === 0 || positives === truths.length))
    throw new LearnError(
      'bad-value',
      `All ${truths.length} truths are ${positives === 0 ? 0 : 1}: there is nothing to tell apart.`,
    )
  return positives
}
