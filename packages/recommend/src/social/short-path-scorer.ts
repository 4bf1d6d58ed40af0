import { type FriendScorer, touchedSums } from './friend-scores.ts'
import { checkPerson, type SocialGraph } from './social-graph.ts'

export interface ShortPathOptions {
  /** What a step through each person counts, by dense id. */
  readonly weights: Float64Array
  /** What a path of three steps counts beside one of two; 0 leaves them out. */
  readonly longer: number
}

/**
 * Σ over paths person – a – other of w(a) + `longer` · Σ over paths person – a – b – other of w(a) · w(b), with
 * w = `weights`. Counts walks; between people who are not friends every walk of two or three steps is
 * a path, so only the scores of friends (who are not recommended) hold walks that turn back.
 */
export function shortPathScorer(graph: SocialGraph, { weights, longer }: ShortPathOptions): FriendScorer {
  const count = graph.people.ids.length
  const { indptr, neighbours } = graph
  const two = touchedSums(count)
  const all = touchedSums(count)
  return {
    of(person) {
      checkPerson(graph, person)
      two.clear()
      all.clear()
      const end = indptr[person + 1] as number
      for (let slot = indptr[person] as number; slot < end; slot++) {
        const friend = neighbours[slot] as number
        const weight = weights[friend] as number
        const last = indptr[friend + 1] as number
        for (let at = indptr[friend] as number; at < last; at++) two.add(neighbours[at] as number, weight)
      }
      if (longer === 0) return { people: two.touched(), scores: two.sums }
      for (const middle of two.touched()) {
        const twoSteps = two.sums[middle] as number
        all.add(middle, twoSteps)
        const weight = longer * twoSteps * (weights[middle] as number)
        const last = indptr[middle + 1] as number
        for (let at = indptr[middle] as number; at < last; at++) all.add(neighbours[at] as number, weight)
      }
      return { people: all.touched(), scores: all.sums }
    },
  }
}
