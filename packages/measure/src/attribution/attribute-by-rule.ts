import { MeasureError } from '../errors.ts'
import { type AttributionPath, type ChannelCredit, channelsOf, checkPaths } from './paths.ts'

/** How a rule parts the credit of one path among its touches. */
export type AttributionRule =
  | { readonly kind: 'first' | 'last' | 'linear' }
  /** A touch so many days before the end counts half of one at the end. */
  | { readonly kind: 'time-decay'; readonly halfLifeDays: number }
  /** Shares of the first and of the last touch; the rest is parted among those between. */
  | { readonly kind: 'position'; readonly first: number; readonly last: number }

/**
 * Credit by a rule that looks at each path alone. The credits sum to all conversions and to all their value.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `no-ages` for the time decay of paths without ages
 * @example
 * attributeByRule([{ touches: ['search', 'email'], conversions: 2, value: 30, losses: 0 }], { kind: 'linear' })
 * // search 1 conversion and 15, email 1 and 15
 */
export function attributeByRule(paths: readonly AttributionPath[], rule: AttributionRule): readonly ChannelCredit[] {
  checkPaths(paths)
  checkRule(rule)
  const credits = new Map(channelsOf(paths).map((channel) => [channel, { conversions: 0, value: 0 }]))
  for (const path of paths) {
    const weights = weightsOf(path, rule)
    const all = weights.reduce((sum, one) => sum + one, 0)
    for (const [at, channel] of path.touches.entries()) {
      const credit = credits.get(channel)
      if (!credit) continue
      const share = (weights[at] as number) / all
      credit.conversions += share * path.conversions
      credit.value += share * path.value
    }
  }
  return [...credits].map(([channel, credit]) => ({ channel, ...credit }))
}

function checkRule(rule: AttributionRule): void {
  if (rule.kind === 'time-decay' && !(rule.halfLifeDays > 0 && Number.isFinite(rule.halfLifeDays)))
    throw new MeasureError('out-of-range', 'halfLifeDays must be above 0.')
  if (rule.kind !== 'position') return
  const { first, last } = rule
  if (!(first >= 0 && last >= 0 && first + last > 0 && first + last <= 1))
    throw new MeasureError('out-of-range', 'first and last must be shares that sum to more than 0 and at most 1.')
}

function weightsOf({ touches, ages }: AttributionPath, rule: AttributionRule): readonly number[] {
  const n = touches.length
  switch (rule.kind) {
    case 'first':
      return touches.map((_, at) => Number(at === 0))
    case 'last':
      return touches.map((_, at) => Number(at === n - 1))
    case 'linear':
      return touches.map(() => 1)
    case 'time-decay': {
      if (ages === undefined) throw new MeasureError('no-ages', 'The time decay needs the age of each touch in days.')
      // Counted from the youngest, so that a path of old touches alone does not vanish.
      const youngest = Math.min(...ages)
      return ages.map((age) => 2 ** ((youngest - age) / rule.halfLifeDays))
    }
    case 'position': {
      const { first, last } = rule
      // Nobody stands between: the ends share all of it.
      if (n <= 2) return n === 1 ? [1] : [first, last]
      return touches.map((_, at) => (at === 0 ? first : at === n - 1 ? last : (1 - first - last) / (n - 2)))
    }
  }
}
