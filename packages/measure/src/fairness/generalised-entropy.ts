import { MeasureError, requireFinite } from '../errors.ts'

/** How unequal benefits are, in whole and split by group. */
export interface GeneralisedEntropy {
  /** 0 where all have the same. */
  readonly total: number
  /** What is left when everybody gets the mean of their group. */
  readonly between: number
  /** total − between: what differs among members of the same group. */
  readonly within: number
}

export interface GeneralisedEntropyOptions {
  /** 2: half the squared coefficient of variation; 1: Theil's index; 0: mean log deviation. Default 2, as in AIF360. */
  readonly alpha?: number
  /** The group of each benefit. Without it all are one group. */
  readonly groups?: readonly string[]
}

/**
 * Generalised entropy index of benefits (Speicher et al. 2018, "A unified approach to quantifying algorithmic unfairness",
 * eq. 1), as `generalized_entropy_index`, `theil_index` and `between_group_generalized_entropy_index` in AIF360.
 *
 * @param benefits not negative, with a mean above 0; where α is 0 above 0 each
 * @throws MeasureError `too-few`, `out-of-range`
 * @example generalisedEntropy([1, 1, 1, 2, 0]).total // .2
 */
export function generalisedEntropy(
  benefits: readonly number[],
  { alpha = 2, groups }: GeneralisedEntropyOptions = {},
): GeneralisedEntropy {
  requireFinite('alpha', alpha)
  if (benefits.length === 0) throw new MeasureError('too-few', 'Give at least one benefit.')
  if (groups && groups.length !== benefits.length) {
    throw new MeasureError('out-of-range', 'Give one group for each benefit.')
  }
  for (const benefit of benefits) {
    if (!(benefit >= 0) || !Number.isFinite(benefit)) {
      throw new MeasureError('out-of-range', 'Benefits must be finite and not negative.')
    }
  }
  const total = indexOf(benefits, alpha)
  const between = groups ? indexOf(groupMeans(benefits, groups), alpha) : 0
  // What is left of the rounding of two nearly equal numbers is nothing.
  return { total, between, within: Math.max(0, total - between) }
}

/** Theil's index: generalised entropy with α = 1. */
export function theilIndex(benefits: readonly number[], groups?: readonly string[]): GeneralisedEntropy {
  return generalisedEntropy(benefits, { alpha: 1, ...(groups && { groups }) })
}

/**
 * The benefit of a decision in AIF360: predicted − actual + 1, so 0 for those who were denied what they deserved, 1 for those
 * judged rightly, 2 for those given more.
 */
export function benefitOfDecision(predicted: boolean, actual: boolean): number {
  return Number(predicted) - Number(actual) + 1
}

function groupMeans(benefits: readonly number[], groups: readonly string[]): readonly number[] {
  const sums = new Map<string, { sum: number; count: number }>()
  groups.forEach((group, i) => {
    const into = sums.get(group) ?? { sum: 0, count: 0 }
    into.sum += benefits[i] ?? 0
    into.count++
    sums.set(group, into)
  })
  return groups.map((group) => {
    const own = sums.get(group)
    return own ? own.sum / own.count : 0
  })
}

function indexOf(benefits: readonly number[], alpha: number): number {
  const mean = benefits.reduce((a, b) => a + b, 0) / benefits.length
  if (mean <= 0) throw new MeasureError('out-of-range', 'The mean benefit must be above 0.')
  if (alpha <= 0 && benefits.includes(0)) {
    throw new MeasureError('out-of-range', 'With alpha at most 0 every benefit must be above 0.')
  }
  const average = (term: (share: number) => number): number =>
    benefits.reduce((sum, benefit) => sum + term(benefit / mean), 0) / benefits.length
  if (alpha === 1)
    return Math.max(
      0,
      average((x) => (x === 0 ? 0 : x * Math.log(x))),
    )
  if (alpha === 0)
    return Math.max(
      0,
      average((x) => -Math.log(x)),
    )
  return Math.max(0, average((x) => x ** alpha - 1) / (alpha * (alpha - 1)))
}
