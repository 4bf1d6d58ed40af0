import type { CumulativeOutcomes, RankedOutcomes } from './ranked-outcomes.ts'
import { areaOverLine, qiniCurve, upliftCurve } from './uplift-curve.ts'

/**
 * scikit-uplift's `qini_auc_score` and `uplift_auc_score`: the area between the curve and the line of random order, over the
 * same area of the best order there could be. null where no order is better than another (no outcome differs from 0).
 */
export interface NormalisedAreas {
  readonly qini: number | null
  readonly auuc: number | null
}

/**
 * @param sums of `ranked`, in the order of the scores
 * @param counts [rows], by rank: how often each unit counts; default once
 */
export function normalisedAreas(
  ranked: RankedOutcomes,
  sums: CumulativeOutcomes,
  counts?: Float64Array,
): NormalisedAreas {
  const best = qiniCurve(bestSums(ranked, counts, (treated, y) => (treated === 1 ? y : -y)))
  return {
    qini: ratio(areaOverLine(qiniCurve(sums)), areaOverLine(best)),
    auuc: ratio(areaOverLine(upliftCurve(sums)), areaOverLine(upliftCurve(bestUplift(ranked, counts)))),
  }
}

const ratio = (above: number, below: number): number | null => (below === 0 ? null : above / below)

/** As `perfect_uplift_curve` orders: what fits its treatment first; the rest by outcome or by treatment, whichever is rarer. */
function bestUplift(ranked: RankedOutcomes, counts: Float64Array | undefined): CumulativeOutcomes {
  let [respondingControls, silentTreated] = [0, 0]
  for (let i = 0; i < ranked.treated.length; i++) {
    const y = ranked.outcome[i] as number
    const count = counts ? (counts[i] as number) : 1
    if (y === 1 && ranked.treated[i] === 0) respondingControls += count
    if (y === 0 && ranked.treated[i] === 1) silentTreated += count
  }
  const byOutcome = respondingControls > silentTreated
  return bestSums(ranked, counts, (treated, y) => 2 * Number(y === treated) + (byOutcome ? y : treated))
}

/** Sums in the order of another score, which takes few values or as many as there are outcomes. */
function bestSums(
  { treated, outcome }: RankedOutcomes,
  counts: Float64Array | undefined,
  scoreOf: (treated: number, outcome: number) => number,
): CumulativeOutcomes {
  const groups = new Map<number, [units: number, treated: number, above: number, below: number]>()
  for (let i = 0; i < treated.length; i++) {
    const y = outcome[i] as number
    const arm = treated[i] as number
    const count = counts ? (counts[i] as number) : 1
    const score = scoreOf(arm, y)
    const sums = groups.get(score) ?? ([0, 0, 0, 0] as [number, number, number, number])
    groups.set(score, sums)
    sums[0] += count
    sums[1] += arm * count
    sums[arm === 1 ? 2 : 3] += count * y
  }
  const sorted = [...groups].sort(([a], [b]) => b - a)
  const running = (column: 0 | 1 | 2 | 3): Float64Array => {
    let sum = 0
    return Float64Array.from(sorted, ([, sums]) => (sum += sums[column]))
  }
  return { units: running(0), treatedUnits: running(1), treatedOutcome: running(2), controlOutcome: running(3) }
}
