import { drawCounts } from '../draw-counts.ts'
import { MeasureError, requireFinite, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { meanInterval } from '../mean-interval.ts'
import { percentileInterval } from '../percentile-interval.ts'
import { type Rng, seededRng } from '../random.ts'
import { drawFolds } from './cross-fit.ts'
import type { ArmScores } from './effect-scores.ts'

export interface TreatmentEconomics {
  /** What one unit of outcome is worth, for example the margin of an order. */
  readonly value: number
  /** What it costs to treat one unit, whatever comes of it. */
  readonly cost: number
  /** What one unit of outcome costs where it was treated, such as the discount of a coupon that is used. Default 0. */
  readonly costOfOutcome?: number
}

export interface ChooseTargetsOptions extends TreatmentEconomics {
  /** Resamples for the share's interval. Default 200. */
  readonly samples?: number
  /** Parts of which each is judged by the cut that the others chose. Default 5. */
  readonly folds?: number
  readonly rng?: Rng
  readonly level?: number
}

export type TargetWarning = 'treat-nobody' | 'treat-everybody' | 'profit-not-certain'

export interface Targets {
  /** Share of the units that it pays most to treat. */
  readonly share: Interval
  /** Treat units whose score is at least this; null where it pays to treat nobody. */
  readonly threshold: number | null
  /** Share of the units that was chosen where others chose the cut: what `profit` rests on. */
  readonly judgedShare: number
  /** Profit a unit over treating nobody, judged on units that did not choose the cut. */
  readonly profit: Interval
  readonly profitOfEverybody: Interval
  /** Profit a unit of treating as many as were chosen, drawn by lot. */
  readonly profitOfRandom: Interval
  /** What the choice wins a unit over treating everybody, and over as many drawn by lot: paired, unit by unit. */
  readonly overEverybody: Interval
  readonly overRandom: Interval
  /** Profit a unit of treating the best share, in a hundred steps; on the units that the cut was chosen on. */
  readonly curve: readonly { readonly share: number; readonly profit: number }[]
  readonly warnings: readonly { readonly code: TargetWarning }[]
}

/**
 * Whom it pays to treat: the share of units with the highest scores that brings the most profit, value · effect − cost, on
 * units that were treated by chance. The profit is judged by cross-validation, because the best of many cuts flatters itself.
 *
 * @param scores [rows]: predicted uplift, from a model that did not learn from these units
 * @param arms unbiased outcome scores of both arms of the same units (`armScores`)
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`
 * @example
 * const { share, threshold, profit } = chooseTargets(scores, arms, { value: 30, cost: .5 })
 * // “send the coupon to these 12 %”: share.value .12
 */
export function chooseTargets(scores: Float64Array, arms: ArmScores, options: ChooseTargetsOptions): Targets {
  const { samples = 200, folds = 5, rng = seededRng(1), level = defaultLevel } = options
  requireLevel(level)
  const n = scores.length
  if (arms.control.length !== n || arms.treatment.length !== n)
    throw new MeasureError('out-of-range', 'Give one score of each arm for each unit.')
  if (n < 2 * folds) throw new MeasureError('too-few', `At least ${2 * folds} units are needed.`)
  if (!scores.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every score must be a finite number.')
  const profits = profitsOf(arms, options)
  const order = Int32Array.from(scores, (_, row) => row).sort((a, b) => (scores[b] as number) - (scores[a] as number))
  const best = bestCut(order, scores, profits)
  const shares = Array.from({ length: samples }, () => bestCut(order, scores, profits, drawCounts(n, rng)).share)
  const chosen = judged(order, scores, profits, drawFolds(new Uint8Array(n), folds, rng), folds)
  const chosenShare = chosen.reduce((sum, one) => sum + one, 0) / n
  const meanOf = (profitOf: (unit: number) => number): Interval =>
    meanInterval(
      Float64Array.from(profits, (_, unit) => profitOf(unit)),
      level,
    )
  const won = (unit: number): number => (chosen[unit] as number) * (profits[unit] as number)
  const profit = meanOf(won)
  return {
    share: percentileInterval(best.share, shares, level),
    threshold: best.threshold,
    judgedShare: chosenShare,
    profit,
    profitOfEverybody: meanInterval(profits, level),
    profitOfRandom: meanOf((unit) => chosenShare * (profits[unit] as number)),
    overEverybody: meanOf((unit) => won(unit) - (profits[unit] as number)),
    overRandom: meanOf((unit) => won(unit) - chosenShare * (profits[unit] as number)),
    curve: curveOf(order, profits),
    warnings: [
      ...(best.threshold === null ? [{ code: 'treat-nobody' } as const] : []),
      ...(best.share === 1 ? [{ code: 'treat-everybody' } as const] : []),
      ...(best.threshold !== null && profit.low <= 0 ? [{ code: 'profit-not-certain' } as const] : []),
    ],
  }
}

/** [rows]: what treating this unit brings, less what it costs. */
function profitsOf(
  { control, treatment }: ArmScores,
  { value, cost, costOfOutcome = 0 }: TreatmentEconomics,
): Float64Array {
  requireFinite('value', value)
  requireFinite('cost', cost)
  requireFinite('costOfOutcome', costOfOutcome)
  if (cost < 0 || costOfOutcome < 0) throw new MeasureError('out-of-range', 'Costs must be at least 0.')
  return treatment.map((one, i) => value * (one - (control[i] as number)) - costOfOutcome * one - cost)
}

interface Cut {
  readonly share: number
  readonly threshold: number | null
}

/** The cut below which nobody is treated; units of one score are treated together. */
function bestCut(order: Int32Array, scores: Float64Array, profits: Float64Array, counts?: Float64Array): Cut {
  let [sum, best, taken, all] = [0, 0, 0, 0]
  let threshold: number | null = null
  for (let place = 0; place < order.length; place++) {
    const unit = order[place] as number
    const count = counts ? (counts[unit] as number) : 1
    sum += count * (profits[unit] as number)
    all += count
    const next = order[place + 1]
    if (next !== undefined && scores[next] === scores[unit]) continue
    if (sum > best) [best, taken, threshold] = [sum, all, scores[unit] as number]
  }
  return { share: all === 0 ? 0 : taken / all, threshold }
}

/** [rows]: 1 for a unit that the cut of the other folds chooses. */
function judged(
  order: Int32Array,
  scores: Float64Array,
  profits: Float64Array,
  fold: Int32Array,
  folds: number,
): Uint8Array {
  const chosen = new Uint8Array(scores.length)
  for (let aside = 0; aside < folds; aside++) {
    const { threshold } = bestCut(
      order.filter((unit) => fold[unit] !== aside),
      scores,
      profits,
    )
    if (threshold === null) continue
    for (const unit of order) if (fold[unit] === aside && (scores[unit] as number) >= threshold) chosen[unit] = 1
  }
  return chosen
}

function curveOf(order: Int32Array, profits: Float64Array): Targets['curve'] {
  const n = order.length
  const sums = new Float64Array(n + 1)
  for (let place = 0; place < n; place++)
    sums[place + 1] = (sums[place] as number) + (profits[order[place] as number] as number)
  return Array.from({ length: 101 }, (_, step) => {
    const units = Math.round((step / 100) * n)
    return { share: step / 100, profit: (sums[units] as number) / n }
  })
}
