import type { Contribution, History, Recommender, SavedRecommender } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import { checkRating, type RatingRows, type RatingScale } from './rating-matrix.ts'

/** Says how a person would rate an item. */
export interface RatingPredictor {
  readonly kind: string
  readonly scale: RatingScale
  readonly personCount: number
  readonly itemCount: number
  /**
   * The expected rating, clipped to the scale, of a person who was trained on (dense id). For a person or an item that
   * is not known, what can be said without: the mean and the biases that are known.
   */
  predict(person: number, item: number): number
}

/**
 * A rating predictor on the `Recommender` interface: the weights of a history are ratings (of several of one item the
 * latest counts), a score is the expected rating, not clipped, so that the order survives above the top of the scale.
 */
export interface RatingRecommender extends Recommender, RatingPredictor {}

/** A person's ratings, every item once and known, in the order of the latest rating. */
export interface RatedItems {
  readonly items: Int32Array
  readonly ratings: Float32Array
}

/** What a model expects of one person. */
export interface PersonView {
  /** Expected rating of a known item, not clipped. */
  estimate(item: number): number
  /** How much each of the person's ratings had to do with the estimate; only parts above zero are shown. */
  parts(item: number): Float64Array
}

/** What a rating model knows how to do; `ratingRecommenderOf` makes a recommender of it. */
export interface RatingModel {
  readonly kind: string
  readonly scale: RatingScale
  readonly personCount: number
  readonly itemCount: number
  readonly mean: number
  /** Expected rating of a person who was trained on for a known item, not clipped. */
  estimate(person: number, item: number): number
  /** A person who is known by ratings alone. */
  foldIn(rated: RatedItems): PersonView
  /** Likeness to every item, above zero where alike; undefined for models without a notion of it. */
  likeness?(item: number): Float32Array
  /** As `cosines` of a recommender. */
  cosines?(items: Int32Array): (a: number, b: number) => number
  save(): Omit<SavedRecommender, 'kind'>
}

const nothing: RatedItems = { items: new Int32Array(0), ratings: new Float32Array(0) }

/** The recommender on a rating model. */
export function ratingRecommenderOf(model: RatingModel): RatingRecommender {
  const { kind, scale, personCount, itemCount } = model
  const knows = (id: number, count: number): boolean => Number.isInteger(id) && id >= 0 && id < count
  const view = (history: History): PersonView => model.foldIn(ratedItemsOf(history, itemCount))
  let stranger: PersonView | undefined
  const ofStranger = (item: number): number => {
    stranger ??= model.foldIn(nothing)
    return stranger.estimate(item)
  }
  return {
    kind,
    scale,
    personCount,
    itemCount,
    predict(person, item) {
      if (!knows(item, itemCount)) return clip(model.mean, scale)
      return clip(knows(person, personCount) ? model.estimate(person, item) : ofStranger(item), scale)
    },
    recommend(history, n, { exclude } = {}) {
      const person = view(history)
      const top = topItems(Math.min(n, itemCount))
      for (let item = 0; item < itemCount; item++) {
        if (exclude?.(item)) continue
        const score = person.estimate(item)
        if (score > 0) top.offer(item, score)
      }
      return top.take()
    },
    score(history, items) {
      const person = view(history)
      return Float32Array.from(items, (item) => (knows(item, itemCount) ? person.estimate(item) : 0))
    },
    similarItems(item, n, { exclude } = {}) {
      const top = topItems(Math.min(n, itemCount))
      const likeness = knows(item, itemCount) ? model.likeness?.(item) : undefined
      for (let other = 0; likeness && other < itemCount; other++) {
        const nearness = likeness[other] as number
        if (nearness > 0 && other !== item && !exclude?.(other)) top.offer(other, nearness)
      }
      return top.take()
    },
    explain(history, item, n) {
      if (!knows(item, itemCount)) return []
      const rated = ratedItemsOf(history, itemCount)
      return contributionsOf(rated.items, model.foldIn(rated).parts(item), n)
    },
    ...(model.cosines ? { cosines: model.cosines } : {}),
    save: () => ({ kind, ...model.save() }),
  }
}

/** A person's row of a matrix. */
export function ratedItemsAt({ indptr, columns, values }: RatingRows, person: number): RatedItems {
  const from = indptr[person] as number
  const to = indptr[person + 1] as number
  return { items: columns.subarray(from, to), ratings: values.subarray(from, to) }
}

/**
 * What a history says; interactions with unknown items are left out.
 *
 * @throws RecommendError `bad-value` when a rating is not finite or beyond ±1e6
 */
export function ratedItemsOf({ items, weights }: History, itemCount: number): RatedItems {
  const latest = new Map<number, number>()
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as number
    checkRating(weights[at] as number, `The rating of history item ${at}`)
    if (item < 0 || item >= itemCount) continue
    // Deleted first, so that the map is in the order of the latest rating.
    latest.delete(item)
    latest.set(item, weights[at] as number)
  }
  return { items: Int32Array.from(latest.keys()), ratings: Float32Array.from(latest.values()) }
}

function clip(rating: number, { low, high }: RatingScale): number {
  return Math.min(high, Math.max(low, rating))
}

function contributionsOf(items: Int32Array, parts: Float64Array, n: number): readonly Contribution[] {
  let total = 0
  for (const part of parts) total += Math.max(0, part)
  return Array.from(items, (item, at) => ({ item, share: (parts[at] as number) / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || a.item - b.item)
    .slice(0, Math.max(0, n))
}
