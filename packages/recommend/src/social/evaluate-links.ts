import { RecommendError } from '../errors.ts'
import { randomOf } from '../evaluate/random.ts'
import { drawNonEdges, drawTwoStepNonEdges } from './draw-non-edges.ts'
import { type FriendMethod, friendScorer } from './friend-methods.ts'
import type { FriendScorer } from './friend-scores.ts'
import { hideEdges, type Pairs } from './hide-edges.ts'
import { linkAuc } from './link-auc.ts'
import { checkPerson, type SocialGraph } from './social-graph.ts'

export interface LinkTestOptions {
  /** Of the draws of edges and non-edges. */
  readonly seed: number
  /** Share of edges that is hidden, in (0, 1). Default .1. */
  readonly hiddenShare?: number
  /** Non-edges per hidden edge, a whole number from 1. Default 1. */
  readonly negatives?: number
}

/** Hidden edges and pairs to tell them from, drawn once so that methods are compared on the same pairs. */
export interface LinkTest {
  /** What a method sees. */
  readonly graph: SocialGraph
  readonly hidden: Pairs
  /** Uniform over all pairs that are no edge. */
  readonly uniform: Pairs
  /** Uniform over pairs that are no edge and have a common friend in `graph`. */
  readonly twoSteps: Pairs
}

export interface LinkFigures {
  /** Hidden edges against uniform non-edges. */
  readonly uniform: number
  /** Hidden edges against non-edges two steps apart. */
  readonly twoSteps: number
}

/**
 * Draws a link prediction test. Hidden edges: round(hiddenShare × edges), uniform without replacement; people who lose
 * their last friend stay. Non-edges are no edges of the whole graph, hidden ones included, and are distinct within a list.
 *
 * @throws RecommendError `bad-parameter`; `no-cases` when the graph has fewer edges or non-edges than asked for
 */
export function linkTest(graph: SocialGraph, options: LinkTestOptions): LinkTest {
  const { seed, hiddenShare = 0.1, negatives = 1 } = options
  if (!Number.isSafeInteger(seed)) throw new RecommendError('bad-parameter', 'seed must be a whole number.')
  if (!Number.isInteger(negatives) || negatives < 1)
    throw new RecommendError('bad-parameter', 'negatives must be a whole number from 1.', { parameter: 'negatives' })
  const random = randomOf(seed)
  const { graph: seen, hidden } = hideEdges(graph, hiddenShare, random)
  const count = hidden.from.length * negatives
  const uniform = drawNonEdges(graph, count, random)
  return { graph: seen, hidden, uniform, twoSteps: drawTwoStepNonEdges(graph, seen, count, random) }
}

/**
 * AUC of a method: the chance that a hidden edge scores higher than a non-edge, a tie counting half. A pair's score is
 * the mean of its scores from both ends (only personalised PageRank differs between them).
 *
 * @throws RecommendError `bad-parameter` when the method is
 */
export function evaluateLinks(test: LinkTest, method: FriendMethod): LinkFigures {
  const scorer = friendScorer(test.graph, method)
  const [hidden, uniform, twoSteps] = scorePairs(test.graph, scorer, [test.hidden, test.uniform, test.twoSteps])
  return { uniform: linkAuc(hidden, uniform), twoSteps: linkAuc(hidden, twoSteps) }
}

type Three<T> = readonly [T, T, T]

/** Every person is asked once for all their pairs. */
function scorePairs(graph: SocialGraph, scorer: FriendScorer, lists: Three<Pairs>): Three<Float64Array> {
  const results = lists.map(({ from }) => new Float64Array(from.length)) as unknown as Three<Float64Array>
  const asked = Array.from(graph.people.ids, (): { list: number; slot: number; other: number }[] => [])
  for (const [list, { from, to }] of lists.entries()) {
    for (let slot = 0; slot < from.length; slot++) {
      const a = from[slot] as number
      const b = to[slot] as number
      checkPerson(graph, a)
      checkPerson(graph, b)
      asked[a]?.push({ list, slot, other: b })
      asked[b]?.push({ list, slot, other: a })
    }
  }
  for (const [person, pairs] of asked.entries()) {
    if (pairs.length === 0) continue
    const { scores } = scorer.of(person)
    for (const { list, slot, other } of pairs) {
      const result = results[list] as Float64Array
      result[slot] = (result[slot] as number) + (scores[other] as number) / 2
    }
  }
  return results
}
