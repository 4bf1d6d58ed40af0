/** Relevances in the order of falling scores; of equal scores the less relevant stands first, so that ties are no help. */
export function ranked(scores: readonly number[], relevances: readonly number[]): number[] {
  const order = [...relevances.keys()].sort(
    (a, b) => (scores[b] as number) - (scores[a] as number) || (relevances[a] as number) - (relevances[b] as number),
  )
  return order.map((i) => relevances[i] as number)
}

/**
 * Normalised discounted cumulative gain at k: Σ (2^relevance − 1) / log₂(rank + 1) over the first k, divided by the most that it
 * could be. 1 where nothing is relevant.
 */
export function ndcg(scores: readonly number[], relevances: readonly number[], k: number): number {
  const gain = (list: readonly number[]): number =>
    list.slice(0, k).reduce((sum, relevance, i) => sum + (2 ** relevance - 1) / Math.log2(i + 2), 0)
  const most = gain(relevances.toSorted((a, b) => b - a))
  return most === 0 ? 1 : gain(ranked(scores, relevances)) / most
}

/** 1 / rank of the first that is relevant; 0 where none is. */
export function reciprocalRank(scores: readonly number[], relevances: readonly number[]): number {
  const place = ranked(scores, relevances).findIndex((relevance) => relevance > 0)
  return place < 0 ? 0 : 1 / (place + 1)
}
