import type { TermsOfItems } from '@attune/learn'
import { type ItemText, itemTextVectors } from './item-text-vectors.ts'

/** An item's terms that tell most, at most so many: long descriptions repeat themselves. */
const mostOfItem = 32

export interface TellingTerms extends TermsOfItems {
  /** Different terms; ids are below it. */
  readonly termCount: number
}

/**
 * What tells most about each item, by TF-IDF as `content` has it, scaled to length 1; terms that many items have are kept
 * first.
 *
 * @param most different terms
 * @throws RecommendError `no-texts`
 */
export function tellingTerms(
  itemCount: number,
  textOf: (item: number) => ItemText | undefined,
  most: number,
): TellingTerms {
  const { indptr, indices, values, dimensions } = itemTextVectors(itemCount, textOf, {
    titleWeight: 2,
    categoryWeight: 2,
    maxShare: 0.1,
  })
  const holders = new Int32Array(dimensions)
  for (const term of indices) (holders[term] as number) += 1
  const kept = Int32Array.from(holders.keys())
    .filter((term) => (holders[term] as number) > 0)
    .sort((a, b) => (holders[b] as number) - (holders[a] as number) || a - b)
    .subarray(0, most)
  const numberOf = new Map(Array.from(kept, (term, number): [number, number] => [term, number]))
  const starts = new Int32Array(itemCount + 1)
  const ids: number[] = []
  const weights: number[] = []
  for (let item = 0; item < itemCount; item++) {
    const own: [term: number, value: number][] = []
    for (let slot = indptr[item] as number; slot < (indptr[item + 1] as number); slot++) {
      const number = numberOf.get(indices[slot] as number)
      if (number !== undefined) own.push([number, values[slot] as number])
    }
    own.sort(([a, left], [b, right]) => right - left || a - b)
    const telling = own.slice(0, mostOfItem)
    const length = Math.hypot(...telling.map(([, value]) => value))
    for (const [term, value] of telling) {
      ids.push(term)
      weights.push(value / length)
    }
    starts[item + 1] = ids.length
  }
  return { starts, ids: Int32Array.from(ids), weights: Float32Array.from(weights), termCount: kept.length }
}
