import { requireRange } from '../errors.ts'
import type { GammaGammaParameter } from './fit-gamma-gamma.ts'

type Parameters = Readonly<Record<GammaGammaParameter, number>>

/**
 * What a customer spends a purchase on average, as far as their purchases and everybody's tell: E[M | x, z̄] (Fader & Hardie 2013,
 * eq. 5). With frequency 0 it is everybody's mean.
 *
 * @param frequency purchases that `spend` is the mean of
 * @returns null where that mean does not exist (p·x + q ≤ 1)
 */
export function gammaGammaSpend({ p, q, v }: Parameters, frequency: number, spend: number): number | null {
  requireRange('frequency', frequency, 0, Number.MAX_VALUE)
  requireRange('spend', spend, 0, Number.MAX_VALUE)
  const below = p * frequency + q - 1
  return below > 0 ? (p * (v + frequency * spend)) / below : null
}
