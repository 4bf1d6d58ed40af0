import type { Kernels } from '@attune/kernels'
import { completeParameters, type ParameterSet } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import { rowCosinesAmong } from '../models/row-cosines-among.ts'
import type { SavedRecommender } from '../recommender.ts'
import { foldInFactors, implicitSum } from './fold-in-factors.ts'
import { rowCosines } from './likeness.ts'
import { type RatingMatrix, ratingMatrixOf } from './rating-matrix.ts'
import { svdParameters, svdppParameters } from './rating-parameters.ts'
import { type RatingRecommender, ratedItemsAt, ratingRecommenderOf } from './rating-recommender.ts'
import { savedArraysOf, summaryOf } from './saved-arrays.ts'
import { type FactorParameters, type RatingFactors, trainFactors } from './train-factors.ts'
import { trainFactorsOn } from './train-factors-on.ts'

export interface FactorOptions extends Partial<FactorParameters> {
  /** Where training runs. Default: plain TypeScript on this thread. */
  readonly kernels?: Kernels | undefined
  /** Stops a training that runs on kernels. */
  readonly signal?: AbortSignal | undefined
  /** Called after every epoch. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Matrix factorisation with biases, rating = μ + b_u + b_i + q_i · p_u; see `trainFactors`, and `foldInFactors` for a
 * person who was not trained on. Kernels go through the ratings in another order, so the model is another, as good.
 *
 * @throws RecommendError `no-interactions`, `bad-value`, `bad-parameter` (also when training
 *   diverges because the learning rate is too large for the ratings)
 * @throws KernelError `cancelled`, `out-of-memory`, `closed`, `worker-failed` where there are kernels
 * @example
 * const model = await fitSvd(interactions, { factors: 50, kernels })
 * model.predict(0, 3) // → 3.9
 */
export function fitSvd(interactions: Interactions, options: FactorOptions = {}): Promise<RatingRecommender> {
  return fitFactors(svdParameters, interactions, options)
}

/**
 * SVD++: besides the ratings themselves, which items a person chose to rate counts; see `trainFactors`. A history is
 * folded in like that of SVD, the implicit part from its items.
 *
 * @throws RecommendError, KernelError as `fitSvd`
 */
export function fitSvdpp(interactions: Interactions, options: FactorOptions = {}): Promise<RatingRecommender> {
  return fitFactors(svdppParameters, interactions, options)
}

async function fitFactors(
  set: ParameterSet,
  interactions: Interactions,
  options: FactorOptions,
): Promise<RatingRecommender> {
  const { onProgress, kernels, signal, ...given } = options
  const complete = completeParameters(set, given)
  const implicit = set.kind === 'svdpp'
  const parameters = { ...(complete as unknown as FactorParameters), implicit }
  const matrix = ratingMatrixOf(interactions)
  const onEpoch = (done: number) => onProgress?.(done, parameters.epochs)
  const trained =
    kernels?.backend === 'threads'
      ? await trainFactorsOn(kernels, matrix, parameters, { signal, onEpoch })
      : trainFactors(matrix, parameters, onEpoch)
  if (!trained.itemFactors.every(Number.isFinite) || !trained.personFactors.every(Number.isFinite)) {
    const message = `${set.kind} diverged: ask for a smaller learningRate, or a rating scale of fewer steps.`
    throw new RecommendError('bad-parameter', message, { parameter: 'learningRate' })
  }
  return factorsOf(set.kind, complete, {
    summary: summaryOf(matrix),
    personBiases: Float32Array.from(trained.personBiases),
    itemBiases: Float32Array.from(trained.itemBiases),
    personFactors: Float32Array.from(wholePersonFactors(matrix, trained, parameters.factors)),
    itemFactors: Float32Array.from(trained.itemFactors),
    ...(implicit ? { implicit: Float32Array.from(trained.implicit) } : {}),
  })
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadFactors({ kind, parameters, arrays }: SavedRecommender): RatingRecommender {
  return factorsOf(kind, parameters, arrays)
}

/** What multiplies q_i: p_u, and for SVD++ p_u + |N(u)|^−½ Σ y_j. */
function wholePersonFactors(
  matrix: RatingMatrix,
  trained: RatingFactors<Float32Array | Float64Array>,
  factors: number,
): Float32Array | Float64Array {
  const { personFactors, implicit } = trained
  if (implicit.length === 0) return personFactors
  const whole = personFactors.slice()
  for (let person = 0; person < matrix.personCount; person++) {
    const { items } = ratedItemsAt(matrix, person)
    const said = implicitSum(implicit, items, factors, items.length > 0 ? 1 / Math.sqrt(items.length) : 0)
    for (let f = 0; f < factors; f++) (whole[person * factors + f] as number) += said[f] as number
  }
  return whole
}

function factorsOf(
  kind: string,
  parameters: SavedRecommender['parameters'],
  arrays: SavedRecommender['arrays'],
): RatingRecommender {
  const descent = parameters as unknown as FactorParameters
  const { factors } = descent
  const saved = savedArraysOf({ kind, parameters, arrays })
  const { mean, scale } = saved.summary()
  const personBiases = saved.floats('personBiases')
  const itemBiases = saved.floats('itemBiases')
  const personFactors = saved.floats('personFactors', personBiases.length * factors)
  const itemFactors = saved.floats('itemFactors', itemBiases.length * factors)
  const implicit = kind === 'svdpp' ? saved.floats('implicit', itemFactors.length) : new Float32Array(0)
  const side = { mean, itemBiases, itemFactors, implicit }
  return ratingRecommenderOf({
    kind,
    mean,
    scale,
    personCount: personBiases.length,
    itemCount: itemBiases.length,
    estimate(person, item) {
      let sum = mean + (personBiases[person] as number) + (itemBiases[item] as number)
      for (let f = 0; f < factors; f++) {
        sum += (itemFactors[item * factors + f] as number) * (personFactors[person * factors + f] as number)
      }
      return sum
    },
    foldIn: (rated) => foldInFactors(side, rated, descent),
    likeness: (item) => rowCosines(itemFactors, factors, item),
    cosines: (items) => rowCosinesAmong(itemFactors, factors, items),
    save: () => ({ parameters, arrays }),
  })
}
