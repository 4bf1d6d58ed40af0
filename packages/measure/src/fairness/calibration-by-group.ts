import { MeasureError } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { normalQuantile } from '../normal.ts'
import { wilsonInterval } from '../wilson-interval.ts'
import { defaultMinimumSize, type FairnessWarning } from './rate-gap.ts'

/** One prediction and what came of it. */
export interface ScoredRow {
  readonly group: string
  /** Predicted probability, 0 to 1. */
  readonly score: number
  readonly actual: boolean
}

export interface GroupCalibrationBin {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly meanScore: number
  readonly observed: Interval
}

export interface GroupCalibration {
  readonly group: string
  readonly count: number
  /** Mean outcome less mean score, with the normal interval of the mean of (outcome − score); 0 is calibrated at large. */
  readonly gap: Interval
  /** Expected calibration error over the bins (Naeini et al. 2015): Σ share · |observed − mean score|. */
  readonly expectedError: number
  /** Bins of equal width that have rows. */
  readonly bins: readonly GroupCalibrationBin[]
  readonly small: boolean
}

export interface CalibrationByGroup {
  readonly groups: readonly GroupCalibration[]
  /** Largest gap less smallest, among groups that are large enough. Null where fewer than two are. */
  readonly difference: number | null
  readonly warnings: readonly FairnessWarning[]
}

export interface CalibrationOptions {
  /** Default 10. */
  readonly bins?: number
  readonly minimumSize?: number
  readonly level?: number
}

/**
 * Calibration by group: does a score of .3 mean three in ten in every group?
 *
 * @throws MeasureError `out-of-range` for a score outside 0 to 1
 */
export function calibrationByGroup(rows: readonly ScoredRow[], options: CalibrationOptions = {}): CalibrationByGroup {
  const { bins = 10, minimumSize = defaultMinimumSize, level = defaultLevel } = options
  if (!Number.isInteger(bins) || bins < 1)
    throw new MeasureError('out-of-range', 'bins must be a whole number above 0.')
  const byGroup = Map.groupBy(rows, ({ group }) => group)
  const groups = [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, own]) => calibrationOf(group, own, bins, minimumSize, level))
  const warnings: FairnessWarning[] = groups.flatMap(({ group, small }) =>
    small ? [{ code: 'small-group' as const, group }] : [],
  )
  const gaps = groups.filter(({ small }) => !small).map(({ gap }) => gap.value)
  if (gaps.length < 2) warnings.push({ code: 'too-few-groups' })
  return { groups, difference: gaps.length < 2 ? null : Math.max(...gaps) - Math.min(...gaps), warnings }
}

function calibrationOf(
  group: string,
  rows: readonly ScoredRow[],
  binCount: number,
  minimumSize: number,
  level: number,
): GroupCalibration {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, score: 0, positives: 0 }))
  let [sum, squares] = [0, 0]
  for (const { score, actual } of rows) {
    if (!(score >= 0 && score <= 1)) throw new MeasureError('out-of-range', 'A score must be a probability, 0 to 1.')
    const bin = sums[Math.min(binCount - 1, Math.floor(score * binCount))]
    const residual = Number(actual) - score
    sum += residual
    squares += residual * residual
    if (!bin) continue
    bin.count++
    bin.score += score
    bin.positives += Number(actual)
  }
  const count = rows.length
  const value = sum / count
  const variance = count > 1 ? Math.max(0, (squares - count * value * value) / (count - 1)) / count : 1
  const half = normalQuantile(0.5 + level / 2) * Math.sqrt(variance)
  const bins = sums.flatMap((bin, i) =>
    bin.count === 0
      ? []
      : [
          {
            from: i / binCount,
            to: (i + 1) / binCount,
            count: bin.count,
            meanScore: bin.score / bin.count,
            observed: wilsonInterval(bin.positives, bin.count, level),
          },
        ],
  )
  const expectedError = bins.reduce((e, b) => e + (b.count / count) * Math.abs(b.observed.value - b.meanScore), 0)
  const gap = { value, low: Math.max(-1, value - half), high: Math.min(1, value + half) }
  return { group, count, gap, expectedError, bins, small: count < minimumSize }
}
