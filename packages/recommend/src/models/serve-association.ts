import { RecommendError } from '../errors.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import type { AssociationRule } from './association-rules.ts'
import { lastBasketOf } from './baskets-of.ts'
import type { AssociationParameters } from './fit-association.ts'
import { areRows } from './neighbours-from.ts'

/** What the rules were found in. */
export interface AssociationSource {
  readonly itemCount: number
  readonly basketCount: number
}

/** The recommender on rules. A request looks at the rules whose smallest left item is in the basket. */
export function associationOf(
  rules: readonly AssociationRule[],
  { itemCount, basketCount }: AssociationSource,
  parameters: AssociationParameters,
): Recommender {
  const { rankBy } = parameters
  const gapMs = parameters.basketGapMinutes * 60_000
  const top = topItems(0)
  const byFirst = Map.groupBy(rules, ({ antecedent }) => antecedent[0])

  /** For each item the best rule that leads to it; between equal rules the one with fewer items on the left. */
  function bestRules(basket: ReadonlySet<number>): Map<number, AssociationRule> {
    const best = new Map<number, AssociationRule>()
    for (const item of basket) {
      for (const rule of byFirst.get(item) ?? []) {
        if (basket.has(rule.consequent) || !rule.antecedent.every((other) => basket.has(other))) continue
        const before = best.get(rule.consequent)
        const gain = before ? rule[rankBy] - before[rankBy] : 1
        if (gain > 0 || (gain === 0 && rule.antecedent.length < (before?.antecedent.length ?? 0))) {
          best.set(rule.consequent, rule)
        }
      }
    }
    return best
  }

  const rulesFor = (history: History): Map<number, AssociationRule> => bestRules(lastBasketOf(history, gapMs))

  function rank(best: Map<number, AssociationRule>, n: number, exclude?: (item: number) => boolean) {
    top.clear(Math.min(n, itemCount))
    for (const [item, rule] of best)
      if (!exclude?.(item) && rule[rankBy] > 0) top.offer(item, Math.fround(rule[rankBy]))
    return top.take()
  }

  return {
    kind: 'association',
    itemCount,
    /** Items of the basket itself are never among the answers. */
    recommend: (history, n, { exclude } = {}) => rank(rulesFor(history), n, exclude),
    score(history, items) {
      const best = rulesFor(history)
      return Float32Array.from(items, (item) => best.get(item)?.[rankBy] ?? 0)
    },
    similarItems: (item, n, { exclude } = {}) => rank(bestRules(new Set([item])), n, exclude),
    /** Exact: the items of the one rule that gave the score, in equal shares. */
    explain(history, item, n) {
      const antecedent = rulesFor(history).get(item)?.antecedent ?? []
      return antecedent.slice(0, Math.max(0, n)).map((source) => ({ item: source, share: 1 / antecedent.length }))
    },
    save() {
      const ends = [0]
      for (const { antecedent } of rules) ends.push((ends.at(-1) as number) + antecedent.length)
      return {
        kind: 'association',
        parameters: { ...parameters },
        arrays: {
          indptr: Int32Array.from(ends),
          antecedents: Int32Array.from(rules.flatMap(({ antecedent }) => antecedent)),
          consequents: Int32Array.from(rules, ({ consequent }) => consequent),
          counts: Int32Array.from(rules, ({ count }) => count),
          confidences: Float64Array.from(rules, ({ confidence }) => confidence),
          lifts: Float64Array.from(rules, ({ lift }) => lift),
          convictions: Float64Array.from(rules, ({ conviction }) => conviction),
          source: Int32Array.of(itemCount, basketCount),
        },
      }
    },
  }
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadAssociation(saved: SavedRecommender): Recommender {
  const { rules, source } = savedRulesOf(saved)
  return associationOf(rules, source, saved.parameters as unknown as AssociationParameters)
}

/**
 * The rules of a saved model, surest first, for tables and exports.
 *
 * @throws RecommendError `bad-model` when arrays are missing or do not fit together
 */
export function savedRulesOf({ arrays }: SavedRecommender): { rules: AssociationRule[]; source: AssociationSource } {
  const { indptr, antecedents, consequents, counts, confidences, lifts, convictions, source } = arrays
  const [itemCount = -1, basketCount = 0] = source ?? []
  const columns = [consequents, counts, confidences, lifts, convictions]
  if (
    !(indptr instanceof Int32Array && antecedents instanceof Int32Array && consequents instanceof Int32Array) ||
    !areRows(indptr, antecedents, itemCount) ||
    !columns.every((column) => column?.length === indptr.length - 1) ||
    consequents.some((item) => item < 0 || item >= itemCount) ||
    !(basketCount > 0)
  ) {
    throw new RecommendError('bad-model', 'A saved association model needs rules whose arrays fit together.')
  }
  const rules = Array.from(consequents, (consequent, rule): AssociationRule => {
    const count = counts?.[rule] as number
    return {
      antecedent: [...antecedents.subarray(indptr[rule], indptr[rule + 1])],
      consequent,
      count,
      support: count / basketCount,
      confidence: confidences?.[rule] as number,
      lift: lifts?.[rule] as number,
      conviction: convictions?.[rule] as number,
    }
  })
  return { rules, source: { itemCount, basketCount } }
}
