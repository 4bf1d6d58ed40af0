import { MeasureError } from '../errors.ts'
import type { RankedOutcomes } from './ranked-outcomes.ts'

/** `overall`: the best of all units; `by-group`: the best of each arm by itself. Both as in scikit-uplift's `uplift_at_k`. */
export type ShareStrategy = 'overall' | 'by-group'

/**
 * Uplift among the share of units with the highest scores: mean outcome of those treated less that of those not. Units of the
 * score at the cut count in part, each as much, so the order of the rows is of no account.
 *
 * @param share above 0, at most 1
 * @param counts [rows], by rank: how often each unit counts; default once
 * @returns null where one of the arms has nobody there
 * @throws MeasureError `out-of-range`
 */
export function upliftAtShare(
  ranked: RankedOutcomes,
  share: number,
  { strategy = 'overall', counts }: { readonly strategy?: ShareStrategy; readonly counts?: Float64Array } = {},
): number | null {
  if (!(share > 0 && share <= 1)) throw new MeasureError('out-of-range', 'share must lie above 0 and be at most 1.')
  const means =
    strategy === 'overall'
      ? topMeans(ranked, share, counts, () => true)
      : ([0, 1] as const).map((arm) => topMeans(ranked, share, counts, (treated) => treated === arm)[arm] as number)
  const [control, treatment] = means as [number, number]
  return Number.isFinite(control) && Number.isFinite(treatment) ? treatment - control : null
}

/** Mean outcomes of both arms among the first `share` of the units that count; NaN where there is nobody. */
function topMeans(
  { ends, treated, outcome }: RankedOutcomes,
  share: number,
  counts: Float64Array | undefined,
  isCounted: (treated: number) => boolean,
): readonly number[] {
  const countOf = (place: number): number =>
    isCounted(treated[place] as number) ? (counts ? (counts[place] as number) : 1) : 0
  let all = 0
  for (let place = 0; place < treated.length; place++) all += countOf(place)
  let left = Math.floor(all * share)
  const sums = [0, 0]
  const weights = [0, 0]
  for (let group = 0, from = 0; group < ends.length && left > 0; group++) {
    const end = ends[group] as number
    let size = 0
    for (let place = from; place < end; place++) size += countOf(place)
    const part = size > left ? left / size : 1
    for (let place = from; place < end; place++) {
      const arm = treated[place] as number
      const weight = part * countOf(place)
      weights[arm] = (weights[arm] as number) + weight
      sums[arm] = (sums[arm] as number) + weight * (outcome[place] as number)
    }
    left -= size
    from = end
  }
  return sums.map((sum, arm) => sum / (weights[arm] as number))
}
