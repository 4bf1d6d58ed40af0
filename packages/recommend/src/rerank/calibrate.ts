import { RecommendError } from '../errors.ts'
import type { ScoredItems } from '../recommender.ts'
import { type GroupShares, groupShares } from './group-shares.ts'
import type { GroupsOf } from './item-similarity.ts'
import { bestSlot } from './mmr.ts'
import { scaledScores } from './scaled-scores.ts'
import {
  arrange,
  checkList,
  checkParameter,
  chosenFirst,
  type MoveReason,
  passedOverAt,
  type Reranked,
} from './stage.ts'

export interface CalibrateOptions {
  readonly groupsOf: GroupsOf
  /** p(g | person), for example `groupShares(history.items, history.weights, groupsOf)`; adds up to 1. */
  readonly wanted: GroupShares
  /** λ, 0 … 1: how much the divergence counts beside the scores. */
  readonly calibration: number
  /** α: the share of `wanted` mixed into the list's own shares so that none is 0. Default .01, as in the paper. */
  readonly smoothing?: number
  /** Scale scores to 0 … 1 first, so that λ means the same for every model. Default true; the paper takes them as they are. */
  readonly scaleScores?: boolean
  /** Places to fill by this rule; the rest follow in their order. Default: all. */
  readonly n?: number
}

/**
 * Calibrated recommendations (Steck, RecSys 2018): greedily adds the item that makes
 * (1 − λ)·Σ score − λ·KL(p ‖ q̃) largest, with q̃ = (1 − α)·q + α·p and q(g) the mean of p(g | item) over the list.
 * p(g | item) is the same for each group of the item; items without groups do not change q.
 *
 * @throws RecommendError `bad-parameter` (also for shares that do not add up to 1); `columns-differ` or `bad-value` for a
 *   list that is none
 */
export function calibrate(list: ScoredItems, options: CalibrateOptions): Reranked {
  const { groupsOf, wanted, calibration, smoothing = 0.01, scaleScores = true, n = list.items.length } = options
  checkList(list)
  checkParameter('calibration', calibration, 0, 1)
  checkParameter('smoothing', smoothing, 1e-9, 0.5)
  checkParameter('n', n, 0, Number.MAX_SAFE_INTEGER, true)
  checkShares(wanted)
  const scores = scaleScores ? scaledScores(list.scores) : list.scores
  const groups = Array.from(list.items, groupsOf)
  const groupsAt = (index: number): readonly string[] => groups[index] as readonly string[]
  const left = groups.map((_, index) => index)
  const chosen: number[] = []
  const reached = new Map<string, number>()
  let total = 0
  while (chosen.length < n && left.length > 0) {
    const divergence = divergences(wanted, reached, total, smoothing)
    const value = (index: number): number =>
      (1 - calibration) * (scores[index] as number) - calibration * divergence(groupsAt(index))
    const [index] = left.splice(bestSlot(left, value), 1) as [number]
    chosen.push(index)
    const own = groupsAt(index)
    if (own.length > 0) total++
    for (const group of own) reached.set(group, (reached.get(group) ?? 0) + 1 / own.length)
  }
  return arrange(list, chosenFirst(groups.length, chosen), reasonsOf(list, chosen, { groupsOf, wanted }))
}

/** Σ_g p(g) · ln(p(g) / q̃(g)), with q̃ = (1 − α)·q + α·p; 0 when q equals p. Groups that nobody wanted add nothing. */
export function calibrationDivergence(wanted: GroupShares, had: GroupShares, smoothing = 0.01): number {
  let sum = 0
  for (const [group, share] of wanted) sum += term(share, had.get(group) ?? 0, smoothing)
  return sum
}

const term = (wanted: number, had: number, smoothing: number): number =>
  wanted > 0 ? wanted * Math.log(wanted / ((1 - smoothing) * had + smoothing * wanted)) : 0

/**
 * The divergence after an item with the given groups joins. Only its own groups' terms differ from those of an item that
 * would add to no wanted group, so all other terms are summed once.
 */
function divergences(wanted: GroupShares, reached: GroupShares, total: number, smoothing: number) {
  const unchanged = calibrationDivergence(wanted, scaled(reached, total), smoothing)
  const next = total + 1
  const others = calibrationDivergence(wanted, scaled(reached, next), smoothing)
  return (groups: readonly string[]): number => {
    if (groups.length === 0) return unchanged
    let sum = others
    for (const group of groups) {
      const share = wanted.get(group) ?? 0
      const count = reached.get(group) ?? 0
      sum += term(share, (count + 1 / groups.length) / next, smoothing) - term(share, count / next, smoothing)
    }
    return sum
  }
}

const scaled = (counts: GroupShares, total: number): GroupShares =>
  new Map([...counts].map(([group, count]) => [group, total > 0 ? count / total : 0]))

function checkShares(wanted: GroupShares): void {
  let sum = 0
  for (const share of wanted.values()) sum += share >= 0 ? share : Number.NaN
  if (wanted.size > 0 && !(Math.abs(sum - 1) < 1e-6)) {
    const message = 'The wanted shares must be 0 or more and add up to 1.'
    throw new RecommendError('bad-parameter', message, { parameter: 'wanted' })
  }
}

/** The group of the item that the list, when the item was taken or passed over, was shortest of or had most too much of. */
function reasonsOf(
  { items }: ScoredItems,
  chosen: readonly number[],
  { groupsOf, wanted }: Pick<CalibrateOptions, 'groupsOf' | 'wanted'>,
) {
  const because = (kind: 'short-of' | 'enough-of', index: number, steps: number): MoveReason => {
    const above = Int32Array.from(chosen.slice(0, Math.max(0, steps)), (at) => items[at] as number)
    const shares = groupShares(above, undefined, groupsOf)
    const sign = kind === 'short-of' ? 1 : -1
    const lacks = groupsOf(items[index] as number)
      .map((group) => ({ group, wanted: wanted.get(group) ?? 0, had: shares.get(group) ?? 0 }))
      .sort((a, b) => sign * (b.wanted - b.had - (a.wanted - a.had)))
    const [first] = lacks
    return first && sign * (first.wanted - first.had) > 0 ? { kind, ...first } : { kind: 'made-room' }
  }
  return {
    raised: (index: number) => because('short-of', index, chosen.indexOf(index)),
    lowered: (index: number) => because('enough-of', index, passedOverAt(chosen, index)),
  }
}
