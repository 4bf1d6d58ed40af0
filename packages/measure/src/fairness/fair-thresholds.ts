import { MeasureError } from '../errors.ts'
import type { ScoredRow } from './calibration-by-group.ts'
import { type CurvePoint, type GroupCurve, groupCurves, upperHull } from './group-curve.ts'

export type FairnessConstraint = 'demographic-parity' | 'equal-opportunity' | 'equalised-odds'

/** A rule for one group: `thresholds` each taken with its chance, after `constant` was given to everybody with chance `ignore`. */
export interface FairThreshold {
  readonly group: string
  /** Chances sum to 1. A threshold of null chooses nobody. */
  readonly thresholds: readonly { readonly threshold: number | null; readonly chance: number }[]
  /** Chance of not looking at the score at all; above 0 only under equalised odds. */
  readonly ignore: number
  /** Chance of being chosen where the score is not looked at. */
  readonly constant: number
}

export interface FairThresholds {
  readonly constraint: FairnessConstraint
  readonly groups: readonly FairThreshold[]
  /** Expected share judged rightly under the rules. */
  readonly accuracy: number
  /** The most that thresholds reach without the constraint: the price of fairness is the difference. */
  readonly accuracyWithout: number
  /** The rate that all groups share: chosen, or rightly chosen of those who deserve it. */
  readonly rate: number
  /** Under equalised odds, the rate at which those who do not deserve it are chosen. */
  readonly falsePositiveRate: number | null
}

/** Rates that are tried: as fine as Fairlearn's. */
const gridSize = 1000

/**
 * Thresholds by group that meet a constraint exactly (in expectation) at the least loss of accuracy, for a model that is
 * trained already (Hardt, Price & Srebro 2016, "Equality of opportunity in supervised learning", section 3.2; as
 * `ThresholdOptimizer` in Fairlearn, with a grid of 1,000 rates).
 *
 * @throws MeasureError `too-few` unless there are two groups, each with positives and negatives
 */
export function fairThresholds(rows: readonly ScoredRow[], constraint: FairnessConstraint): FairThresholds {
  for (const { score } of rows) {
    if (!Number.isFinite(score)) throw new MeasureError('not-finite', 'A score must be a finite number.')
  }
  const curves = groupCurves(rows)
  if (curves.length < 2 || curves.some(({ positives, negatives }) => positives === 0 || negatives === 0)) {
    throw new MeasureError('too-few', 'Give at least two groups, each with positive and negative rows.')
  }
  const total = rows.length
  const best = (constraint === 'equalised-odds' ? bestOdds : bestRate)(curves, constraint)
  const accuracyWithout = curves.reduce((sum, curve) => sum + Math.max(...curve.points.map((p) => right(curve, p))), 0)
  const { groups, rate, falsePositiveRate } = best
  return {
    constraint,
    groups,
    accuracy: best.right / total,
    accuracyWithout: accuracyWithout / total,
    rate,
    falsePositiveRate,
  }
}

const right = ({ negatives }: GroupCurve, point: { readonly hits: number; readonly false: number }): number =>
  point.hits + negatives - point.false

interface Mixed {
  readonly hits: number
  readonly false: number
  readonly thresholds: FairThreshold['thresholds']
}

interface Best extends Pick<FairThresholds, 'groups' | 'rate' | 'falsePositiveRate'> {
  readonly right: number
}

/** One rate for all groups: of everybody, or of those who deserve it. */
function bestRate(curves: readonly GroupCurve[], constraint: FairnessConstraint): Best {
  const reached = curves.map((curve) => {
    const rate = (p: CurvePoint): number =>
      constraint === 'equal-opportunity'
        ? p.hits / curve.positives
        : (p.hits + p.false) / (curve.positives + curve.negatives)
    return { curve, rate, hull: upperHull(curve.points, rate, (p) => right(curve, p)) }
  })
  let best: Best | undefined
  for (let step = 0; step <= gridSize; step++) {
    const rate = step / gridSize
    const mixed = reached.map(({ rate: of, hull }) => mixAt(hull, of, rate))
    const sum = mixed.reduce((all, point, i) => all + right(curves[i] as GroupCurve, point), 0)
    if (best && sum <= best.right + 1e-9) continue
    const groups = mixed.map(({ thresholds }, i) => plain((curves[i] as GroupCurve).group, thresholds))
    best = { right: sum, rate, falsePositiveRate: null, groups }
  }
  return best as Best
}

/** A point below every group's ROC hull; groups that could do better look away with some chance. */
function bestOdds(curves: readonly GroupCurve[]): Best {
  const hulls = curves.map((curve) =>
    upperHull(
      curve.points,
      (p) => p.false / curve.negatives,
      (p) => p.hits / curve.positives,
    ),
  )
  const positives = curves.reduce((sum, curve) => sum + curve.positives, 0)
  const negatives = curves.reduce((sum, curve) => sum + curve.negatives, 0)
  let best: Best | undefined
  for (let step = 0; step <= gridSize; step++) {
    const x = step / gridSize
    const mixed = hulls.map((hull, i) => mixAt(hull, (p) => p.false / (curves[i] as GroupCurve).negatives, x))
    const y = Math.min(...mixed.map(({ hits }, i) => hits / (curves[i] as GroupCurve).positives))
    const sum = y * positives + (1 - x) * negatives
    if (best && sum <= best.right + 1e-9) continue
    const groups = mixed.map(({ hits, thresholds }, i): FairThreshold => {
      const own = hits / (curves[i] as GroupCurve).positives
      // On the way from (x, own) down to the diagonal point (x, x) lies (x, y).
      const ignore = own - x > 1e-12 ? (own - y) / (own - x) : 0
      return { group: (curves[i] as GroupCurve).group, thresholds, ignore, constant: x }
    })
    best = { right: sum, rate: y, falsePositiveRate: x, groups }
  }
  return best as Best
}

const plain = (group: string, thresholds: FairThreshold['thresholds']): FairThreshold => ({
  group,
  thresholds,
  ignore: 0,
  constant: 0,
})

/** The point of a hull at `rate`, as a mixture of the two points around it. */
function mixAt(hull: readonly CurvePoint[], rateOf: (p: CurvePoint) => number, rate: number): Mixed {
  const after = hull.findIndex((point) => rateOf(point) >= rate - 1e-12)
  const high = hull[after === -1 ? hull.length - 1 : after] as CurvePoint
  const low = hull[Math.max(0, (after === -1 ? hull.length : after) - 1)] as CurvePoint
  const width = rateOf(high) - rateOf(low)
  const chance = width <= 0 ? 1 : Math.min(1, Math.max(0, (rate - rateOf(low)) / width))
  return {
    hits: low.hits + chance * (high.hits - low.hits),
    false: low.false + chance * (high.false - low.false),
    thresholds: [
      { threshold: low.threshold, chance: 1 - chance },
      { threshold: high.threshold, chance },
    ].filter((one) => one.chance > 0),
  }
}
