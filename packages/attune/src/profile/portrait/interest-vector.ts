import { brandOf, categoriesOf } from './interests-of.ts'
import type { WeighedItem } from './weigh-activity.ts'

/** A person's likes of categories and brands as a vector of length 1; empty where they like nothing. */
export function interestVector(weighed: Iterable<WeighedItem>): Map<string, number> {
  const sums = new Map<string, number>()
  const add = (name: string, weight: number): void => void sums.set(name, (sums.get(name) ?? 0) + weight)
  for (const { item, weight } of weighed) {
    const categories = categoriesOf(item)
    for (const category of categories) add(`category\n${category}`, weight / categories.length)
    for (const brand of brandOf(item)) add(`brand\n${brand}`, weight)
  }
  let squares = 0
  for (const [name, weight] of sums) {
    if (weight <= 0) sums.delete(name)
    else squares += weight * weight
  }
  const length = Math.sqrt(squares)
  for (const [name, weight] of sums) sums.set(name, weight / length)
  return sums
}

/** Cosine of two such vectors. */
export function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [name, weight] of few) sum += weight * (many.get(name) ?? 0)
  return sum
}
