import { RecommendError } from '../errors.ts'
import { randomOf, shuffled } from '../evaluate/random.ts'
import type { Interactions } from '../interactions.ts'
import { selectInteractions } from '../select-interactions.ts'
import { ratingMatrixOf } from './rating-matrix.ts'

/** Ratings to be predicted by a model trained on `train`, which keeps the ids of the matrix that was divided. */
export interface RatingFold {
  readonly train: Interactions
  /** Dense ids, ascending: the ratings of one person lie side by side. */
  readonly persons: Int32Array
  /** Dense ids; length of `persons`. */
  readonly items: Int32Array
  /** What was given; length of `persons`. */
  readonly ratings: Float32Array
}

export interface KFoldRatingsOptions {
  /** Default 5. */
  readonly k?: number
  /** Decides which rating is in which fold. Default 1. */
  readonly seed?: number
}

/**
 * Divides ratings, not people, into k folds of equal size (± 1): each is predicted by what the others teach. Of several
 * ratings of one item by one person only the latest takes part, so that nothing is asked that was taught.
 *
 * @throws RecommendError `bad-parameter`; `no-cases` when there are fewer ratings than folds; `no-interactions`,
 *   `bad-value`
 */
export function kFoldRatings(interactions: Interactions, options: KFoldRatingsOptions = {}): readonly RatingFold[] {
  const { k = 5, seed = 1 } = options
  if (!(Number.isInteger(k) && k >= 2)) {
    throw new RecommendError('bad-parameter', `k must be a whole number ≥ 2; it is ${k}.`, { parameter: 'k' })
  }
  if (!Number.isInteger(seed)) throw new RecommendError('bad-parameter', 'seed must be a whole number.')
  const latest = latestRatings(interactions)
  const size = latest.indices.length
  if (size < k) throw new RecommendError('no-cases', `${k} folds need ${k} ratings; there are ${size}.`)
  const order = shuffled(Int32Array.from(latest.indices.keys()), randomOf(seed))
  const foldOf = new Int32Array(size)
  for (const [at, position] of order.entries()) foldOf[position] = at % k
  return Array.from({ length: k }, (_, fold) => {
    const train = selectInteractions(latest, (_person, at) => foldOf[at] !== fold)
    const asked = selectInteractions(latest, (_person, at) => foldOf[at] === fold)
    const persons = new Int32Array(asked.indices.length)
    for (let person = 0; person + 1 < asked.indptr.length; person++) {
      persons.fill(person, asked.indptr[person], asked.indptr[person + 1])
    }
    return { train, persons, items: asked.indices, ratings: asked.values }
  })
}

/** @throws RecommendError as `ratingMatrixOf` */
function latestRatings(interactions: Interactions): Interactions {
  // Refuses what is no rating before anything is divided.
  if (ratingMatrixOf(interactions).columns.length === interactions.indices.length) return interactions
  const positions = new Set<number>()
  for (let person = 0; person + 1 < interactions.indptr.length; person++) {
    const last = new Map<number, number>()
    const to = interactions.indptr[person + 1] as number
    for (let at = interactions.indptr[person] as number; at < to; at++) last.set(interactions.indices[at] as number, at)
    for (const at of last.values()) positions.add(at)
  }
  return selectInteractions(interactions, (_person, at) => positions.has(at))
}
