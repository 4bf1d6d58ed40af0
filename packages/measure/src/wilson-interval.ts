import { MeasureError, requireLevel } from './errors.ts'
import { defaultLevel, type Interval } from './interval.ts'
import { normalQuantile } from './normal.ts'

/**
 * Wilson's score interval of a proportion (Wilson 1927; no continuity correction). It never leaves [0, 1] and holds its
 * level where the usual interval fails: few trials, none or all successes.
 *
 * @throws MeasureError `out-of-range` unless 0 ≤ successes ≤ trials and trials > 0
 * @example wilsonInterval(10, 100) // { value: .1, low: .0552…, high: .1744… }
 */
export function wilsonInterval(successes: number, trials: number, level: number = defaultLevel): Interval {
  requireLevel(level)
  if (!(trials > 0) || !(successes >= 0) || successes > trials || !Number.isFinite(trials)) {
    throw new MeasureError('out-of-range', 'trials must be above 0 and successes must lie in [0, trials].')
  }
  const z = normalQuantile(0.5 + level / 2)
  const value = successes / trials
  const shrink = 1 + (z * z) / trials
  const centre = (value + (z * z) / (2 * trials)) / shrink
  const half = (z / shrink) * Math.sqrt((value * (1 - value)) / trials + (z * z) / (4 * trials * trials))
  return {
    value,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  }
}
