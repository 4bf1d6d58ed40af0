import type { Sampled } from './base.ts'
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

/** Who of a sample likes a thing, and how much. */
interface Postings {
  readonly people: Int32Array
  readonly weights: Float64Array
}

const known = new WeakMap<readonly Sampled[], ReadonlyMap<string, Postings>>()

/** The sample by what it likes: most people share few interests, and the others need not be looked at. */
function postingsOf(sample: readonly Sampled[]): ReadonlyMap<string, Postings> {
  const before = known.get(sample)
  if (before) return before
  const lists = new Map<string, { people: number[]; weights: number[] }>()
  for (const [person, { interests }] of sample.entries())
    for (const [name, weight] of interests) {
      const list = lists.get(name) ?? { people: [], weights: [] }
      lists.set(name, list)
      list.people.push(person)
      list.weights.push(weight)
    }
  const postings = new Map(
    [...lists].map(([name, { people, weights }]) => [
      name,
      { people: Int32Array.from(people), weights: Float64Array.from(weights) },
    ]),
  )
  known.set(sample, postings)
  return postings
}

/** Cosines of a person's interests with those of everybody of the sample. */
export function likenessesTo(interests: ReadonlyMap<string, number>, sample: readonly Sampled[]): Float64Array {
  const sums = new Float64Array(sample.length)
  const postings = postingsOf(sample)
  for (const [name, weight] of interests) {
    const of = postings.get(name)
    if (of === undefined) continue
    for (let at = 0; at < of.people.length; at++) {
      const person = of.people[at] as number
      sums[person] = (sums[person] as number) + weight * (of.weights[at] as number)
    }
  }
  return sums
}
