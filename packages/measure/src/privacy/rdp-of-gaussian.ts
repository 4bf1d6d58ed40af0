import { MeasureError, requireFinite, requireRange } from '../errors.ts'
import { logErfc } from './log-erfc.ts'
import { logAdd, logSubtract } from './log-sums.ts'

/** Noise that is added to sums whose one-person share has norm at most 1. */
export interface SampledGaussian {
  /** Standard deviation of the noise, in units of the norm at which each person's share is clipped. */
  readonly noise: number
  /** Chance of a person to be in one step's sample (Poisson sampling), above 0 and at most 1. */
  readonly rate: number
}

/**
 * Rényi differential privacy ε(α) of one step of the sampled Gaussian mechanism, of integer and fractional order
 * (Mironov, Talwar & Zhang 2019, "Rényi differential privacy of the sampled Gaussian mechanism", sections 3.2 and 3.3).
 *
 * @param order α, above 1
 * @throws MeasureError `out-of-range`
 * @example rdpOfGaussian({ noise: 2, rate: 1 }, 8) // α / 2σ² = 1
 */
export function rdpOfGaussian({ noise, rate }: SampledGaussian, order: number): number {
  requireFinite('noise', noise)
  if (noise <= 0) throw new MeasureError('out-of-range', 'noise must be above 0: without noise nothing is private.')
  requireRange('rate', rate, 0, 1)
  requireFinite('order', order)
  if (order <= 1) throw new MeasureError('out-of-range', 'An order of Rényi divergence must be above 1.')
  if (rate === 0) return 0
  if (rate === 1) return order / (2 * noise * noise)
  const logA = Number.isInteger(order) ? null : logMomentOfFraction(noise, rate, order)
  // ε(α) never falls as α grows: where the alternating series has lost all its digits, the next integer is a bound.
  return logA === null
    ? Math.max(0, logMomentOfInteger(noise, rate, Math.ceil(order)) / (Math.ceil(order) - 1))
    : Math.max(0, logA / (order - 1))
}

/** ln A(α) = ln Σ C(α, i) (1 − q)^(α − i) qⁱ e^((i² − i) / 2σ²), a finite sum. */
function logMomentOfInteger(noise: number, rate: number, order: number): number {
  let sum = Number.NEGATIVE_INFINITY
  let logChoose = 0
  for (let i = 0; i <= order; i++) {
    const term = logChoose + i * Math.log(rate) + (order - i) * Math.log1p(-rate)
    sum = logAdd(sum, term + (i * i - i) / (2 * noise * noise))
    logChoose += Math.log((order - i) / (i + 1))
  }
  return sum
}

/** The two infinite series of section 3.3, on either side of z₀, until their terms are below e⁻³⁰. */
function logMomentOfFraction(noise: number, rate: number, order: number): number | null {
  const split = noise * noise * Math.log(1 / rate - 1) + 0.5
  const tail = (x: number): number => Math.log(0.5) + logErfc(x / (Math.SQRT2 * noise))
  let below: number | null = Number.NEGATIVE_INFINITY
  let above: number | null = Number.NEGATIVE_INFINITY
  let choose = 1
  for (let i = 0; ; i++) {
    const j = order - i
    const logChoose = Math.log(Math.abs(choose))
    const lower =
      logChoose + i * Math.log(rate) + j * Math.log1p(-rate) + (i * i - i) / (2 * noise ** 2) + tail(i - split)
    const upper =
      logChoose + j * Math.log(rate) + i * Math.log1p(-rate) + (j * j - j) / (2 * noise ** 2) + tail(split - j)
    below = choose > 0 ? logAdd(below, lower) : logSubtract(below, lower)
    above = choose > 0 ? logAdd(above, upper) : logSubtract(above, upper)
    if (below === null || above === null) return null
    if (i > order && Math.max(lower, upper) < -30) return logAdd(below, above)
    choose *= j / (i + 1)
  }
}
