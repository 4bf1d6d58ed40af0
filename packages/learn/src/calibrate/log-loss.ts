import { checkScores } from './check-scores.ts'

/**
 * Mean of −ln of the probability that was given to what came true, in nats. Probabilities are kept 1e-15 away from 0 and 1,
 * as scikit-learn once did.
 *
 * @param probabilities from 0 to 1
 * @param truths 0 or 1
 * @throws LearnError `bad-value`
 */
export function logLoss(probabilities: ArrayLike<number>, truths: ArrayLike<number>): number {
  checkScores(probabilities, truths)
  let sum = 0
  for (let i = 0; i < truths.length; i++) {
    const p = Math.min(1 - 1e-15, Math.max(1e-15, probabilities[i] as number))
    sum -= Math.log(truths[i] === 1 ? p : 1 - p)
  }
  return sum / truths.length
}
