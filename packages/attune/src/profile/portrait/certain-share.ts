import { wilsonInterval } from '@attune/measure'

export interface CertainShare {
  readonly share: number
  readonly low: number
  readonly high: number
}

/** Four digits: more would say more than is known. */
export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4

/** A share of `trials` observations with Wilson's interval at 95 %. Both may be fractions (weighted observations). */
export function certainShare(successes: number, trials: number): CertainShare {
  if (!(trials > 0)) return { share: 0, low: 0, high: 1 }
  const { value, low, high } = wilsonInterval(Math.min(Math.max(0, successes), trials), trials)
  return { share: rounded(value), low: rounded(low), high: rounded(high) }
}

/** How many equal observations weighted ones are worth (Kish 1965): (Σw)² / Σw². */
export const effectiveObservations = (sum: number, squares: number): number => (squares > 0 ? (sum * sum) / squares : 0)
