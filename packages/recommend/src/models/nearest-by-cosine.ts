import type { RecommendOptions, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'

/** Items with the largest cosine to one item, above zero, without itself. */
export type NearestByCosine = (item: number, n: number, exclude?: RecommendOptions['exclude']) => ScoredItems

/** @param factors [items × d], row-major; not copied */
export function nearestByCosine(factors: Float32Array, d: number): NearestByCosine {
  const itemCount = factors.length / d
  const top = topItems(0)
  let lengths: Float64Array | undefined
  return (item, n, exclude) => {
    lengths ??= Float64Array.from({ length: itemCount }, (_, at) => Math.sqrt(product(factors, at * d, at * d, d)))
    const length = lengths[item] ?? 0
    top.clear(length > 0 ? Math.min(n, itemCount) : 0)
    for (let other = 0; length > 0 && other < itemCount; other++) {
      const theirs = lengths[other] as number
      if (other === item || theirs === 0) continue
      const near = Math.fround(product(factors, item * d, other * d, d) / (length * theirs))
      if (near > 0 && near >= top.threshold && !exclude?.(other)) top.offer(other, near)
    }
    return top.take()
  }
}

function product(factors: Float32Array, a: number, b: number, d: number): number {
  let sum = 0
  for (let k = 0; k < d; k++) sum += (factors[a + k] as number) * (factors[b + k] as number)
  return sum
}
