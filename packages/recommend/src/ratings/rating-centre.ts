import { biasDefaults, fitBiases, personBias } from './biases.ts'
import { type RatingMatrix, rowMeans, transposeRatings } from './rating-matrix.ts'
import type { RatedItems } from './rating-recommender.ts'

export type Centre = 'none' | 'means' | 'baseline'

/** What a rating is expected to be before any neighbour is asked: biases of people and items by ALS (Koren 2010). */
export interface Expectations {
  readonly mean: number
  readonly personMeans: Float64Array
  readonly itemMeans: Float64Array
  readonly personBiases: Float64Array
  readonly itemBiases: Float64Array
}

/** @param matrix persons × items */
export function expectationsOf(matrix: RatingMatrix): Expectations {
  const biases = fitBiases(matrix)
  return {
    mean: matrix.mean,
    personMeans: rowMeans(matrix, matrix.mean),
    itemMeans: rowMeans(transposeRatings(matrix, matrix.itemCount), matrix.mean),
    personBiases: biases.person,
    itemBiases: biases.item,
  }
}

/** What one person's ratings are expected to be. */
export interface PersonExpectation {
  /** μ + b_u + b_i */
  baseline(item: number): number
  /** What the model measures ratings of this person from: 0, the person's mean or the item's mean, or the baseline. */
  centre(item: number): number
  /** What is predicted when no neighbour says anything; the mean of all where ratings are measured from nothing. */
  alone(item: number): number
}

export interface CentreOptions {
  readonly centre: Centre
  /** Whose means: those of people for neighbours among people, those of items for neighbours among items. */
  readonly meansOf: 'persons' | 'items'
}

/** For a person known by bias and mean. */
export function personExpectation(
  { mean, itemMeans, itemBiases }: Expectations,
  person: { readonly bias: number; readonly mean: number },
  { centre, meansOf }: CentreOptions,
): PersonExpectation {
  const baseline = (item: number): number => mean + person.bias + (itemBiases[item] as number)
  const ofMeans = (item: number): number => (meansOf === 'persons' ? person.mean : (itemMeans[item] as number))
  const centred = centre === 'baseline' ? baseline : centre === 'means' ? ofMeans : () => 0
  return { baseline, centre: centred, alone: centre === 'none' ? () => mean : centred }
}

/** Bias and mean of a person from ratings alone, by the same formulas as in training. */
export function personFromRatings(
  rated: RatedItems,
  { mean, itemBiases }: Expectations,
): { readonly bias: number; readonly mean: number } {
  let sum = 0
  for (const rating of rated.ratings) sum += rating
  return {
    bias: personBias(rated, mean, itemBiases, biasDefaults),
    mean: rated.ratings.length > 0 ? sum / rated.ratings.length : mean,
  }
}
