/** Measures of one ranked list at a cut-off k, against the items that should be in it. Each lies in [0, 1]. */
export interface RankingMetrics {
  /** 1 when any target is among the first k. */
  readonly hr: number
  /** Σ over targets found at rank r ≤ k of 1/log2(r + 1), divided by the most that min(k, targets) could reach. */
  readonly ndcg: number
  /** Targets found among the first k, divided by all targets. */
  readonly recall: number
  /** Targets found among the first k, divided by k (also when the list is shorter). */
  readonly precision: number
  /** Mean over min(k, targets) of the precision at the rank of each target found. */
  readonly map: number
  /** 1 / rank of the first target found, 0 when none is among the first k. */
  readonly mrr: number
}

/**
 * @param ranks 1-based ranks at which targets were found, ascending, .5 where a tie counts half; targets not found are
 * left out. Within the first k is whom fewer than k places lie before.
 * @param targetCount how many targets there are, at least 1
 * @example
 * rankingMetrics([1, 3], 2, 10).map // → (1/1 + 2/3) / 2
 */
export function rankingMetrics(ranks: readonly number[], targetCount: number, k: number): RankingMetrics {
  let found = 0
  let gain = 0
  let precisionSum = 0
  for (const rank of ranks) {
    // Fewer than k places lie before it; the same as rank ≤ k but for ranks that end in .5.
    if (rank >= k + 1) break
    found++
    gain += 1 / Math.log2(rank + 1)
    precisionSum += found / rank
  }
  const reachable = Math.min(k, targetCount)
  let idealGain = 0
  for (let rank = 1; rank <= reachable; rank++) idealGain += 1 / Math.log2(rank + 1)
  return {
    hr: found > 0 ? 1 : 0,
    ndcg: gain / idealGain,
    recall: found / targetCount,
    precision: found / k,
    map: precisionSum / reachable,
    mrr: found > 0 ? 1 / (ranks[0] as number) : 0,
  }
}
