/** What scores all items for a sequence of items. */
export interface SequenceScorer {
  /** Of every item; overwritten by the next call. Items that are not known have −Infinity. */
  scoresOf(items: Int32Array): Float64Array
}

/**
 * NDCG at a length of the last items of sequences, asked with what came before; those items are left out of the ranking.
 *
 * @param sequences each with two items or more
 */
export function ndcgOfLast(scorer: SequenceScorer, sequences: readonly Int32Array[], length: number): number {
  let total = 0
  for (const sequence of sequences) {
    const history = sequence.subarray(0, -1)
    const target = sequence.at(-1) as number
    const seen = new Set(history)
    if (seen.has(target)) continue
    const scores = scorer.scoresOf(history)
    const own = scores[target] as number
    let rank = 1
    for (let item = 0; item < scores.length && rank <= length; item++)
      if ((scores[item] as number) > own && !seen.has(item)) rank++
    if (rank <= length) total += 1 / Math.log2(rank + 1)
  }
  return total / sequences.length
}
