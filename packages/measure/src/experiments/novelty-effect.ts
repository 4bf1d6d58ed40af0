import { MeasureError, requireLevel } from '../errors.ts'
import type { Interval } from '../interval.ts'
import { normalQuantile } from '../normal.ts'
import { studentTwoSided } from '../student-t.ts'

/** The effect of one day (or of the n-th day after a unit's first exposure) by itself. */
export interface DailyEffect {
  readonly day: number
  readonly value: number
  readonly standardError: number
}

export interface NoveltyEffect {
  /** Change of the effect a day. */
  readonly slope: Interval
  readonly p: number
  /** The fitted effect on the first day and on the last. */
  readonly first: number
  readonly last: Interval
  /** `fading`: the effect shrinks towards zero (novelty); `growing`: away from it (learning); `steady`: no trend is clear. */
  readonly trend: 'fading' | 'growing' | 'steady'
}

/**
 * Whether an effect fades as its novelty wears off: a line through the daily effects, weighted by their precision. The
 * scatter around it stretches the errors where it is wider than they say.
 *
 * @throws MeasureError `too-few` below five days, `out-of-range`
 */
export function noveltyEffect(days: readonly DailyEffect[], level: number = 0.95): NoveltyEffect {
  requireLevel(level)
  if (new Set(days.map(({ day }) => day)).size < 5)
    throw new MeasureError('too-few', 'A trend needs at least five days.')
  let [w, wt, wy] = [0, 0, 0]
  for (const { day, value, standardError } of days) {
    if (![day, value].every(Number.isFinite) || !(standardError > 0 && Number.isFinite(standardError)))
      throw new MeasureError('out-of-range', 'Effects must be finite and their standard errors above 0.')
    const weight = 1 / standardError ** 2
    w += weight
    wt += weight * day
    wy += weight * value
  }
  const [meanDay, meanValue] = [wt / w, wy / w]
  let [tt, ty] = [0, 0]
  for (const { day, value, standardError } of days) {
    tt += (day - meanDay) ** 2 / standardError ** 2
    ty += ((day - meanDay) * (value - meanValue)) / standardError ** 2
  }
  const slope = ty / tt
  const at = (day: number) => meanValue + slope * (day - meanDay)
  const df = days.length - 2
  const scatter = days.reduce((sum, { day, value, standardError }) => sum + ((value - at(day)) / standardError) ** 2, 0)
  const stretch = Math.max(1, scatter / df)
  const slopeError = Math.sqrt(stretch / tt)
  const p = studentTwoSided(slope / slopeError, df)
  const z = normalQuantile(0.5 + level / 2)
  const all = days.map(({ day }) => day)
  const [from, to] = [Math.min(...all), Math.max(...all)]
  const lastError = Math.sqrt(stretch * (1 / w + (to - meanDay) ** 2 / tt))
  return {
    slope: { value: slope, low: slope - z * slopeError, high: slope + z * slopeError },
    p,
    first: at(from),
    last: { value: at(to), low: at(to) - z * lastError, high: at(to) + z * lastError },
    trend: p >= 1 - level ? 'steady' : Math.abs(at(to)) < Math.abs(at(from)) ? 'fading' : 'growing',
  }
}
