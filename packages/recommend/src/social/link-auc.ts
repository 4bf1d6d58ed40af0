import { RecommendError } from '../errors.ts'

/**
 * Chance that an edge scores higher than a non-edge, both drawn at random; a tie counts half (Mann–Whitney U / (m · n)).
 *
 * @param edges scores of hidden edges
 * @param nonEdges scores of pairs that are no edges
 * @throws RecommendError `no-cases` when either is empty; `bad-value` when a score is NaN
 * @example
 * linkAuc(Float64Array.of(3, 1), Float64Array.of(1, 0)) // → .875: of four comparisons three are won and one is a tie
 */
export function linkAuc(edges: Float64Array, nonEdges: Float64Array): number {
  if (edges.length === 0 || nonEdges.length === 0)
    throw new RecommendError('no-cases', 'An AUC needs at least one edge and one non-edge.')
  if (edges.some(Number.isNaN) || nonEdges.some(Number.isNaN)) throw new RecommendError('bad-value', 'A score is NaN.')
  const high = edges.toSorted()
  const low = nonEdges.toSorted()
  let below = 0
  let upTo = 0
  let won = 0
  for (const score of high) {
    while (below < low.length && (low[below] as number) < score) below++
    while (upTo < low.length && (low[upTo] as number) <= score) upTo++
    won += (below + upTo) / 2
  }
  return won / (high.length * low.length)
}
