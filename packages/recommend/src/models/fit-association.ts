import { completeParameters, type ParameterSet } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import { choice, linear, log, number, whole } from '../parameter-schemas.ts'
import type { Recommender } from '../recommender.ts'
import { associationRules } from './association-rules.ts'
import { basketsOf } from './baskets-of.ts'
import { frequentItemsets } from './frequent-itemsets.ts'
import { associationOf } from './serve-association.ts'

export interface AssociationParameters {
  /** Share of baskets that must hold a rule's items. */
  readonly minSupport: number
  readonly minConfidence: number
  readonly minLift: number
  /** Most items of a rule, both sides together. */
  readonly maxLength: number
  /** Interactions of a person further apart than this lie in different baskets; 0: the whole history is one. */
  readonly basketGapMinutes: number
  /** The measure of a rule that is its score. */
  readonly rankBy: 'confidence' | 'lift'
}

export const associationParameters: ParameterSet = {
  kind: 'association',
  parameters: [
    number('minSupport', 0.001, 1e-9, 1, {
      en: 'Share of baskets that must hold all items of a rule.',
      zh: '规则的全部物品至少出现在这么大比例的购物篮中。',
      tune: log(0.0005, 0.02),
    }),
    number('minConfidence', 0.05, 0, 1, {
      en: 'Share of the baskets with the left side that must hold the right side too.',
      zh: '含规则左侧的购物篮中，同时含右侧的最低比例。',
      tune: linear(0.01, 0.3),
    }),
    number('minLift', 1, 0, 1e9, {
      en: 'How many times more often than by chance the two sides must meet.',
      zh: '左右两侧同时出现的频率至少是随机情况的多少倍。',
    }),
    whole('maxLength', 3, 2, 20, {
      en: 'Most items of a rule, both sides together.',
      zh: '规则两侧物品总数的上限。',
    }),
    number('basketGapMinutes', 30, 0, 1e7, {
      en: 'Interactions further apart than this are different baskets; 0: a whole history is one.',
      zh: '间隔超过这么多分钟的互动属于不同购物篮；0 表示整个历史是一个购物篮。',
    }),
    choice('rankBy', 'confidence', ['confidence', 'lift'], {
      en: 'The measure of a rule by which items are ranked.',
      zh: '按规则的哪个指标排序：confidence（置信度）或 lift（提升度）。',
      tune: ['confidence', 'lift'],
    }),
  ],
}

/**
 * Association rules over baskets. An item's score is the best confidence (or lift) of the rules that lead from the items
 * of the last basket to it.
 *
 * @throws RecommendError `bad-parameter`, also when minSupport lets through millions of itemsets; `no-interactions` when
 *   no interaction has a positive weight
 * @example
 * const model = fitAssociation(orders, { minSupport: 0.002, rankBy: 'lift' })
 */
export function fitAssociation(interactions: Interactions, options: Partial<AssociationParameters> = {}): Recommender {
  const parameters = completeParameters(associationParameters, { ...options }) as unknown as AssociationParameters
  const baskets = basketsOf(interactions, parameters.basketGapMinutes * 60_000)
  const basketCount = baskets.indptr.length - 1
  if (basketCount === 0) throw new RecommendError('no-interactions', 'Import or send some events before training.')
  const itemsets = frequentItemsets(baskets, {
    minCount: minCountOf(parameters.minSupport, basketCount),
    maxLength: parameters.maxLength,
  })
  const rules = associationRules(itemsets, basketCount, parameters)
  return associationOf(rules, { itemCount: interactions.items.ids.length, basketCount }, parameters)
}

/** The fewest baskets that are the asked share of all; .1 of 30 is 3, though .1 · 30 is a hair more in floating point. */
export function minCountOf(minSupport: number, basketCount: number): number {
  return Math.max(1, Math.ceil(minSupport * basketCount - 1e-9))
}
