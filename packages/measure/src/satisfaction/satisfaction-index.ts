import { MeasureError, requireFinite, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { normalQuantile } from '../normal.ts'
import { wilsonInterval } from '../wilson-interval.ts'
import {
  type SatisfactionPartName,
  type SatisfactionSample,
  satisfactionParts,
  satisfactionWeights,
} from './satisfaction-parts.ts'

export interface SatisfactionPart {
  readonly part: SatisfactionPartName
  /** Persons. */
  readonly n: number
  /** 0 to 1. Null without persons. */
  readonly estimate: Interval | null
  /** As asked for. */
  readonly weight: number
  /** After missing parts were left out; those that are known add up to 1. */
  readonly share: number
}

export interface SatisfactionIndex {
  /** 0 to 1. Null where nothing is known. */
  readonly index: Interval | null
  readonly parts: readonly SatisfactionPart[]
  /** Weight of the parts that are known, of all. */
  readonly coverage: number
  readonly warnings: readonly SatisfactionWarning[]
}

export type SatisfactionWarning =
  | { readonly code: 'nothing-known' }
  | { readonly code: 'missing-part' | 'few-persons'; readonly part: SatisfactionPartName }

export interface SatisfactionOptions {
  /** Not negative; a part of weight 0 is shown and does not count. */
  readonly weights?: Readonly<Partial<Record<SatisfactionPartName, number>>>
  readonly level?: number
}

/** Below it a part says little, and the normal interval is not to be trusted. */
const few = 30

/**
 * One measure of satisfaction: the weighted mean of its parts, each 0 to 1. What is missing is left out and the others weigh
 * more, in the proportions they had.
 *
 * Interval of a part: normal with the sample's variance; Wilson's where there are fewer than 30 persons or they all agree (for
 * values between 0 and 1 that is on the safe side, for their variance is at most m (1 − m)). Interval of the index: from the
 * distances of the parts' limits (Zou & Donner 2008, MOVER), the parts taken as independent.
 *
 * @throws MeasureError `out-of-range`
 * @example satisfactionIndex({ ratings: { n: 40, sum: 32, sumSquares: 27 }, returns: { n: 90, sum: 85, sumSquares: 85 } })
 */
export function satisfactionIndex(
  samples: Readonly<Partial<Record<SatisfactionPartName, SatisfactionSample>>>,
  { weights = {}, level = defaultLevel }: SatisfactionOptions = {},
): SatisfactionIndex {
  requireLevel(level)
  const given = satisfactionParts.map((part) => {
    const weight = weights[part] ?? satisfactionWeights[part]
    requireFinite('weight', weight)
    if (weight < 0) throw new MeasureError('out-of-range', 'A weight must not be negative.')
    const sample = samples[part]
    return { part, weight, n: sample?.n ?? 0, estimate: sample && sample.n > 0 ? estimateOf(sample, level) : null }
  })
  const whole = given.reduce((sum, { weight }) => sum + weight, 0)
  const known = given.reduce((sum, { weight, estimate }) => sum + (estimate ? weight : 0), 0)
  const parts = given.map((one) => ({ ...one, share: one.estimate && known > 0 ? one.weight / known : 0 }))
  return {
    index: known > 0 ? indexOf(parts) : null,
    parts,
    coverage: whole > 0 ? known / whole : 0,
    warnings: [
      ...(known > 0 ? [] : [{ code: 'nothing-known' as const }]),
      ...parts.flatMap(({ part, estimate, weight }) =>
        estimate === null && weight > 0 ? [{ code: 'missing-part' as const, part }] : [],
      ),
      ...parts.flatMap(({ part, n }) => (n > 0 && n < few ? [{ code: 'few-persons' as const, part }] : [])),
    ],
  }
}

function estimateOf({ n, sum, sumSquares }: SatisfactionSample, level: number): Interval {
  for (const value of [n, sum, sumSquares]) requireFinite('A sum', value)
  // Sums of many fractions may be off by as much.
  const slack = 1e-9 * n
  if (!Number.isInteger(n) || sum < -slack || sum > n + slack || sumSquares < -slack || sumSquares > sum + slack) {
    throw new MeasureError('out-of-range', 'Values of satisfaction must lie between 0 and 1.')
  }
  const total = Math.min(n, Math.max(0, sum))
  const value = total / n
  const variance = n > 1 ? Math.max(0, (sumSquares - n * value * value) / (n - 1)) : 0
  if (n < few || variance < 1e-12) return wilsonInterval(total, n, level)
  const half = normalQuantile(0.5 + level / 2) * Math.sqrt(variance / n)
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) }
}

function indexOf(parts: readonly SatisfactionPart[]): Interval {
  let [value, below, above] = [0, 0, 0]
  for (const { estimate, share } of parts) {
    if (!estimate) continue
    value += share * estimate.value
    below += (share * (estimate.value - estimate.low)) ** 2
    above += (share * (estimate.high - estimate.value)) ** 2
  }
  return { value, low: Math.max(0, value - Math.sqrt(below)), high: Math.min(1, value + Math.sqrt(above)) }
}
