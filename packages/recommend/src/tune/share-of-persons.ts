import { randomOf, shuffled } from '../evaluate/random.ts'
import type { Split } from '../evaluate/split.ts'
import type { Interactions } from '../interactions.ts'
import type { RatingFold } from '../ratings/k-fold-ratings.ts'
import { selectInteractions } from '../select-interactions.ts'

/** What trials are measured on: lists, or ratings. */
export type Validation = Split | RatingFold

/**
 * The validation part with a share of the persons, in the training and among those asked. A smaller share is part of a
 * larger one of the same seed.
 */
export function shareOfPersons<Part extends Validation>(part: Part, share: number, seed: number): Part
export function shareOfPersons(part: Validation, share: number, seed: number): Validation {
  if (share >= 1) return part
  if (!('folds' in part)) {
    const kept = keptPersons(part.train, share, seed)
    const places = Int32Array.from(part.persons.keys()).filter((at) => kept[part.persons[at] as number] === 1)
    return {
      train: selectInteractions(part.train, (person) => kept[person] === 1),
      persons: places.map((at) => part.persons[at] as number),
      items: places.map((at) => part.items[at] as number),
      ratings: Float32Array.from(places, (at) => part.ratings[at] as number),
    }
  }
  return {
    protocol: part.protocol,
    folds: part.folds.map(({ train, cases }) => {
      const kept = keptPersons(train, share, seed)
      return {
        train: selectInteractions(train, (person) => kept[person] === 1),
        cases: cases.filter(({ person }) => kept[person] === 1),
      }
    }),
  }
}

/** How many persons are asked. */
export function personsAsked(part: Validation): number {
  if ('folds' in part) return part.folds.reduce((sum, { cases }) => sum + cases.length, 0)
  return new Set(part.persons).size
}

function keptPersons(train: Interactions, share: number, seed: number): Uint8Array {
  const count = train.indptr.length - 1
  const order = shuffled(
    Int32Array.from({ length: count }, (_, person) => person),
    randomOf(seed),
  )
  const kept = new Uint8Array(count)
  for (const person of order.subarray(0, Math.ceil(count * share))) kept[person] = 1
  return kept
}
