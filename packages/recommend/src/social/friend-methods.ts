import { RecommendError } from '../errors.ts'
import type { FriendScorer } from './friend-scores.ts'
import { type PageRankOptions, pageRankScorer } from './personalised-page-rank.ts'
import { shortPathScorer } from './short-path-scorer.ts'
import { degreeOf, type SocialGraph } from './social-graph.ts'

/** How near two people are who are not friends yet. */
export type FriendMethod =
  /** Σ over common friends of 1 / ln(their friends). Adamic, Adar: Friends and neighbors on the web, 2003. */
  | { readonly kind: 'adamicAdar' }
  /** Σ over common friends of 1 / their friends. Zhou, Lü, Zhang: Predicting missing links via local information, 2009. */
  | { readonly kind: 'resourceAllocation' }
  | ShortPaths
  /** See `pageRankScorer`. */
  | ({ readonly kind: 'personalisedPageRank' } & PageRankOptions)

/**
 * Paths of two steps + `longer` × paths of three; a step through somebody with d friends counts d^−`damping`. With
 * `damping` 0 a count of paths (local path index, Lü, Jin, Zhou 2009); with `damping` 1 and `longer` 0 resource allocation.
 */
export interface ShortPaths {
  readonly kind: 'shortPaths'
  /** 0 … 10. Default .05. */
  readonly longer?: number
  /** 0 … 5. Default 0. */
  readonly damping?: number
}

/** Best on both public friendship graphs at once; found on draws other than those reported (see bench/social.ts). */
export const defaultFriendMethod: FriendMethod = { kind: 'shortPaths', longer: 1, damping: 1.2 }

/**
 * Scores one person with everybody near, as often as asked, in scratch arrays that are reused.
 *
 * @throws RecommendError `bad-parameter` when the kind is unknown or an option is out of range (NaN included); the
 *   scorer's `of` throws `bad-index` for a person who is not in the graph
 * @example
 * const { people, scores } = friendScorer(graph, { kind: 'adamicAdar' }).of(0)
 */
export function friendScorer(graph: SocialGraph, method: FriendMethod = defaultFriendMethod): FriendScorer {
  const weightsBy = (weightOf: (friends: number) => number): Float64Array =>
    Float64Array.from({ length: graph.people.ids.length }, (_, person) => weightOf(degreeOf(graph, person)))
  switch (method.kind) {
    case 'adamicAdar':
      // Whoever has one friend joins no two people: their weight, 1 / ln 1, is never used but in walks that turn back.
      return shortPathScorer(graph, { weights: weightsBy((d) => (d < 2 ? 0 : 1 / Math.log(d))), longer: 0 })
    case 'resourceAllocation':
      return shortPathScorer(graph, { weights: weightsBy((d) => 1 / d), longer: 0 })
    case 'shortPaths': {
      const { longer = 0.05, damping = 0 } = method
      checkRange('longer', longer, 10)
      checkRange('damping', damping, 5)
      return shortPathScorer(graph, { weights: weightsBy((d) => d ** -damping), longer })
    }
    case 'personalisedPageRank':
      return pageRankScorer(graph, method)
    default: {
      const { kind } = method satisfies never as { kind: unknown }
      throw new RecommendError('bad-parameter', `There is no friend method ${JSON.stringify(kind)}.`, {
        parameter: 'kind',
      })
    }
  }
}

function checkRange(parameter: string, value: number, max: number): void {
  if (value >= 0 && value <= max) return
  throw new RecommendError('bad-parameter', `${parameter} must be from 0 to ${max}.`, { parameter })
}
