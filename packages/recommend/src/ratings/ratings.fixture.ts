import { randomOf } from '../evaluate/random.ts'
import { type Interactions, interactionsFrom } from '../interactions.ts'

/** (person, item, rating) in the order of time. */
export function ratingsFrom(rows: readonly (readonly [string, string, number])[]): Interactions {
  return interactionsFrom({
    persons: rows.map(([person]) => person),
    items: rows.map(([, item]) => item),
    weights: rows.map(([, , rating]) => rating),
  })
}

/** About `share` of all pairs, ratings 1 to 5 in halves, with something to learn: people and items differ. */
export function randomRatings(personCount: number, itemCount: number, share: number, seed: number): Interactions {
  const random = randomOf(seed)
  const rows: [string, string, number][] = []
  for (let person = 0; person < personCount; person++) {
    for (let item = 0; item < itemCount; item++) {
      const taste = 3 + Math.sin(person) + Math.cos(item * 1.7) + Math.sin(person * item) + random() - 0.5
      if (random() < share) {
        rows.push([`p${person}`, `i${item}`, Math.min(5, Math.max(1, Math.round(taste * 2) / 2))])
      }
    }
  }
  return ratingsFrom(rows)
}

/** The ratings of one person as a map from item to rating. */
export function ratingsOf(interactions: Interactions, person: number): Map<number, number> {
  const ratings = new Map<number, number>()
  for (let at = interactions.indptr[person] as number; at < (interactions.indptr[person + 1] as number); at++) {
    ratings.set(interactions.indices[at] as number, interactions.values[at] as number)
  }
  return ratings
}
