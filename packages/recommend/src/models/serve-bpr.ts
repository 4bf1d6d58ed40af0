import { RecommendError } from '../errors.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { type BprItems, foldInBpr } from './bpr-fold-in.ts'
import type { BprParameters } from './bpr-parameters.ts'
import { distinctHistory } from './distinct-histories.ts'
import { factorRanker } from './factor-ranker.ts'
import { nearestByCosine } from './nearest-by-cosine.ts'
import { rowCosinesAmong } from './row-cosines-among.ts'
import { sharesOf } from './shares-of.ts'

/**
 * The recommender on fitted factors whose means over items are zero, so that a score is by how much an item is preferred to
 * an item at random. A request folds its history in (`foldInBpr`) and scans the items.
 */
export function bprOf(fitted: BprItems, parameters: BprParameters): Recommender {
  const { itemFactors, itemBiases } = fitted
  const { factors: d } = parameters
  const itemCount = itemBiases.length
  const ranker = factorRanker(withBiases(fitted, d), d + 1)
  const nearest = nearestByCosine(itemFactors, d)
  const itemsOf = (history: History): Int32Array => distinctHistory(history, itemCount, 0).indices

  /** What stands against an item's bias and factors; nothing for somebody without a history. */
  function queryOf(history: History): Float64Array {
    const query = new Float64Array(d + 1)
    const items = itemsOf(history)
    if (items.length === 0) return query
    query[0] = 1
    query.set(foldInBpr(fitted, items, parameters), 1)
    return query
  }

  /** What each item of the history brought to an item's score x · y: the steps that it made, as they have faded. */
  function partsOf(items: Int32Array, item: number): Float64Array {
    const steps: { at: number; negative: number; step: number }[] = []
    foldInBpr(fitted, items, parameters, (at, negative, step) => steps.push({ at, negative, step }))
    const towards = (other: number): number => {
      let sum = 0
      for (let k = 0; k < d; k++) sum += (itemFactors[other * d + k] as number) * (itemFactors[item * d + k] as number)
      return sum
    }
    const own = Float64Array.from(items, towards)
    const parts = new Float64Array(items.length)
    let faded = 1
    for (const { at, negative, step } of steps.reverse()) {
      parts[at] = (parts[at] as number) + faded * step * ((own[at] as number) - towards(negative))
      faded *= 1 - parameters.learningRate * parameters.regularisation
    }
    return parts
  }

  return {
    kind: 'bpr',
    itemCount,
    recommend: (history, n, { exclude } = {}) => ranker.best(queryOf(history), n, exclude),
    score: (history, items) => ranker.scores(queryOf(history), items),
    cosines: (items) => rowCosinesAmong(itemFactors, d, items),
    /** By the cosine of the items' factors; popularity has no part in it. */
    similarItems: (item, n, { exclude } = {}) => nearest(item, n, exclude),
    /**
     * Exact for the descent that made the person: a history item's part is what its own steps against other items added to
     * the score. The item's bias is nobody's part, so the shares of a popular item add up to less than 1.
     */
    explain(history, item, n) {
      if (!(item >= 0 && item < itemCount)) return []
      const items = itemsOf(history)
      const parts = partsOf(items, item)
      const helping = parts.reduce((sum, part) => sum + Math.max(0, part), 0)
      const known = helping / (helping + Math.max(0, itemBiases[item] as number))
      return sharesOf(
        Array.from(items, (source, at): [number, number] => [source, parts[at] as number]),
        n,
      ).map(({ item: source, share }) => ({ item: source, share: share * known }))
    },
    save: () => ({ kind: 'bpr', parameters: { ...parameters }, arrays: { itemFactors, itemBiases } }),
  }
}

/** [items × (d + 1)]: bias, then factors. */
function withBiases({ itemFactors, itemBiases }: BprItems, d: number): Float32Array {
  const both = new Float32Array(itemFactors.length + itemBiases.length)
  for (const [item, bias] of itemBiases.entries()) {
    both[item * (d + 1)] = bias
    both.set(itemFactors.subarray(item * d, item * d + d), item * (d + 1) + 1)
  }
  return both
}

/** @throws RecommendError `bad-model` when arrays are missing, not finite or do not fit together */
export function loadBpr({ parameters, arrays }: SavedRecommender): Recommender {
  const { itemFactors, itemBiases } = arrays
  const given = parameters as unknown as BprParameters
  if (
    !(itemFactors instanceof Float32Array && itemBiases instanceof Float32Array) ||
    itemBiases.length === 0 ||
    itemFactors.length !== itemBiases.length * given.factors ||
    !(itemFactors.every(Number.isFinite) && itemBiases.every(Number.isFinite))
  ) {
    const expected = 'itemFactors (Float32, items × factors) and itemBiases (Float32, items), finite'
    throw new RecommendError('bad-model', `A saved bpr needs the arrays ${expected}.`)
  }
  return bprOf({ itemFactors, itemBiases }, given)
}
