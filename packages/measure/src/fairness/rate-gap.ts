import { defaultLevel, type Interval } from '../interval.ts'
import { wilsonInterval } from '../wilson-interval.ts'

/** A rate of one group as successes of trials. */
export interface GroupCount {
  readonly group: string
  readonly successes: number
  readonly trials: number
}

export interface GroupRate {
  readonly group: string
  readonly trials: number
  /** Null where there were no trials. */
  readonly rate: Interval | null
  /** Too small to be compared: listed, but in no difference and no ratio. */
  readonly small: boolean
}

export type FairnessWarning =
  | { readonly code: 'small-group'; readonly group: string }
  /** Fewer than two groups are large enough: there is nothing to compare. */
  | { readonly code: 'too-few-groups' }
  /** No group was ever chosen: a ratio to nothing does not exist. */
  | { readonly code: 'no-positives' }

export interface RateGap {
  readonly groups: readonly GroupRate[]
  /** Largest rate less the smallest, 0 to 1; 0 is parity. Null where fewer than two groups can be compared. */
  readonly difference: Interval | null
  /** Smallest rate over the largest, 0 to 1; 1 is parity. Null also where the largest is 0. */
  readonly ratio: Interval | null
  readonly highest: string | null
  readonly lowest: string | null
  readonly warnings: readonly FairnessWarning[]
}

export interface RateGapOptions {
  /** Groups with fewer trials are listed but not compared. Default 30. */
  readonly minimumSize?: number
  readonly level?: number
}

/** Below it a group's rate is mostly chance. */
export const defaultMinimumSize = 30

/**
 * The gap between the rates of groups.
 *
 * The two groups with the largest gap are chosen by looking, so the interval holds for all pairs at once (Bonferroni):
 * Newcombe's (1998, method 10) for a difference, Donner & Zou's (2012) for a ratio, both from Wilson's limits.
 */
export function rateGap(counts: readonly GroupCount[], options: RateGapOptions = {}): RateGap {
  const { minimumSize = defaultMinimumSize, level = defaultLevel } = options
  const groups = counts.map(({ group, successes, trials }) => ({
    group,
    trials,
    rate: trials > 0 ? wilsonInterval(successes, trials, level) : null,
    small: trials < minimumSize || trials === 0,
  }))
  const warnings: FairnessWarning[] = groups.flatMap(({ group, small }) =>
    small ? [{ code: 'small-group' as const, group }] : [],
  )
  const compared = counts.filter((_, i) => !groups[i]?.small)
  if (compared.length < 2) {
    warnings.push({ code: 'too-few-groups' })
    return { groups, difference: null, ratio: null, highest: null, lowest: null, warnings }
  }
  const pairLevel = 1 - (1 - level) / ((compared.length * (compared.length - 1)) / 2)
  const rates = compared.map((count) => wilsonInterval(count.successes, count.trials, pairLevel))
  const value = (i: number): number => rates[i]?.value ?? 0
  const order = rates.map((_, i) => i).sort((a, b) => value(a) - value(b))
  const [lowest = 0, highest = 0] = [order[0], order[order.length - 1]]
  const nobody = value(highest) === 0
  if (nobody) warnings.push({ code: 'no-positives' })
  return {
    groups,
    difference: widestDifference(rates, value(highest) - value(lowest)),
    ratio: nobody ? null : smallestRatio(rates, value(lowest) / value(highest)),
    highest: compared[highest]?.group ?? null,
    lowest: compared[lowest]?.group ?? null,
    warnings,
  }
}

/** The largest difference of the pairs lies between the largest lower limit and the largest upper limit. */
function widestDifference(rates: readonly Interval[], value: number): Interval {
  let [low, high] = [0, 0]
  for (const a of rates) {
    for (const b of rates) {
      if (a === b) continue
      const difference = a.value - b.value
      low = Math.max(low, difference - Math.hypot(a.value - a.low, b.high - b.value))
      high = Math.max(high, difference + Math.hypot(a.high - a.value, b.value - b.low))
    }
  }
  return { value, low, high: Math.min(1, high) }
}

function smallestRatio(rates: readonly Interval[], value: number): Interval {
  let [low, high] = [1, 1]
  for (const a of rates) {
    for (const b of rates) {
      if (a === b || b.value === 0) continue
      const product = a.value * b.value
      const down = b.high * (2 * b.value - b.high)
      const up = b.low * (2 * b.value - b.low)
      const lowRoot = product * product - a.low * down * (2 * a.value - a.low)
      const highRoot = product * product - a.high * up * (2 * a.value - a.high)
      // Where 2p − u is not above 0 the group below may be as large as can be, and the ratio as small.
      low = Math.min(low, down > 0 ? Math.max(0, (product - Math.sqrt(Math.max(0, lowRoot))) / down) : 0)
      if (up > 0) high = Math.min(high, (product + Math.sqrt(Math.max(0, highRoot))) / up)
    }
  }
  return { value, low: Math.min(low, value), high: Math.max(high, value) }
}
