import { MeasureError } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { wilsonInterval } from '../wilson-interval.ts'

/** One bar of a calibration plot: rows of about the same predicted probability. */
export interface CalibrationBin {
  readonly rows: number
  /** Mean of what was predicted. */
  readonly predicted: number
  /** Share in which it happened, with Wilson's interval. */
  readonly observed: Interval
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[]
  /** Mean over rows of the gap between predicted and observed of their bin (expected calibration error). */
  readonly error: number
  /** Mean squared difference of probability and truth. */
  readonly brier: number
}

/**
 * What a calibration plot shows: rows by rising probability in bins of equal size; equal probabilities stay together.
 *
 * @param truths 0 or 1
 * @param count bins at most. Default 10
 * @throws MeasureError `too-few`, `out-of-range`
 */
export function calibrationCurve(
  probabilities: ArrayLike<number>,
  truths: ArrayLike<number>,
  { count = 10, level = defaultLevel }: { readonly count?: number; readonly level?: number } = {},
): Calibration {
  const n = probabilities.length
  if (n === 0) throw new MeasureError('too-few', 'Give at least one row.')
  if (truths.length !== n) throw new MeasureError('out-of-range', 'Give one truth for each probability.')
  if (!Number.isInteger(count) || count < 1) throw new MeasureError('out-of-range', 'There is at least one bin.')
  for (let i = 0; i < n; i++) {
    const p = probabilities[i] as number
    if (!(p >= 0 && p <= 1)) throw new MeasureError('out-of-range', 'A probability lies between 0 and 1.')
    if (truths[i] !== 0 && truths[i] !== 1) throw new MeasureError('out-of-range', 'A truth is 0 or 1.')
  }
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (probabilities[a] as number) - (probabilities[b] as number),
  )
  const bins: CalibrationBin[] = []
  for (let from = 0; from < n; ) {
    let to = Math.max(from + 1, Math.round(((bins.length + 1) * n) / count))
    while (to < n && probabilities[order[to] as number] === probabilities[order[to - 1] as number]) to++
    const rows = [...order.subarray(from, to)]
    const predicted = rows.reduce((sum, row) => sum + (probabilities[row] as number), 0) / rows.length
    const happened = rows.reduce((sum, row) => sum + (truths[row] as number), 0)
    bins.push({ rows: rows.length, predicted, observed: wilsonInterval(happened, rows.length, level) })
    from = to
  }
  const gaps = bins.reduce((sum, { rows, predicted, observed }) => sum + rows * Math.abs(predicted - observed.value), 0)
  const squares = order.reduce((sum, row) => sum + ((probabilities[row] as number) - (truths[row] as number)) ** 2, 0)
  return { bins, error: gaps / n, brier: squares / n }
}
