import type { Interactions } from '../interactions.ts'
import { type SparseRows, transpose } from '../transpose.ts'
import type { RecencyItemKnnParameters } from './recency-item-knn-parameters.ts'

/** Transitions of one item at a time, in a scratch array that is reused. */
export interface ItemTransitions {
  /** Strength of the transition from `item` to each item; length of items. Valid until `clear`, which must follow. */
  of(item: number): Float64Array
  /** Strength of the transition from each item to `item`, likewise. */
  to(item: number): Float64Array
  clear(): void
}

/**
 * transition(i → j) = Σ over occurrences of i with j s ≤ transitionSteps interactions later of transitionDecay^(s − 1),
 * divided by √(n_i n_j) + shrinkage, n the numbers of occurrences. Interactions without a positive weight and immediate
 * repeats of the same item are no step.
 */
export function itemTransitions(
  interactions: Interactions,
  { transitionSteps, transitionDecay, shrinkage }: RecencyItemKnnParameters,
): ItemTransitions {
  const itemCount = interactions.items.ids.length
  const { indptr, indices } = sequencesOf(interactions)
  const occurrences = transpose({ indptr, indices }, itemCount)
  const strengths = new Float64Array(itemCount)
  const touched = new Int32Array(itemCount)
  let count = 0
  const rootCounts = Float64Array.from({ length: itemCount }, (_, item) =>
    Math.sqrt((occurrences.indptr[item + 1] as number) - (occurrences.indptr[item] as number)),
  )
  /** Divides what was added up. */
  function shared(item: number): Float64Array {
    const own = rootCounts[item] as number
    for (let t = 0; t < count; t++) {
      const other = touched[t] as number
      ;(strengths[other] as number) /= own * (rootCounts[other] as number) + shrinkage
    }
    return strengths
  }
  return {
    of(item) {
      const end = occurrences.indptr[item + 1] as number
      for (let slot = occurrences.indptr[item] as number; slot < end; slot++) {
        const position = occurrences.positions[slot] as number
        const rowEnd = indptr[(occurrences.persons[slot] as number) + 1] as number
        const last = Math.min(rowEnd - 1, position + transitionSteps)
        let strength = 1
        for (let at = position + 1; at <= last && strength > 0; at++) {
          const next = indices[at] as number
          if (strengths[next] === 0) touched[count++] = next
          ;(strengths[next] as number) += strength
          strength *= transitionDecay
        }
      }
      return shared(item)
    },
    to(item) {
      const end = occurrences.indptr[item + 1] as number
      for (let slot = occurrences.indptr[item] as number; slot < end; slot++) {
        const position = occurrences.positions[slot] as number
        const rowStart = indptr[occurrences.persons[slot] as number] as number
        const first = Math.max(rowStart, position - transitionSteps)
        let strength = 1
        for (let at = position - 1; at >= first && strength > 0; at--) {
          const earlier = indices[at] as number
          if (strengths[earlier] === 0) touched[count++] = earlier
          ;(strengths[earlier] as number) += strength
          strength *= transitionDecay
        }
      }
      return shared(item)
    },
    clear() {
      for (let t = 0; t < count; t++) strengths[touched[t] as number] = 0
      count = 0
    },
  }
}

/** Each person's positive interactions in time order, an item once where it follows itself. */
function sequencesOf(interactions: Interactions): SparseRows {
  const indptr = new Int32Array(interactions.indptr.length)
  const indices = new Int32Array(interactions.indices.length)
  let size = 0
  for (let person = 0; person + 1 < indptr.length; person++) {
    const start = size
    const to = interactions.indptr[person + 1] as number
    for (let at = interactions.indptr[person] as number; at < to; at++) {
      if ((interactions.values[at] as number) <= 0) continue
      const item = interactions.indices[at] as number
      if (size === start || indices[size - 1] !== item) indices[size++] = item
    }
    indptr[person + 1] = size
  }
  return { indptr, indices: indices.subarray(0, size) }
}
