import { RecommendError } from '../errors.ts'
import type { ScoredItems } from '../recommender.ts'

/** Why a stage moved an item. Similarities 0 … 1, shares 0 … 1, places from 1, items by dense id. */
export type MoveReason =
  /** Raised: the most like it of what stands above (`other`) is only this like it. */
  | { readonly kind: 'variety'; readonly other: number; readonly similarity: number }
  /** Passed over: too like `other`, which stood above by then. */
  | { readonly kind: 'too-similar'; readonly other: number; readonly similarity: number }
  /** Raised: the list had less of the group than wanted. */
  | { readonly kind: 'short-of'; readonly group: string; readonly wanted: number; readonly had: number }
  /** Passed over: the list had enough of the group. */
  | { readonly kind: 'enough-of'; readonly group: string; readonly wanted: number; readonly had: number }
  /** Passed over or left out: `most` of the group stood in `window` places already. */
  | { readonly kind: 'cap'; readonly group: string; readonly most: number; readonly window: number }
  /** Raised: the first `place` places need `required` of the protected items. */
  | { readonly kind: 'fair-share'; readonly place: number; readonly required: number }
  /** Raised or lowered by how many people have it: self-information in bits. */
  | { readonly kind: 'novel' | 'well-known'; readonly bits: number }
  /** A business rule. `factor` of a boost, `position` of a pin. */
  | {
      readonly kind: 'rule'
      readonly rule: string
      readonly action: 'filter' | 'boost' | 'pin' | 'bury'
      readonly factor?: number
      readonly position?: number
    }
  /** Nothing about the item itself: others came or went above it. */
  | { readonly kind: 'made-room' }

/** One item that a stage put elsewhere. */
export interface Move {
  /** Dense id. */
  readonly item: number
  /** Place before, from 1. */
  readonly from: number
  /** Place after, from 1; undefined: left out. */
  readonly to: number | undefined
  readonly reason: MoveReason
}

/** Items in their new order, each with its score; a score need not fall from place to place any more. */
export interface Reranked extends ScoredItems {
  /** What changed its place, in the new order; what was left out stands last. */
  readonly moves: readonly Move[]
}

/** A step of re-ranking: pure, from a list to a list. */
export type Stage = (list: ScoredItems) => Reranked

/** @throws RecommendError `columns-differ`; `bad-value` for a score that is not finite or an item that occurs twice */
export function checkList({ items, scores }: ScoredItems): void {
  if (items.length !== scores.length) {
    throw new RecommendError('columns-differ', `There are ${items.length} items and ${scores.length} scores.`)
  }
  const broken = scores.findIndex((score) => !Number.isFinite(score))
  if (broken >= 0) throw new RecommendError('bad-value', `The score at place ${broken + 1} is not a finite number.`)
  if (new Set(items).size !== items.length) throw new RecommendError('bad-value', 'An item occurs twice in the list.')
}

/** @throws RecommendError `bad-parameter` unless `min ≤ value ≤ max` (and it is whole, where asked) */
export function checkParameter(name: string, value: number, min: number, max: number, whole = false): void {
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return
  const expected = `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`
  throw new RecommendError('bad-parameter', `${name} must be ${expected}.`, { parameter: name })
}

/** Why items went up or down. Indexes are places in the list before, from 0. */
export interface Reasons {
  /** Of an item that now stands higher. */
  readonly raised: (index: number) => MoveReason
  /** Of an item that now stands lower, or nowhere. */
  readonly lowered: (index: number) => MoveReason
}

/** The list in a new order. @param order indexes into the list, each at most once; those not named are left out */
export function arrange(list: ScoredItems, order: readonly number[], reasons: Reasons): Reranked {
  const items = Int32Array.from(order, (index) => list.items[index] as number)
  const scores = Float32Array.from(order, (index) => list.scores[index] as number)
  const moves: Move[] = []
  for (const [place, index] of order.entries()) {
    if (place === index) continue
    const reason = place < index ? reasons.raised(index) : reasons.lowered(index)
    moves.push({ item: items[place] as number, from: index + 1, to: place + 1, reason })
  }
  return { items, scores, moves }
}

/** The chosen indexes, then all others in their order. */
export function chosenFirst(length: number, chosen: readonly number[]): readonly number[] {
  const taken = new Set(chosen)
  const rest = Array.from({ length }, (_, index) => index).filter((index) => !taken.has(index))
  return [...chosen, ...rest]
}

/** The step at which an item was first passed over for one that stood below it; −1 if never. */
export const passedOverAt = (chosen: readonly number[], index: number): number =>
  chosen.findIndex((other) => other > index)
