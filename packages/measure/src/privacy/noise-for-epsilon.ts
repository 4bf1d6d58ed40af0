import { MeasureError, requireFinite } from '../errors.ts'
import { type PrivacySpent, type PrivacySpentOptions, privacySpent } from './privacy-spent.ts'

export interface NoiseForEpsilonOptions extends PrivacySpentOptions {
  readonly epsilon: number
  readonly rate: number
  readonly steps: number
}

export interface NoiseForEpsilon {
  /** Rounded up at the fourth digit: the promise is kept, never missed by a rounding. */
  readonly noise: number
  /** What that noise spends, at most the ε asked for. */
  readonly spent: PrivacySpent
}

/** Beyond it a model learns nothing but noise. */
const mostNoise = 1e6

/**
 * The least noise with which `steps` steps stay within (ε, δ), by bisection: more noise never costs more privacy.
 *
 * @throws MeasureError `out-of-range` where no sensible noise reaches the target
 * @example noiseForEpsilon({ epsilon: 1, delta: 1e-5, rate: 0.01, steps: 1000 }).noise
 */
export function noiseForEpsilon({ epsilon, rate, steps, ...options }: NoiseForEpsilonOptions): NoiseForEpsilon {
  requireFinite('epsilon', epsilon)
  if (epsilon <= 0) throw new MeasureError('out-of-range', 'epsilon must be above 0.')
  const spend = (noise: number): PrivacySpent => privacySpent([{ kind: 'gaussian', noise, rate, steps }], options)
  let high = 1
  while (spend(high).epsilon > epsilon) {
    high *= 2
    if (high > mostNoise) {
      throw new MeasureError('out-of-range', 'No noise reaches this epsilon: allow more, or take fewer steps.')
    }
  }
  let low = 0
  while (high - low > 1e-6 * high) {
    const middle = (low + high) / 2
    // So little noise that the series overflow is too little.
    if (middle < 0.05) break
    if (spend(middle).epsilon > epsilon) low = middle
    else high = middle
  }
  const noise = Math.ceil(high * 1e4) / 1e4
  return { noise, spent: spend(noise) }
}
