import { drawCounts } from '../draw-counts.ts'
import { MeasureError, requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { percentileInterval } from '../percentile-interval.ts'
import { type Rng, seededRng } from '../random.ts'
import { meanGains } from './mean-gains.ts'
import { normalisedAreas } from './normalised-areas.ts'
import { cumulate, type RankedOutcomes, rankOutcomes, type ScoredOutcomes } from './ranked-outcomes.ts'
import { type ShareStrategy, upliftAtShare } from './uplift-at-share.ts'
import { qiniCurve, type UpliftCurve } from './uplift-curve.ts'

export interface EvaluateUpliftOptions {
  /** Shares at which the uplift is told. Default .1, .2, .3 and .5. */
  readonly shares?: readonly number[]
  readonly strategy?: ShareStrategy
  /** Resamples of the bootstrap. Default 500. */
  readonly samples?: number
  readonly rng?: Rng
  readonly level?: number
}

export type UpliftWarning = 'no-qini' | 'no-auuc' | 'no-effect' | 'empty-share'

export interface UpliftEvaluation {
  readonly units: { readonly treated: number; readonly control: number }
  /** Mean outcome of those treated less that of those not. */
  readonly averageEffect: Interval
  /** Normalised by the best order there could be. The default where one number is wanted. */
  readonly scikitUplift: { readonly qini: Interval | null; readonly auuc: Interval | null }
  /** Mean height of the curve, in shares of its end. */
  readonly causalml: { readonly qini: Interval | null; readonly auuc: Interval | null }
  readonly upliftAt: readonly { readonly share: number; readonly uplift: Interval | null }[]
  /** The Qini curve (outcomes won among those treated), for drawing. */
  readonly curve: UpliftCurve
  readonly warnings: readonly { readonly code: UpliftWarning }[]
}

/**
 * How well scores order units by uplift, on units that were treated by chance: Qini and AUUC in the definitions of
 * scikit-uplift and of causalml, and the uplift of the best shares, with percentile bootstrap intervals over units. Units of
 * one score are tied: the curves run straight through them, whatever the order of the rows.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`
 * @example
 * evaluateUplift({ scores, treated, outcome }).scikitUplift.qini // { value: .034, low: .015, high: .054 }
 */
export function evaluateUplift(data: ScoredOutcomes, options: EvaluateUpliftOptions = {}): UpliftEvaluation {
  const { shares = [0.1, 0.2, 0.3, 0.5], strategy = 'overall', samples = 500, rng = seededRng(1) } = options
  const level = options.level ?? defaultLevel
  requireLevel(level)
  if (!Number.isInteger(samples) || samples < 1) throw new MeasureError('out-of-range', 'samples must be 1 or more.')
  const ranked = rankOutcomes(data)
  const rows = ranked.treated.length
  const point = figuresOf(ranked, shares, strategy)
  const drawn = Array.from({ length: samples }, () => figuresOf(ranked, shares, strategy, drawCounts(rows, rng)))
  const interval = (pick: (figures: Figures) => number | null): Interval | null =>
    percentileInterval(pick(point), drawn.map(pick), level)
  const result = {
    scikitUplift: { qini: interval(({ areas }) => areas.qini), auuc: interval(({ areas }) => areas.auuc) },
    causalml: { qini: interval(({ gains }) => gains.qini), auuc: interval(({ gains }) => gains.auuc) },
    upliftAt: shares.map((share, at) => ({ share, uplift: interval(({ at: all }) => all[at] ?? null) })),
  }
  const treated = data.treated.reduce((sum, one) => sum + one, 0)
  return {
    units: { treated, control: rows - treated },
    // Both arms have somebody: `rankOutcomes` has seen to it.
    averageEffect: percentileInterval(
      point.effect as number,
      drawn.map(({ effect }) => effect),
      level,
    ),
    ...result,
    curve: qiniCurve(cumulate(ranked)),
    warnings: warningsOf(result),
  }
}

interface Figures {
  readonly effect: number | null
  readonly areas: ReturnType<typeof normalisedAreas>
  readonly gains: ReturnType<typeof meanGains>
  readonly at: readonly (number | null)[]
}

function figuresOf(
  ranked: RankedOutcomes,
  shares: readonly number[],
  strategy: ShareStrategy,
  counts?: Float64Array,
): Figures {
  const sums = cumulate(ranked, counts)
  const withCounts = counts === undefined ? {} : { counts }
  return {
    effect: upliftAtShare(ranked, 1, withCounts),
    areas: normalisedAreas(ranked, sums, counts),
    gains: meanGains(sums),
    at: shares.map((share) => upliftAtShare(ranked, share, { strategy, ...withCounts })),
  }
}

function warningsOf({
  scikitUplift,
  causalml,
  upliftAt,
}: Pick<UpliftEvaluation, 'scikitUplift' | 'causalml' | 'upliftAt'>): { code: UpliftWarning }[] {
  const warnings: { code: UpliftWarning }[] = []
  if (scikitUplift.qini === null) warnings.push({ code: 'no-qini' })
  if (scikitUplift.auuc === null) warnings.push({ code: 'no-auuc' })
  if (causalml.qini === null || causalml.auuc === null) warnings.push({ code: 'no-effect' })
  if (upliftAt.some(({ uplift }) => uplift === null)) warnings.push({ code: 'empty-share' })
  return warnings
}
