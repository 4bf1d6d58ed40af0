import { RecommendError } from '../errors.ts'
import type { SparseVectors } from './distinct-histories.ts'
import { termCounts } from './term-counts.ts'

/** What is written about an item. Anything may be missing. */
export interface ItemText {
  readonly title?: string | undefined
  readonly description?: string | undefined
  /** Whole names: `Office / Pens` is one term, and so are its words. */
  readonly categories?: readonly string[] | undefined
  /** Terms made elsewhere (attributes, another language's words), taken as they are. */
  readonly tokens?: readonly string[] | undefined
  /** What an encoder makes of it; of one length for all items that have one. For kinds that read vectors. */
  readonly vector?: Float32Array | undefined
}

export interface TextWeights {
  /** How many times a term of the title counts beside one of the description. */
  readonly titleWeight: number
  readonly categoryWeight: number
  /** Terms in more than this share of the items that have a text (and in more than 20) say nothing and are left out. */
  readonly maxShare: number
}

/**
 * Items × terms: (1 + ln tf) · (1 + ln((1 + N) / (1 + n))), scaled to length 1; N items with a text, n of them with the
 * term (Salton and Buckley 1988, smoothed as in scikit-learn). Terms of one item only are left out: they bring nothing
 * together. An item without a text is an empty row.
 *
 * @param textOf by dense id
 * @throws RecommendError `no-texts` when no item has a term
 */
export function itemTextVectors(
  itemCount: number,
  textOf: (item: number) => ItemText | undefined,
  { titleWeight, categoryWeight, maxShare }: TextWeights,
): SparseVectors {
  const termIds = new Map<string, number>()
  const holders: number[] = []
  const counts = Array.from({ length: itemCount }, (_, item) => {
    const own = new Map<number, number>()
    for (const [term, count] of termCounts(textOf(item) ?? {}, { titleWeight, categoryWeight })) {
      const id = termIds.get(term) ?? termIds.size
      if (id === termIds.size) {
        termIds.set(term, id)
        holders.push(0)
      }
      ;(holders[id] as number) += 1
      own.set(id, count)
    }
    return own
  })
  const texts = counts.filter((own) => own.size > 0).length
  if (texts === 0) throw new RecommendError('no-texts', 'No item has a title, a description, categories or tokens.')
  const most = Math.max(20, maxShare * texts)
  const tells = (id: number): boolean => (holders[id] as number) > 1 && (holders[id] as number) <= most
  const indptr = new Int32Array(itemCount + 1)
  const indices: number[] = []
  const values: number[] = []
  for (const [item, own] of counts.entries()) {
    const terms = [...own].filter(([id]) => tells(id)).sort(([a], [b]) => a - b)
    const weights = terms.map(
      ([id, tf]) => Math.log1p(tf) * (1 + Math.log((1 + texts) / (1 + (holders[id] as number)))),
    )
    const length = Math.hypot(...weights)
    for (const [at, [id]] of terms.entries()) {
      indices.push(id)
      values.push((weights[at] as number) / length)
    }
    indptr[item + 1] = indices.length
  }
  return { indptr, indices: Int32Array.from(indices), values: Float64Array.from(values), dimensions: termIds.size }
}
