import { MeasureError } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { percentileInterval } from '../percentile-interval.ts'
import { type Rng, seededRng } from '../random.ts'
import { drawShares, type ExposureSample, exposureShares } from './exposure-sample.ts'
import { defaultMinimumSize, type FairnessWarning } from './rate-gap.ts'

/** What a group could rightly expect. */
export interface GroupMerit {
  readonly group: string
  /** Sum of the merits of its items in any unit, such as clicks, sales or relevance; not negative. */
  readonly merit: number
  /** Items on offer. */
  readonly items: number
}

export interface GroupExposure {
  readonly group: string
  readonly items: number
  /** Places it was shown at. */
  readonly places: number
  /** Share of the exposure, each place weighing 1 / log₂(place + 1). */
  readonly exposureShare: Interval
  readonly meritShare: number
  readonly itemShare: number
  /** Share of exposure over share of merit: 1 is what it merits. Null without merit. */
  readonly ratio: Interval | null
  readonly small: boolean
}

export interface ExposureParity {
  readonly groups: readonly GroupExposure[]
  /** Smallest ratio over largest: disparate treatment (Singh & Joachims 2018, eq. 6); 1 is parity. */
  readonly treatmentRatio: Interval | null
  /** Theil's index of exposure per item between the groups: 0 where every item is seen equally, whatever it merits. */
  readonly inequality: number | null
  readonly warnings: readonly (FairnessWarning | { readonly code: 'no-merit'; readonly group: string })[]
}

export interface ExposureOptions {
  /** Bootstrap samples over the parts. Default 500. */
  readonly samples?: number
  /** Default: seeded with 1. */
  readonly rng?: Rng
  readonly level?: number
  /** Groups that were shown, and by their merit would be shown, at fewer places are listed but not compared. Default 30. */
  readonly minimumSize?: number
}

/**
 * Exposure of groups of items against their merit, with the position weights of DCG (Singh & Joachims 2018, "Fairness of
 * exposure in rankings", sections 3 and 4.2). Intervals: percentile bootstrap over lists or persons.
 *
 * @throws MeasureError `too-few` without exposure, `out-of-range` for a merit that is negative or not finite
 * @example exposureParity(exposureOfLists([['acme', 'zen'], ['acme', 'zen']]), [{ group: 'acme', merit: 1, items: 1 }, …])
 */
export function exposureParity(
  sample: ExposureSample,
  merits: readonly GroupMerit[],
  options: ExposureOptions = {},
): ExposureParity {
  const { samples = 500, rng = seededRng(1), level = defaultLevel, minimumSize = defaultMinimumSize } = options
  requireMerits(merits)
  const whole = withUnseen(sample, merits)
  const exact = exposureShares(whole.parts, whole.groups.length)
  if (sumOf([...exact]) === 0) throw new MeasureError('too-few', 'Give at least one list with an item.')
  const drawn = drawShares(whole, samples, rng)
  const known = new Map(merits.map((one) => [one.group, one]))
  const sums = { merit: sumOf(merits.map((m) => m.merit)), items: sumOf(merits.map((m) => m.items)) }
  const allPlaces = sumOf(whole.places)
  const groups = whole.groups.map((group, g): GroupExposure => {
    const { merit, items } = known.get(group) ?? { merit: 0, items: 0 }
    const places = whole.places[g] ?? 0
    const meritShare = share(merit, sums.merit)
    const exposureShare = percentiles(
      exact[g] ?? 0,
      drawn.map((draw) => draw[g] ?? 0),
      level,
    )
    const ratio = meritShare > 0 ? scaled(exposureShare, meritShare) : null
    // A group of merit that nobody was shown is the very case to be found: it is not small.
    const small = Math.max(places, meritShare * allPlaces) < minimumSize
    return { group, items, places, exposureShare, meritShare, itemShare: share(items, sums.items), ratio, small }
  })
  const compared = groups.flatMap(({ small, ratio, meritShare }, g) => (small || !ratio ? [] : [{ g, meritShare }]))
  const treatment = (shares: Float64Array): number => {
    const ratios = compared.map(({ g, meritShare }) => (shares[g] ?? 0) / meritShare)
    return share(Math.min(...ratios), Math.max(...ratios))
  }
  return {
    groups,
    treatmentRatio: compared.length < 2 ? null : percentiles(treatment(exact), drawn.map(treatment), level),
    inequality: inequalityOf(groups),
    warnings: [
      ...groups.flatMap(({ group, small }) => (small ? [{ code: 'small-group' as const, group }] : [])),
      ...groups.flatMap(({ group, ratio }) => (ratio ? [] : [{ code: 'no-merit' as const, group }])),
      ...(compared.length < 2 ? [{ code: 'too-few-groups' as const }] : []),
    ],
  }
}

function requireMerits(merits: readonly GroupMerit[]): void {
  for (const { merit, items } of merits) {
    if (!(merit >= 0) || !Number.isFinite(merit) || !(items >= 0) || !Number.isFinite(items)) {
      throw new MeasureError('out-of-range', 'Merits and numbers of items must be finite and not negative.')
    }
  }
}

/** Groups that were never shown have an exposure too: none. */
function withUnseen(sample: ExposureSample, merits: readonly GroupMerit[]): ExposureSample {
  const shown = new Set(sample.groups)
  const unseen = merits.map(({ group }) => group).filter((group) => !shown.has(group))
  if (unseen.length === 0) return sample
  const groups = [...sample.groups, ...unseen]
  const parts = sample.parts.map((part) => {
    const wide = new Float64Array(groups.length)
    wide.set(part)
    return wide
  })
  return { groups, places: [...sample.places, ...unseen.map(() => 0)], parts }
}

/** Widened to hold the value: draws of a smallest over a largest ratio are lower than it more often than not. */
function percentiles(value: number, drawn: readonly number[], level: number): Interval {
  const { low, high } = percentileInterval(value, drawn, level)
  return { value, low: Math.min(value, low), high: Math.max(value, high) }
}

const scaled = ({ value, low, high }: Interval, by: number): Interval => ({
  value: value / by,
  low: low / by,
  high: high / by,
})

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const share = (of: number, whole: number): number => (whole > 0 ? of / whole : 0)

/** Every item gets the mean exposure of its group. */
function inequalityOf(groups: readonly GroupExposure[]): number | null {
  const offered = groups.filter(({ items }) => items > 0)
  const items = sumOf(offered.map((one) => one.items))
  const exposure = sumOf(offered.map(({ exposureShare }) => exposureShare.value))
  if (items === 0 || exposure === 0) return null
  const terms = offered.map((one) => {
    const relative = (one.exposureShare.value / exposure) * (items / one.items)
    return relative === 0 ? 0 : (one.items / items) * relative * Math.log(relative)
  })
  return Math.max(0, sumOf(terms))
}
