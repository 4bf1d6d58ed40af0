import type { ItemText } from './models/item-text-vectors.ts'

/** What one person did, oldest first. Parallel arrays of one length; item ids are the dense ids of the model's `items` map. */
export interface History {
  /** Dense item ids, oldest first; an item may occur more than once. */
  readonly items: Int32Array
  /** Strength of each interaction; length of `items`. */
  readonly weights: Float32Array
  /** Milliseconds since the epoch; length of `items`. All equal when the data has no times: then the order alone counts. */
  readonly times: Float64Array
}

/** Items with scores, best first; ties by dense item id, smaller first. */
export interface ScoredItems {
  readonly items: Int32Array
  readonly scores: Float32Array
}

/** A part of an item's score that one history item brought. */
export interface Contribution {
  /** Dense id of the history item. */
  readonly item: number
  /** Its share of the score; the shares of one explanation add up to at most 1. */
  readonly share: number
}

export interface RecommendOptions {
  /** Items that must not be returned (dense id). The caller decides whether seen items are among them. */
  readonly exclude?: (item: number) => boolean
  /** Milliseconds since the epoch for models that weigh by age. Default: the time of the last interaction of the history. */
  readonly now?: number
}

/** A model as typed arrays and plain parameters; `loadRecommender` brings it back, `encodeSafetensors` writes the arrays. */
export interface SavedRecommender {
  /** The kind of model, the key by which `loadRecommender` finds its code. */
  readonly kind: string
  readonly parameters: Readonly<Record<string, number | string | boolean>>
  readonly arrays: Readonly<Record<string, Float32Array | Float64Array | Int32Array | Uint8Array>>
}

/**
 * What every recommender can do. The caller passes the history, so a person never seen in training is served like any
 * other and a new event changes the next answer without retraining.
 */
export interface Recommender {
  /** The kind of model, for example `popularity` or `recencyItemKnn`. */
  readonly kind: string
  readonly itemCount: number
  /** Best `n` items for a history. Returns fewer where fewer have a score above zero. */
  recommend(history: History, n: number, options?: RecommendOptions): ScoredItems
  /** Scores of the given items for a history, in their order. */
  score(history: History, items: Int32Array, options?: Pick<RecommendOptions, 'now'>): Float32Array
  /** Items most like one item, without itself. */
  similarItems(item: number, n: number, options?: RecommendOptions): ScoredItems
  /**
   * Cosines, −1 … 1, between items by their places in `items`, gathered once so that asking for many pairs is quick. Of
   * kinds that hold a vector an item; for variety in a list.
   */
  cosines?(items: Int32Array): (a: number, b: number) => number
  /** The history items that brought `item` its score, largest share first; empty when the history had no part in it. */
  explain(history: History, item: number, n: number): readonly Contribution[]
  save(): SavedRecommender
  /**
   * The same model and further items, known by what is written about them alone: they can be recommended before anybody had
   * one. Of kinds that read texts; dense ids follow those that are there.
   */
  withItems?(texts: readonly ItemText[]): Recommender
}
