import { RecommendError } from '../errors.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import { distinctHistory, type SparseVector } from './distinct-histories.ts'
import type { EaseParameters } from './fit-ease.ts'
import { sharesOf } from './shares-of.ts'

/** A fitted EASE. */
export interface EaseWeights {
  /** Dense ids of the items that take part, ascending. */
  readonly items: Int32Array
  /** B: [items × items], row-major; row i holds what item i of a history brings to every item. Zero diagonal. */
  readonly weights: Float32Array
  /** P_jj, from which the weights give back the inverse; undefined in models from before it was kept. */
  readonly diagonal?: Float64Array | undefined
  readonly itemCount: number
}

/** The recommender on fitted weights. A request reads one row of the weights for every history item. */
export function easeOf({ items, weights, diagonal, itemCount }: EaseWeights, parameters: EaseParameters): Recommender {
  const size = items.length
  const places = new Int32Array(itemCount).fill(-1)
  for (const [place, item] of items.entries()) places[item] = place
  const sums = new Float64Array(size)
  const top = topItems(0)
  const placeOf = (item: number): number => places[item] ?? -1
  const vectorOf = (history: History): SparseVector => distinctHistory(history, itemCount, parameters.weightPower)

  function accumulate(history: History): void {
    sums.fill(0)
    const { indices, values } = vectorOf(history)
    for (const [at, item] of indices.entries()) {
      const place = placeOf(item)
      if (place < 0) continue
      const value = values[at] as number
      const start = place * size
      for (let to = 0; to < size; to++) (sums[to] as number) += value * (weights[start + to] as number)
    }
  }

  return {
    kind: 'ease',
    itemCount,
    recommend(history, n, { exclude } = {}) {
      accumulate(history)
      top.clear(Math.min(n, size))
      for (let place = 0; place < size; place++) {
        const score = Math.fround(sums[place] as number)
        const item = items[place] as number
        if (score > 0 && score >= top.threshold && !exclude?.(item)) top.offer(item, score)
      }
      return top.take()
    },
    score(history, wanted) {
      accumulate(history)
      return Float32Array.from(wanted, (item) => sums[placeOf(item)] ?? 0)
    },
    /** The items that an item of a history brings most to. */
    similarItems(item, n, { exclude } = {}) {
      const from = placeOf(item)
      top.clear(from < 0 ? 0 : Math.min(n, size))
      for (let place = 0; place < size && from >= 0; place++) {
        const weight = weights[from * size + place] as number
        const other = items[place] as number
        if (weight > 0 && weight >= top.threshold && !exclude?.(other)) top.offer(other, weight)
      }
      return top.take()
    },
    /** Exact: the parts of the sum; those below zero spoke against the item and are left out of the shares. */
    explain(history, item, n) {
      const place = placeOf(item)
      if (place < 0) return []
      const { indices, values } = vectorOf(history)
      const parts = Array.from(indices, (source, at): [number, number] => {
        const from = placeOf(source)
        return [source, from < 0 ? 0 : (values[at] as number) * (weights[from * size + place] as number)]
      })
      return sharesOf(parts, n)
    },
    save: () => ({
      kind: 'ease',
      parameters: { ...parameters },
      arrays: { items, weights, ...(diagonal && { diagonal }), itemCount: Int32Array.of(itemCount) },
    }),
  }
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadEase({ parameters, arrays }: SavedRecommender): Recommender {
  const { items, weights, diagonal, itemCount } = arrays
  const limit = itemCount?.[0] ?? 0
  if (
    !(items instanceof Int32Array && weights instanceof Float32Array) ||
    weights.length !== items.length ** 2 ||
    (diagonal !== undefined && !(diagonal instanceof Float64Array && diagonal.length === items.length)) ||
    items.some((item, at) => item < 0 || item >= limit || (at > 0 && item <= (items[at - 1] as number)))
  ) {
    const expected = 'items (Int32), weights (Float32, items²) and itemCount (Int32) that fit together'
    throw new RecommendError('bad-model', `A saved ease needs the arrays ${expected}.`)
  }
  return easeOf({ items, weights, diagonal, itemCount: limit }, parameters as unknown as EaseParameters)
}
