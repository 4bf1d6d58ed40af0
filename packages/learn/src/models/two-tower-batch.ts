import type { TensorData } from '../runtime/open-session.ts'
import type { Batch } from '../train/open-training.ts'

/** Terms of items as sparse rows: those of item i stand from `starts[i]` to before `starts[i + 1]`. */
export interface TermsOfItems {
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly weights: Float32Array
}

export interface TowerCase {
  /** Oldest first. */
  readonly taken: Int32Array
  readonly next: number
}

export interface TowerBatchOptions {
  /** Cases, those that only fill up among them. */
  readonly batch: number
  /** Different items that the networks take. */
  readonly sizes: readonly number[]
  readonly network: (distinct: number) => number
  readonly fading: number
  /** Of each item, its share of all that is taken next. */
  readonly chances: Float64Array
  readonly keepId: () => boolean
  readonly terms?: TermsOfItems
  readonly termsPerItem?: number
}

/** Index of the smallest size that has room. */
export const smallestFor = (sizes: readonly number[], count: number): number => sizes.findIndex((size) => size >= count)

/** Cases as `twoTower` takes them, for the smallest network that has room for their items. */
export function twoTowerBatch(cases: readonly TowerCase[], options: TowerBatchOptions): Batch {
  const { batch, sizes, fading, chances, keepId, terms, termsPerItem = 0 } = options
  const placeOf = new Map<number, number>()
  const place = (item: number): number => {
    const known = placeOf.get(item) ?? placeOf.size
    if (known === placeOf.size) placeOf.set(item, known)
    return known
  }
  const next = BigInt64Array.from({ length: batch }, (_, i) => BigInt(cases[i] ? place(cases[i].next) : 0))
  for (const { taken } of cases) for (const item of taken) place(item)
  const network = options.network(placeOf.size)
  const distinct = sizes[network] as number

  const shares = new Float32Array(batch * distinct)
  for (const [row, { taken }] of cases.entries()) {
    let total = 0
    for (let back = 0; back < taken.length; back++) total += fading ** back
    for (let back = 0; back < taken.length; back++) {
      const at = row * distinct + place(taken[taken.length - 1 - back] as number)
      shares[at] = (shares[at] as number) + fading ** back / total
    }
  }
  const hidden = new Float32Array(batch * batch)
  const corrections = new Float32Array(batch)
  const weights = new Float32Array(batch)
  for (const [row, one] of cases.entries()) {
    weights[row] = 1
    corrections[row] = -Math.log(chances[one.next] as number)
    for (const [column, other] of cases.entries()) {
      const same = column !== row && other.next === one.next
      const had = (shares[row * distinct + place(other.next)] as number) > 0 && other.next !== one.next
      if (same || had) hidden[row * batch + column] = 1
    }
    for (let column = cases.length; column < batch; column++) hidden[row * batch + column] = 1
  }
  const items = new BigInt64Array(distinct)
  const idWeights = new Float32Array(distinct)
  for (const [item, at] of placeOf) {
    items[at] = BigInt(item)
    idWeights[at] = Number(keepId())
  }
  const inputs: Record<string, TensorData> = { items, idWeights, taken: shares, next, corrections, hidden, weights }
  if (terms) Object.assign(inputs, termsOf([...placeOf.keys()], terms, distinct, termsPerItem))
  return { network, inputs }
}

function termsOf(
  items: readonly number[],
  { starts, ids, weights }: TermsOfItems,
  distinct: number,
  termsPerItem: number,
): Readonly<Record<'terms' | 'termWeights', TensorData>> {
  const terms = new BigInt64Array(distinct * termsPerItem)
  const termWeights = new Float32Array(distinct * termsPerItem)
  for (const [at, item] of items.entries())
    for (let from = starts[item] as number, slot = from; slot < (starts[item + 1] as number); slot++) {
      terms[at * termsPerItem + slot - from] = BigInt(ids[slot] as number)
      termWeights[at * termsPerItem + slot - from] = weights[slot] as number
    }
  return { terms, termWeights }
}
