import { type Move, rerank, type ScoredItems } from '@attune/recommend'
import type { Candidate } from '../find-candidates.ts'
import type { RerankPlan } from './plan-rerank.ts'
import type { StageWorld } from './plan-stage.ts'

export interface RerankedCandidates {
  /** In the new order; scores and sources as before. */
  readonly list: readonly Candidate[]
  /** Of every stage, its moves; items are numbers of `before`. */
  readonly stages: readonly { readonly name: string; readonly moves: readonly Move[] }[]
  readonly before: readonly Candidate[]
}

/** Runs the stages of a plan over candidates. Items of the moves and of the world are places in `candidates`, from 0. */
export function rerankCandidates(
  candidates: readonly Candidate[],
  plan: RerankPlan,
  world: StageWorld,
): RerankedCandidates {
  const list: ScoredItems = {
    items: Int32Array.from(candidates.keys()),
    scores: fallingScores(candidates),
  }
  const { items, stages } = rerank(
    list,
    plan.stages.map(({ name, run }) => ({ name, run: (current: ScoredItems) => run(current, world) })),
  )
  return { list: Array.from(items, (item) => candidates[item] as Candidate), stages, before: candidates }
}

/**
 * One scale for candidates of several sources: what fills up a list stands below what the model gave, each source stretched
 * between 0 and the lowest score before it (below it, where that is not above 0).
 */
export function fallingScores(candidates: readonly Candidate[]): Float32Array {
  const scores = new Float32Array(candidates.length)
  let start = 0
  let low: number | undefined
  while (start < candidates.length) {
    const { source } = candidates[start] as Candidate
    let end = start
    let most = 0
    while (end < candidates.length && candidates[end]?.source === source) {
      most = Math.max(most, Math.abs((candidates[end] as Candidate).score))
      end++
    }
    for (let at = start; at < end; at++) {
      const { score } = candidates[at] as Candidate
      const share = most > 0 ? score / most : 0
      scores[at] = low === undefined ? score : low > 0 ? low * share : low - 1 + share
    }
    low = Math.min(low ?? Number.POSITIVE_INFINITY, ...scores.subarray(start, end))
    start = end
  }
  return scores
}
