import { MeasureError, requireLevel } from '../errors.ts'
import { incompleteBeta } from '../incomplete-beta.ts'
import type { Interval } from '../interval.ts'
import { type Rng, shuffle } from '../random.ts'
import { studentTwoSided } from '../student-t.ts'
import { wilsonInterval } from '../wilson-interval.ts'
import { armEstimate } from './arm-estimate.ts'
import { confidenceSequence } from './confidence-sequence.ts'
import { absoluteEffect } from './estimate-effect.ts'

export interface FalseAlarmOptions {
  readonly rng: Rng
  /** Random splits. Default 1,000. */
  readonly runs?: number
  /** Looks at each, evenly over the units. Default 1. */
  readonly looks?: number
  /** Default `frequentist`. */
  readonly method?: 'frequentist' | 'sequential'
  readonly level?: number
  /** `sequential`: units at which the interval is tightest. Default: all of them. */
  readonly tuning?: number
}

/** How often a comparison of nothing with nothing raised an alarm. */
export interface FalseAlarms {
  readonly runs: number
  /** Runs with an alarm at any look. */
  readonly alarms: number
  /** p of each run at its last look, for `judgeFalseAlarms`. */
  readonly ps: readonly number[]
}

/**
 * A/A tests: splits the units at random in two, again and again, and counts how often the method finds an effect that
 * cannot be there. What a workspace's own metrics do to a test is seen here before they mislead anybody.
 *
 * @param values the metric of each unit
 * @throws MeasureError `too-few` below 20 units, `out-of-range`
 * @example simulateFalseAlarms(revenue, { rng: seededRng(1), looks: 20 }).alarms // of 1,000; .05 of one look, far more of 20
 */
export function simulateFalseAlarms(values: Float64Array, options: FalseAlarmOptions): FalseAlarms {
  const { rng, runs = 1000, looks = 1, method = 'frequentist', level = 0.95, tuning = values.length } = options
  requireLevel(level)
  if (values.length < 20) throw new MeasureError('too-few', 'A/A tests need at least 20 units.')
  if (!(runs >= 1 && looks >= 1 && looks <= values.length / 4))
    throw new MeasureError('out-of-range', 'Give at least one run, and looks that are at most a quarter of the units.')
  const shuffled = values.slice()
  const ps: number[] = []
  let alarms = 0
  for (let run = 0; run < runs; run++) {
    shuffle(shuffled, rng)
    const seen = looksAt(shuffled, looks, (n, a, b) => pOf(n, a, b, method, level, tuning))
    if (seen.some((p) => p < 1 - level)) alarms++
    ps.push(seen.at(-1) ?? 1)
  }
  return { runs, alarms, ps }
}

interface Sums {
  sum: number
  sumSquares: number
}

function looksAt(
  values: Float64Array,
  looks: number,
  test: (n: number, a: Sums, b: Sums) => number,
): readonly number[] {
  const sums: readonly [Sums, Sums] = [
    { sum: 0, sumSquares: 0 },
    { sum: 0, sumSquares: 0 },
  ]
  const pairs = Math.floor(values.length / 2)
  const ps: number[] = []
  let pair = 0
  for (let look = 1; look <= looks; look++) {
    for (const end = Math.floor((pairs * look) / looks); pair < end; pair++) {
      sums.forEach((own, arm) => {
        const value = values[2 * pair + arm] ?? 0
        own.sum += value
        own.sumSquares += value * value
      })
    }
    ps.push(test(pair, sums[0], sums[1]))
  }
  return ps
}

function pOf(
  units: number,
  a: Sums,
  b: Sums,
  method: 'frequentist' | 'sequential',
  level: number,
  tuning: number,
): number {
  const [control, treatment] = [a, b].map((sums) => {
    const { value, variance } = armEstimate({ variation: '', units, ...sums }, 'mean')
    if (value === null || variance === null) return undefined
    return { adjusted: { mean: value, variance, n: units, rawVariance: variance, rawCovariance: variance }, raw: value }
  })
  const effect = control && treatment && absoluteEffect(control, treatment)
  if (!effect?.standardError) return 1
  return method === 'sequential'
    ? confidenceSequence(effect.value, effect.standardError, effect.units, { level, tuning }).p
    : studentTwoSided(effect.value / effect.standardError, effect.degreesOfFreedom)
}

export interface FalseAlarmVerdict {
  /** Share of runs with an alarm, with Wilson's interval. */
  readonly rate: Interval
  /** Chance of so many alarms or more if each run raised one with the chance that was promised. */
  readonly pTooMany: number
  readonly pTooFew: number
  /** Kolmogorov–Smirnov: whether p values are spread evenly, as they are where there is nothing to find. */
  readonly pUniform: number | null
  readonly verdict: 'as-promised' | 'too-many' | 'too-few'
}

/**
 * Whether A/A tests raise as many alarms as they promise. A verdict other than `as-promised` comes by chance once in a
 * thousand checks, so that a daily check is no alarm of its own.
 *
 * @param ps p values of A/A tests, one a run (left out where only alarms were counted)
 * @throws MeasureError `out-of-range`
 */
export function judgeFalseAlarms({
  alarms,
  runs,
  ps,
  level = 0.95,
}: {
  readonly alarms: number
  readonly runs: number
  readonly ps?: readonly number[] | undefined
  readonly level?: number | undefined
}): FalseAlarmVerdict {
  requireLevel(level)
  if (!(runs >= 1 && alarms >= 0 && alarms <= runs))
    throw new MeasureError('out-of-range', 'alarms must lie between 0 and the number of runs.')
  const alpha = 1 - level
  // P(X ≥ k) of a binomial variable is an incomplete beta function.
  const atLeast = (k: number) => (k <= 0 ? 1 : incompleteBeta(alpha, k, runs - k + 1, level))
  const pTooMany = atLeast(alarms)
  const pTooFew = alarms >= runs ? 1 : 1 - atLeast(alarms + 1)
  const verdict = pTooMany < 0.001 ? 'too-many' : pTooFew < 0.001 ? 'too-few' : 'as-promised'
  return {
    rate: wilsonInterval(alarms, runs),
    pTooMany,
    pTooFew,
    pUniform: ps?.length ? uniformityP(ps) : null,
    verdict,
  }
}

/** Kolmogorov's distribution with Stephens's correction for finite n (Numerical Recipes 3rd ed. § 14.3.3). */
function uniformityP(ps: readonly number[]): number {
  const sorted = [...ps].sort((a, b) => a - b)
  const n = sorted.length
  const distance = sorted.reduce((most, p, i) => Math.max(most, p - i / n, (i + 1) / n - p), 0)
  const x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance
  if (x < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x)
  return Math.min(1, Math.max(0, sum))
}
