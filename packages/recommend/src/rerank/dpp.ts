import type { ScoredItems } from '../recommender.ts'
import { greedyDpp } from './greedy-dpp.ts'
import type { ItemSimilarity } from './item-similarity.ts'
import { varietyReasons } from './mmr.ts'
import { scaledScores } from './scaled-scores.ts'
import { arrange, checkList, checkParameter, chosenFirst, type Reranked } from './stage.ts'

export interface DppOptions {
  /** Must be positive semi-definite over the items, as `vectorSimilarity(…, 'shifted')` and `groupSimilarity` are. */
  readonly similarity: ItemSimilarity
  /** θ, 0 … 0.99: how much the score counts beside variety. */
  readonly relevance: number
  /** Places to fill by this rule; the rest follow in their order. Default: all. */
  readonly n?: number
}

/**
 * Variety by a determinantal point process with kernel L_ij = q_i · S_ij · q_j and q_i = exp(α·r_i), α = θ / (2(1 − θ)),
 * which trades θ·Σ r_i against (1 − θ)·log det S (Chen, Zhang and Zhou, NeurIPS 2018, section 4), r scaled to 0 … 1. Unlike
 * MMR, an item is weighed against all above it together. Where the similarities have no direction left, the order stays.
 *
 * @throws RecommendError `bad-parameter`; `columns-differ` or `bad-value` for a list that is none
 */
export function dpp(list: ScoredItems, { similarity, relevance, n = list.items.length }: DppOptions): Reranked {
  checkList(list)
  checkParameter('relevance', relevance, 0, 0.99)
  checkParameter('n', n, 0, Number.MAX_SAFE_INTEGER, true)
  const { items } = list
  const exponent = relevance / (2 * (1 - relevance))
  const quality = scaledScores(list.scores).map((score) => Math.exp(exponent * score))
  const kernel = (a: number, b: number): number =>
    (quality[a] as number) * similarity(items[a] as number, items[b] as number) * (quality[b] as number)
  const { chosen } = greedyDpp(items.length, kernel, n)
  return arrange(list, chosenFirst(items.length, chosen), varietyReasons(items, chosen, similarity))
}
