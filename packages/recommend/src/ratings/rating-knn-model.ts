import { type CentreOptions, type Expectations, expectationsOf, personExpectation } from './rating-centre.ts'
import type { RatingMatrix, RatingRows, RatingScale } from './rating-matrix.ts'
import type { RatingSimilarity, SimilarityOptions } from './rating-similarity.ts'
import type { NeighbourLimits } from './weighted-mean.ts'

export interface RatingKnnParameters extends NeighbourLimits, SimilarityOptions {
  readonly centre: CentreOptions['centre']
}

/** Ratings with what is expected of them: what both kinds of neighbours are made from. */
export interface RatingKnnData {
  /** Persons × items. */
  readonly ratings: RatingRows
  readonly expectations: Expectations
  readonly scale: RatingScale
}

/**
 * The ratings as the similarity compares them: residuals of the baseline for `pearsonBaseline`, else as they are.
 * Persons × items, the same pattern.
 */
export function comparedRatings(data: RatingKnnData, similarity: RatingSimilarity): RatingRows {
  if (similarity !== 'pearsonBaseline') return data.ratings
  return minus(data, { centre: 'baseline', meansOf: 'persons' })
}

/** The ratings minus what they are measured from. Persons × items, the same pattern. */
export function centredRatings(data: RatingKnnData, options: CentreOptions): RatingRows {
  return options.centre === 'none' ? data.ratings : minus(data, options)
}

function minus({ ratings, expectations }: RatingKnnData, options: CentreOptions): RatingRows {
  const { indptr, columns, values } = ratings
  const centred = new Float32Array(values.length)
  for (let person = 0; person + 1 < indptr.length; person++) {
    const { centre } = personExpectation(expectations, personAt(expectations, person), options)
    for (let at = indptr[person] as number; at < (indptr[person + 1] as number); at++) {
      centred[at] = (values[at] as number) - centre(columns[at] as number)
    }
  }
  return { indptr, columns, values: centred }
}

/** Bias and mean of a person who was trained on. */
export function personAt(
  { personBiases, personMeans }: Expectations,
  person: number,
): { readonly bias: number; readonly mean: number } {
  return { bias: personBiases[person] as number, mean: personMeans[person] as number }
}

/** What a fit begins with. */
export function knnDataOf(matrix: RatingMatrix): RatingKnnData {
  const { indptr, columns, values, scale } = matrix
  return { ratings: { indptr, columns, values }, scale, expectations: expectationsOf(matrix) }
}
