import type { Itemset } from './frequent-itemsets.ts'

/** Who has `antecedent` in the basket often has `consequent` too. */
export interface AssociationRule {
  /** Dense item ids, ascending. */
  readonly antecedent: readonly number[]
  readonly consequent: number
  /** Baskets with all of them. */
  readonly count: number
  /** count / baskets. */
  readonly support: number
  /** count / baskets with the antecedent. */
  readonly confidence: number
  /** confidence / share of baskets with the consequent: above 1 they go together more than by chance. */
  readonly lift: number
  /** (1 − share with the consequent) / (1 − confidence); Infinity for a rule without exception. */
  readonly conviction: number
}

/**
 * Rules with one item on the right, from itemsets that hold all their subsets (as `frequentItemsets` gives them).
 * Measures as in Agrawal et al. (SIGMOD 1993) and Brin et al. (SIGMOD 1997).
 *
 * @returns surest first, then the most frequent, then by ids
 */
export function associationRules(
  itemsets: readonly Itemset[],
  basketCount: number,
  { minConfidence, minLift = 0 }: { readonly minConfidence: number; readonly minLift?: number },
): AssociationRule[] {
  const counts = new Map(itemsets.map(({ items, count }) => [items.join(), count]))
  const rules: AssociationRule[] = []
  for (const { items, count } of itemsets) {
    if (items.length < 2) continue
    for (const consequent of items) {
      const antecedent = items.filter((item) => item !== consequent)
      const confidence = count / (counts.get(antecedent.join()) as number)
      const share = (counts.get(String(consequent)) as number) / basketCount
      const lift = confidence / share
      if (confidence < minConfidence || lift < minLift) continue
      const conviction = (1 - share) / (1 - confidence)
      rules.push({ antecedent, consequent, count, support: count / basketCount, confidence, lift, conviction })
    }
  }
  return rules.sort(
    (a, b) =>
      b.confidence - a.confidence ||
      b.count - a.count ||
      a.consequent - b.consequent ||
      (a.antecedent.join() < b.antecedent.join() ? -1 : 1),
  )
}
