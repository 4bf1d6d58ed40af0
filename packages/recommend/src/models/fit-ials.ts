import { type CsrMatrix, createKernels, openIals } from '@attune/kernels'
import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import { randomOf } from '../evaluate/random.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import { randomNormals } from '../ratings/random-normal.ts'
import type { Recommender } from '../recommender.ts'
import { distinctHistory } from './distinct-histories.ts'
import { type IalsParameters, ialsParameters } from './ials-parameters.ts'
import { refuseHuge } from './refuse-huge.ts'
import { ialsOf } from './serve-ials.ts'
import { pauseFor, type TrainingContext } from './training-context.ts'
import { turnFactors } from './turn-factors.ts'

/** Above this, squares of weights would leave nothing of the others in single precision. */
const largestConfidence = 1e9

/**
 * Implicit alternating least squares (Hu, Koren and Volinsky, ICDM 2008; regularisation and defaults after Rendle et al.,
 * "Revisiting the performance of iALS", RecSys 2022). With c = alpha · weight^weightPower of what was observed,
 *
 * Σ_observed c (1 − x_u·y_i)² + α₀ Σ (x_u·y_i)² + λ Σ_u (n_u + α₀ items)^ν |x_u|² + the same for items,
 *
 * the second sum over all pairs (`added`) or over those that were not observed (`instead`). Only the item factors are kept:
 * every history is folded in when it is asked about, so people never seen in training are served like any other.
 *
 * @throws RecommendError `bad-parameter`; `bad-value` when a confidence is above 1e9; `no-interactions` when no interaction
 *   has a positive weight; `not-converged` when the factors are not finite
 * @throws KernelError `cancelled`, `out-of-memory`, `closed`, `worker-failed`
 * @example
 * const model = await fitIals(interactions, { factors: 64 }, { kernels })
 */
export async function fitIals(
  interactions: Interactions,
  options: Partial<IalsParameters> = {},
  { kernels, signal, onProgress }: TrainingContext = {},
): Promise<Recommender> {
  const parameters = completeParameters(ialsParameters, { ...options }) as unknown as IalsParameters
  const { factors: d, iterations, seed, spread } = parameters
  const matrix = confidencesOf(interactions, parameters)
  const run = kernels ?? (await createKernels({ backend: 'plain' }))
  const start = randomNormals(matrix.columnCount * d, spread / Math.sqrt(d), randomOf(seed))
  using ials = openIals(run, {
    matrix,
    dimensions: d,
    rowFactors: new Float32Array((matrix.indptr.length - 1) * d),
    columnFactors: Float32Array.from(start),
  })
  const settings = kernelSettings(parameters)
  for (let done = 1; done <= iterations; done++) {
    await pauseFor(run)
    await ials.solveRows(settings, { signal })
    await ials.solveColumns(settings, { signal })
    onProgress?.(done, iterations)
  }
  const itemFactors = ials.columnFactors()
  if (!itemFactors.every(Number.isFinite)) {
    throw new RecommendError('not-converged', 'The factors are not finite; take more regularisation or less alpha.')
  }
  return ialsOf(turnFactors(itemFactors, d), parameters)
}

/** The parameters in the words of the kernels. */
export function kernelSettings(parameters: IalsParameters): Parameters<ReturnType<typeof openIals>['solveRows']>[0] {
  return {
    regularization: parameters.regularisation,
    regularizationExponent: parameters.exponent,
    unobservedWeight: parameters.unobservedWeight,
    observed: parameters.observed,
    steps: parameters.steps,
  }
}

/** Persons × items: alpha · weight^weightPower of each distinct item, in single precision at once: data may be large. */
export function confidencesOf(interactions: Interactions, { alpha, weightPower }: IalsParameters): CsrMatrix {
  const personCount = interactions.indptr.length - 1
  const columnCount = interactions.items.ids.length
  const indptr = new Int32Array(personCount + 1)
  const indices = new Int32Array(interactions.indices.length)
  const values = new Float32Array(interactions.indices.length)
  let size = 0
  for (let person = 0; person < personCount; person++) {
    const row = distinctHistory(historyOf(interactions, person), columnCount, weightPower)
    for (let at = 0; at < row.indices.length; at++, size++) {
      indices[size] = row.indices[at] as number
      values[size] = alpha * (row.values[at] as number)
    }
    indptr[person + 1] = size
  }
  if (size === 0) throw new RecommendError('no-interactions', 'Import or send some events before training.')
  const matrix = { indptr, indices: indices.subarray(0, size), values: values.subarray(0, size), columnCount }
  refuseHuge('ials', matrix.values, largestConfidence)
  return matrix
}
