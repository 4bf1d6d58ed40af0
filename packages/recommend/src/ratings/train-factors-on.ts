import { type Kernels, openBiasedFactors } from '@attune/kernels'
import type { RatingMatrix } from './rating-matrix.ts'
import { type FactorParameters, type RatingFactors, startFactors } from './train-factors.ts'

export interface TrainOnOptions {
  readonly signal?: AbortSignal | undefined
  readonly onEpoch?: (done: number) => void
}

/**
 * The training of `trainFactors` on kernels, in single precision: SVD++ takes the same steps in the same order; SVD goes
 * through the ratings in squares of persons and items, which several threads can do at once. The number of threads
 * changes nothing.
 *
 * @throws KernelError `cancelled`, `out-of-memory`, `closed`, `worker-failed`
 */
export async function trainFactorsOn(
  kernels: Kernels,
  matrix: RatingMatrix,
  parameters: FactorParameters & { readonly implicit: boolean },
  { signal, onEpoch }: TrainOnOptions = {},
): Promise<RatingFactors<Float32Array>> {
  const { factors, epochs, learningRate, regularisation, implicit } = parameters
  const start = startFactors(matrix, parameters)
  const { indptr, columns, values, mean, itemCount } = matrix
  using model = openBiasedFactors(kernels, {
    matrix: { indptr, indices: columns, values, columnCount: itemCount },
    mean,
    dimensions: factors,
    rowFactors: Float32Array.from(start.personFactors),
    columnFactors: Float32Array.from(start.itemFactors),
    rowBiases: Float32Array.from(start.personBiases),
    columnBiases: Float32Array.from(start.itemBiases),
    ...(implicit ? { implicitFactors: Float32Array.from(start.implicit) } : {}),
  })
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await model.epoch({ learningRate, regularization: regularisation }, { signal })
    onEpoch?.(epoch)
  }
  return {
    personBiases: model.rowBiases(),
    itemBiases: model.columnBiases(),
    personFactors: model.rowFactors(),
    itemFactors: model.columnFactors(),
    implicit: model.implicitFactors(),
  }
}
