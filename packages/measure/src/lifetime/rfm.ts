import { MeasureError, requireFinite } from '../errors.ts'
import { meanRanks } from '../mean-ranks.ts'

/** Groups of customers by how recently, how often and for how much they bought; from the best to the lost. */
export const rfmGroups = [
  'champions',
  'loyal',
  'potentially-loyal',
  'new',
  'needs-attention',
  'about-to-sleep',
  'at-risk',
  'cannot-lose',
  'hibernating',
  'lost',
] as const

export type RfmGroup = (typeof rfmGroups)[number]

/** One entry a customer. */
export interface RfmInput {
  /** How long ago they last bought, in any unit. */
  readonly sinceLast: ArrayLike<number>
  /** How often they bought. */
  readonly purchases: ArrayLike<number>
  /** What they paid in all. */
  readonly total: ArrayLike<number>
}

export interface RfmScore {
  /** 1 … 5, 5 for the most recent fifth. */
  readonly recency: number
  readonly frequency: number
  readonly monetary: number
  readonly group: RfmGroup
}

/**
 * Scores by fifths (Hughes 1994). Customers with equal values get equal scores: that of their mean rank.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`
 */
export function rfmScores({ sinceLast, purchases, total }: RfmInput): RfmScore[] {
  if (sinceLast.length === 0) throw new MeasureError('too-few', 'Give at least one customer.')
  if (purchases.length !== sinceLast.length || total.length !== sinceLast.length)
    throw new MeasureError('out-of-range', 'Give one time, one count and one sum for each customer.')
  const ago = fifths(Array.from(sinceLast, (time) => -time))
  const often = fifths(purchases)
  const much = fifths(total)
  return Array.from(ago, (recency, i) => {
    const [frequency, monetary] = [often[i] as number, much[i] as number]
    return { recency, frequency, monetary, group: rfmGroupOf({ recency, frequency, monetary }) }
  })
}

function fifths(values: ArrayLike<number>): Uint8Array {
  const n = values.length
  for (let i = 0; i < n; i++) requireFinite('value', values[i] as number)
  return Uint8Array.from(meanRanks(values), (rank) => Math.min(5, 1 + Math.floor(((rank - 0.5) / n) * 5)))
}

/** The group of three scores: recency against the mean of the other two. */
export function rfmGroupOf({ recency, frequency, monetary }: Omit<RfmScore, 'group'>): RfmGroup {
  const worth = (frequency + monetary) / 2
  if (recency >= 4) {
    if (worth >= 4) return 'champions'
    if (worth >= 3) return 'loyal'
    return worth >= 2 ? 'potentially-loyal' : 'new'
  }
  if (recency === 3) {
    if (worth >= 4) return 'loyal'
    return worth >= 2.5 ? 'needs-attention' : 'about-to-sleep'
  }
  if (worth >= 4.5) return 'cannot-lose'
  if (worth >= 3) return 'at-risk'
  return recency === 2 ? 'hibernating' : 'lost'
}
