import type { RecommendOptions, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'

/** The items with the largest inner products, exactly, on the thread that asks. Requests must not overlap. */
export interface FactorRanker {
  /** Best `n` above zero for a query [d]. */
  best(query: ArrayLike<number>, n: number, exclude?: RecommendOptions['exclude']): ScoredItems
  /** x · y of each item; 0 for items that are not there. */
  scores(query: ArrayLike<number>, items: Int32Array): Float32Array
}

/** Numbers of an item that are multiplied before its bound is looked at: one line of the processor's cache. */
const headLength = 16
/** What rounding can add to a bound. */
const slack = 1 + 1e-5

/**
 * Maximum inner product search as in LEMP (Teflioudi et al., SIGMOD 2015) and FEXIPRO (Li et al., SIGMOD 2017): items lie in
 * order of falling length, so that a scan ends where no length can reach the worst of the best, and an item is given up after
 * its first numbers where those, with the lengths of the rest, cannot reach it either.
 *
 * @param factors [items × d], row-major; quickest with the axes of most energy first (`turnFactors`). A copy is kept.
 */
export function factorRanker(factors: Float32Array, d: number): FactorRanker {
  const itemCount = factors.length / d
  const stride = Math.ceil(d / 4) * 4
  const head = Math.min(stride, headLength)
  const lengths = new Float64Array(itemCount)
  for (let item = 0; item < itemCount; item++) lengths[item] = lengthOf(factors, item * d, item * d + d)
  const order = Int32Array.from(lengths.keys())
  order.sort((a, b) => (lengths[b] as number) - (lengths[a] as number) || a - b)
  const rows = new Float32Array(itemCount * stride)
  const norms = new Float64Array(itemCount)
  const restNorms = new Float64Array(itemCount)
  for (let at = 0; at < itemCount; at++) {
    const item = order[at] as number
    rows.set(factors.subarray(item * d, item * d + d), at * stride)
    norms[at] = (lengths[item] as number) * slack
    restNorms[at] = lengthOf(rows, at * stride + head, at * stride + stride) * slack
  }
  const places = new Int32Array(itemCount)
  for (let at = 0; at < itemCount; at++) places[order[at] as number] = at
  const q = new Float64Array(stride)
  const top = topItems(0)

  /** Σ q_k y_k from k = begin to end − 1, a multiple of four. Four sums at once: one would wait for each addition. */
  function product(from: number, begin: number, end: number): number {
    let a = 0
    let b = 0
    let c = 0
    let e = 0
    for (let k = begin; k < end; k += 4) {
      a += (q[k] as number) * (rows[from + k] as number)
      b += (q[k + 1] as number) * (rows[from + k + 1] as number)
      c += (q[k + 2] as number) * (rows[from + k + 2] as number)
      e += (q[k + 3] as number) * (rows[from + k + 3] as number)
    }
    return a + b + (c + e)
  }

  function load(query: ArrayLike<number>): void {
    for (let k = 0; k < d; k++) q[k] = query[k] as number
  }

  return {
    best(query, n, exclude) {
      load(query)
      top.clear(Math.min(n, itemCount))
      const reach = lengthOf(q, 0, stride)
      const restReach = lengthOf(q, head, stride)
      // Scores are kept above zero, so nothing below the smallest number is of interest.
      let least = Math.max(top.threshold, Number.MIN_VALUE)
      for (let at = 0; at < itemCount; at++) {
        if ((norms[at] as number) * reach < least) break
        const from = at * stride
        const first = product(from, 0, head)
        if (first + restReach * (restNorms[at] as number) + 1e-6 * Math.abs(first) < least) continue
        const score = Math.fround(first + product(from, head, stride))
        if (score < least || exclude?.(order[at] as number)) continue
        top.offer(order[at] as number, score)
        least = Math.max(top.threshold, Number.MIN_VALUE)
      }
      return top.take()
    },
    scores(query, items) {
      load(query)
      return Float32Array.from(items, (item) => {
        const place = places[item]
        if (place === undefined) return 0
        return product(place * stride, 0, head) + product(place * stride, head, stride)
      })
    },
  }
}

function lengthOf(values: Float32Array | Float64Array, from: number, to: number): number {
  let squares = 0
  for (let at = from; at < to; at++) squares += (values[at] as number) ** 2
  return Math.sqrt(squares)
}
