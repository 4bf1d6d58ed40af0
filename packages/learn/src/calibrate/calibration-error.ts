import { LearnError } from '../learn-error.ts'
import { checkScores } from './check-scores.ts'

/**
 * Expected calibration error (Naeini et al. 2015) of the probability of truth 1: the mean over rows of the gap between mean
 * probability and share of truths in the row's bin.
 *
 * @param bins `width`: of equal width from 0 to 1; `mass`: of equally many rows by rising probability
 * @param count how many bins. Default 15
 * @throws LearnError `bad-value`, `bad-option`
 */
export function calibrationError(
  probabilities: ArrayLike<number>,
  truths: ArrayLike<number>,
  { bins = 'width', count = 15 }: { readonly bins?: 'width' | 'mass'; readonly count?: number } = {},
): number {
  checkScores(probabilities, truths)
  if (!Number.isInteger(count) || count < 1) throw new LearnError('bad-option', 'There is at least one bin.', { count })
  const n = truths.length
  const order = Int32Array.from({ length: n }, (_, i) => i)
  if (bins === 'mass') order.sort((a, b) => (probabilities[a] as number) - (probabilities[b] as number))
  const gaps = new Float64Array(count)
  for (const [rank, i] of order.entries()) {
    const p = probabilities[i] as number
    const bin = bins === 'mass' ? Math.floor((rank * count) / n) : Math.min(count - 1, Math.floor(p * count))
    gaps[bin] = (gaps[bin] as number) + p - (truths[i] as number)
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / n
}
