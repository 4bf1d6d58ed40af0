import { drawCounts } from '../draw-counts.ts'
import { MeasureError, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { percentileInterval } from '../percentile-interval.ts'
import { type Rng, seededRng } from '../random.ts'
import { type CumulativeOutcomes, cumulate, rankOutcomes, type ScoredOutcomes } from './ranked-outcomes.ts'
import { qiniCurve } from './uplift-curve.ts'

export interface QiniBandOptions {
  /** Even steps of the share that is treated. Default 20. */
  readonly steps?: number
  /** Resamples of the bootstrap. Default 200. */
  readonly samples?: number
  readonly rng?: Rng
  readonly level?: number
}

export interface QiniPoint {
  /** Share of the units that is treated, the best first. */
  readonly share: number
  /** Outcomes won a unit over treating nobody. */
  readonly gain: Interval
  /** The same where as many are drawn by lot: the straight line to the end. */
  readonly random: number
}

/**
 * The Qini curve (Radcliffe 2007; `qini_curve` of scikit-uplift) at even shares, with percentile bootstrap intervals over units. It is
 * divided by how many were treated, so that it says what is won for each unit that there is, and ends at the difference of means.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`
 * @example
 * qiniBand({ scores, treated, outcome }).at(-1) // { share: 1, gain: { value: .03, low: .01, high: .05 }, random: .03 }
 */
export function qiniBand(data: ScoredOutcomes, options: QiniBandOptions = {}): readonly QiniPoint[] {
  const { steps = 20, samples = 200, rng = seededRng(1), level = defaultLevel } = options
  requireLevel(level)
  if (!Number.isInteger(steps) || steps < 1) throw new MeasureError('out-of-range', 'steps must be 1 or more.')
  if (!Number.isInteger(samples) || samples < 1) throw new MeasureError('out-of-range', 'samples must be 1 or more.')
  const ranked = rankOutcomes(data)
  const point = gainsAt(cumulate(ranked), steps)
  const drawn = Array.from({ length: samples }, () =>
    gainsAt(cumulate(ranked, drawCounts(ranked.treated.length, rng)), steps),
  )
  const end = point.at(-1) as number
  return point.map((value, step) => ({
    share: step / steps,
    gain: percentileInterval(
      value,
      drawn.map((gains) => gains[step] as number),
      level,
    ),
    random: (end * step) / steps,
  }))
}

/** [steps + 1]: the curve a treated unit; between units of one score it runs straight. */
function gainsAt(sums: CumulativeOutcomes, steps: number): readonly number[] {
  const { units, gain } = qiniCurve(sums)
  const all = units.at(-1) as number
  const treated = sums.treatedUnits.at(-1) as number
  let next = 1
  return Array.from({ length: steps + 1 }, (_, step) => {
    const at = (step / steps) * all
    while (next < units.length - 1 && (units[next] as number) < at) next++
    const [from, to] = [units[next - 1] as number, units[next] as number]
    const part = to > from ? (at - from) / (to - from) : 1
    const [before, after] = [gain[next - 1] as number, gain[next] as number]
    return treated > 0 ? (before + part * (after - before)) / treated : 0
  })
}
