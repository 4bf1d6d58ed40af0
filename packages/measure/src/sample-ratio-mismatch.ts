import { chiSquaredUpperTail } from './chi-squared.ts'
import { MeasureError } from './errors.ts'

export interface SampleRatioTest {
  readonly chiSquared: number
  readonly degreesOfFreedom: number
  /** Below .001 something in the assignment or the logging is broken and effects must not be believed. */
  readonly p: number
}

/**
 * Pearson's χ² test that the arms of an experiment have the sizes that were asked for.
 *
 * @param counts persons seen in each arm
 * @param weights shares asked for, in any unit
 * @throws MeasureError `out-of-range` or `too-few` (fewer than two arms)
 * @example sampleRatioMismatch([8000, 2100], [80, 20]).p // .04658274
 */
export function sampleRatioMismatch(counts: readonly number[], weights: readonly number[]): SampleRatioTest {
  if (counts.length < 2 || counts.length !== weights.length) {
    throw new MeasureError('too-few', 'Give at least two arms, with one count and one weight each.')
  }
  const total = counts.reduce((a, b) => a + b, 0)
  const whole = weights.reduce((a, b) => a + b, 0)
  if (counts.some((c) => !(c >= 0)) || weights.some((w) => !(w > 0)) || !Number.isFinite(whole + total)) {
    throw new MeasureError('out-of-range', 'Counts must not be negative and weights must be above 0.')
  }
  const degreesOfFreedom = counts.length - 1
  if (total === 0) return { chiSquared: 0, degreesOfFreedom, p: 1 }
  let chiSquared = 0
  counts.forEach((count, i) => {
    const expected = (total * (weights[i] ?? 0)) / whole
    chiSquared += (count - expected) ** 2 / expected
  })
  return { chiSquared, degreesOfFreedom, p: chiSquaredUpperTail(chiSquared, degreesOfFreedom) }
}
