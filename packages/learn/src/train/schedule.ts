import { LearnError } from '../learn-error.ts'

export interface ScheduleOptions {
  /** The highest learning rate. */
  readonly learningRate: number
  /** Steps of the whole training. */
  readonly steps: number
  /** Steps in which the rate rises from 0 in a straight line; below 1 a share of all steps. Default 0. */
  readonly warmUp?: number
  /** How it falls to 0 after that. Default `linear`. */
  readonly shape?: 'constant' | 'linear' | 'cosine'
}

/**
 * The learning rate of each step, counted from 1; the last step is the last that has one above 0.
 *
 * @throws LearnError `bad-option`
 * @example
 * const rate = learningRates({ learningRate: 1e-3, steps: 1000, warmUp: 0.1, shape: 'cosine' })
 * rate(50) // → 5e-4
 */
export function learningRates(options: ScheduleOptions): (step: number) => number {
  const { learningRate, steps, warmUp = 0, shape = 'linear' } = options
  if (!(learningRate > 0 && learningRate < Number.POSITIVE_INFINITY))
    throw new LearnError('bad-option', 'A learning rate is above 0.', { learningRate })
  if (!Number.isInteger(steps) || steps < 1)
    throw new LearnError('bad-option', 'There is at least one step.', { steps })
  if (!(warmUp >= 0 && warmUp <= steps))
    throw new LearnError('bad-option', 'A warm-up is not longer than the training.', { warmUp })
  const rise = warmUp < 1 ? Math.round(warmUp * steps) : warmUp
  return (step) => {
    if (step <= rise) return (learningRate * step) / rise
    if (shape === 'constant') return learningRate
    const left = Math.max(0, (steps + 1 - step) / (steps + 1 - Math.max(rise, 1)))
    return learningRate * (shape === 'linear' ? left : (1 - Math.cos(Math.PI * left)) / 2)
  }
}
