import { RecommendError } from '../errors.ts'
import { type Random, shuffled } from '../evaluate/random.ts'
import { edgesOf, type SocialGraph, socialGraphFromDense } from './social-graph.ts'

/** Pairs of dense ids as parallel columns with `from[i] < to[i]`. */
export interface Pairs {
  readonly from: Int32Array
  readonly to: Int32Array
}

export interface HiddenEdges {
  /** The graph without the hidden edges; the same people under the same dense ids. */
  readonly graph: SocialGraph
  readonly hidden: Pairs
}

/**
 * Hides a share of the edges, drawn uniformly without replacement: round(share × edges), at least one.
 *
 * @throws RecommendError `bad-parameter` unless 0 < share < 1; `no-cases` when no edge would be left
 */
export function hideEdges(graph: SocialGraph, share: number, random: Random): HiddenEdges {
  if (!(share > 0 && share < 1))
    throw new RecommendError('bad-parameter', 'share must be above 0 and below 1.', { parameter: 'share' })
  if (graph.edgeCount < 2) throw new RecommendError('no-cases', 'Hiding edges needs at least two of them.')
  const edges = edgesOf(graph)
  const count = Math.min(graph.edgeCount - 1, Math.max(1, Math.round(share * graph.edgeCount)))
  const order = shuffled(
    Int32Array.from({ length: graph.edgeCount }, (_, edge) => edge),
    random,
  )
  const take = (ends: Int32Array, slots: Int32Array): Int32Array => slots.map((edge) => ends[edge] as number)
  const hidden = order.subarray(0, count)
  const kept = order.subarray(count)
  return {
    graph: socialGraphFromDense(graph.people, take(edges.from, kept), take(edges.to, kept)),
    hidden: { from: take(edges.from, hidden), to: take(edges.to, hidden) },
  }
}
