import { RecommendError } from '../errors.ts'
import { topItems } from '../top-items.ts'
import { type FriendMethod, friendScorer } from './friend-methods.ts'
import { checkPerson, friendsOf, type SocialGraph } from './social-graph.ts'

export interface FriendOptions {
  /** Default `defaultFriendMethod`. */
  readonly method?: FriendMethod
  /** People who must not be proposed (dense id), for example blocked ones. Friends and the person never are. */
  readonly exclude?: (person: number) => boolean
}

/** People with scores, best first; ties by dense id, smaller first. */
export interface ScoredPeople {
  readonly people: Int32Array
  readonly scores: Float32Array
}

/** Proposes friends, one person at a time. */
export interface FriendRecommender {
  /**
   * Best `n` people that `person` does not know. Fewer where fewer have a score above zero.
   *
   * @throws RecommendError `bad-index` for an unknown person; `bad-parameter` unless `n` is a whole number from 0
   */
  recommend(person: number, n: number, exclude?: FriendOptions['exclude']): ScoredPeople
}

/**
 * A recommender over one graph. Its scratch memory is O(people) and reused, so keep it as long as the graph.
 *
 * @throws RecommendError `bad-parameter` when the method is
 * @example
 * friendRecommender(graph).recommend(graph.people.indexOf.get('ann') ?? -1, 10)
 */
export function friendRecommender(graph: SocialGraph, method?: FriendMethod): FriendRecommender {
  const scorer = friendScorer(graph, method)
  const known = new Int32Array(graph.people.ids.length).fill(-1)
  const best = topItems(0)
  return {
    recommend(person, n, exclude) {
      checkPerson(graph, person)
      if (!Number.isInteger(n) || n < 0)
        throw new RecommendError('bad-parameter', 'n must be a whole number from 0.', { parameter: 'n' })
      known[person] = person
      for (const friend of friendsOf(graph, person)) known[friend] = person
      const { people, scores } = scorer.of(person)
      best.clear(Math.min(n, people.length))
      for (const other of people) {
        // Rounded as it is kept: else a tie would be lost to whoever is offered later.
        const score = Math.fround(scores[other] as number)
        if (score > 0 && known[other] !== person && !exclude?.(other)) best.offer(other, score)
      }
      const { items, scores: kept } = best.take()
      return { people: items, scores: kept }
    },
  }
}

/** `friendRecommender(graph, method).recommend(person, n, exclude)` for a single question. */
export function recommendFriends(
  graph: SocialGraph,
  person: number,
  n: number,
  { method, exclude }: FriendOptions = {},
): ScoredPeople {
  return friendRecommender(graph, method).recommend(person, n, exclude)
}
