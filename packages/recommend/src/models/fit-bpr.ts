import { createKernels, openBpr } from '@attune/kernels'
import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import { randomOf } from '../evaluate/random.ts'
import type { Interactions } from '../interactions.ts'
import { randomNormals } from '../ratings/random-normal.ts'
import type { Recommender } from '../recommender.ts'
import type { BprItems } from './bpr-fold-in.ts'
import { type BprParameters, bprParameters } from './bpr-parameters.ts'
import { distinctHistories } from './distinct-histories.ts'
import { bprOf } from './serve-bpr.ts'
import { pauseFor, type TrainingContext } from './training-context.ts'
import { turnFactors } from './turn-factors.ts'

/**
 * Bayesian personalised ranking from implicit feedback (Rendle et al., UAI 2009): stochastic ascent on
 *
 * Σ ln σ(s_ui − s_uj) − λ/2 |θ|²,  s_ui = x_u · y_i + b_i,  i an item that u took, j one that u did not.
 *
 * Weights do not count beyond being above zero. Only the items' side is kept: every history is folded in by the same steps
 * when it is asked about. With several threads results differ a little from run to run; with one, or `deterministic`
 * kernels, the same seed gives the same model.
 *
 * @throws RecommendError `bad-parameter`; `no-interactions` when no interaction has a positive weight; `not-converged` when
 *   the factors are not finite
 * @throws KernelError `cancelled`, `out-of-memory`, `closed`, `worker-failed`
 * @example
 * const model = await fitBpr(interactions, { factors: 64 }, { kernels })
 */
export async function fitBpr(
  interactions: Interactions,
  options: Partial<BprParameters> = {},
  { kernels, signal, onProgress }: TrainingContext = {},
): Promise<Recommender> {
  const parameters = completeParameters(bprParameters, { ...options }) as unknown as BprParameters
  const { factors: d, epochs, learningRate, regularisation, negatives, spread, seed } = parameters
  const { indptr, indices, dimensions: itemCount } = distinctHistories(interactions, 0)
  if (indices.length === 0) throw new RecommendError('no-interactions', 'Import or send some events before training.')
  const run = kernels ?? (await createKernels({ backend: 'plain' }))
  const random = randomOf(seed)
  using bpr = openBpr(run, {
    matrix: { indptr, indices, columnCount: itemCount },
    dimensions: d,
    rowFactors: Float32Array.from(randomNormals((indptr.length - 1) * d, spread, random)),
    columnFactors: Float32Array.from(randomNormals(itemCount * d, spread, random)),
    columnBiases: new Float32Array(itemCount),
    seed,
  })
  for (let done = 1; done <= epochs; done++) {
    await pauseFor(run)
    await bpr.epoch({ learningRate, regularization: regularisation, negatives }, { signal })
    onProgress?.(done, epochs)
  }
  const fitted = { itemFactors: bpr.columnFactors(), itemBiases: bpr.columnBiases() }
  if (!(fitted.itemFactors.every(Number.isFinite) && fitted.itemBiases.every(Number.isFinite))) {
    throw new RecommendError('not-converged', 'The factors are not finite; take a smaller learningRate.')
  }
  return bprOf(centred(fitted, d), parameters)
}

/** Means over items taken away, which moves all scores of a person by one number, and axes turned. */
function centred({ itemFactors, itemBiases }: BprItems, d: number): BprItems {
  const itemCount = itemBiases.length
  const means = new Float64Array(d)
  for (let at = 0; at < itemFactors.length; at++)
    means[at % d] = (means[at % d] as number) + (itemFactors[at] as number) / itemCount
  const bias = itemBiases.reduce((sum, value) => sum + value, 0) / itemCount
  return {
    itemFactors: turnFactors(
      itemFactors.map((value, at) => value - (means[at % d] as number)),
      d,
    ),
    itemBiases: itemBiases.map((value) => value - bias),
  }
}
