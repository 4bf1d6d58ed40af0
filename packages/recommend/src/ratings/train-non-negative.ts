import { type Kernels, openNonNegativeFactors } from '@attune/kernels'
import { randomOf } from '../evaluate/random.ts'
import { updateNonNegative } from './non-negative-updates.ts'
import { type RatingMatrix, type RatingRows, transposeRatings } from './rating-matrix.ts'

export interface NmfParameters {
  readonly factors: number
  readonly epochs: number
  readonly regularisation: number
  readonly seed: number
}

/** Row-major; zeros mark what was never rated. */
export interface NonNegativeFactors<Numbers extends Float32Array | Float64Array = Float64Array> {
  readonly persons: Numbers
  readonly items: Numbers
}

/** A uniform start; zeros mark what was never rated, which an update cannot leave. */
function start(matrix: RatingMatrix, byItem: RatingRows, { factors, seed }: NmfParameters): NonNegativeFactors {
  const random = randomOf(seed)
  const persons = Float64Array.from({ length: matrix.personCount * factors }, random)
  const items = Float64Array.from({ length: matrix.itemCount * factors }, random)
  clearEmpty(persons, matrix.indptr, factors)
  clearEmpty(items, byItem.indptr, factors)
  return { persons, items }
}

/** The updates of `fitNmf` in double precision on this thread. */
export function trainNonNegative(
  matrix: RatingMatrix,
  parameters: NmfParameters,
  onEpoch: (done: number) => void,
): NonNegativeFactors {
  const { factors, epochs, regularisation } = parameters
  const byItem = transposeRatings(matrix, matrix.itemCount)
  const { persons, items } = start(matrix, byItem, parameters)
  for (let epoch = 1; epoch <= epochs; epoch++) {
    updateNonNegative(matrix, persons, items, regularisation, factors)
    updateNonNegative(byItem, items, persons, regularisation, factors)
    onEpoch(epoch)
  }
  return { persons, items }
}

/**
 * The same updates in single precision, rows on several threads; their number changes nothing.
 *
 * @throws KernelError `cancelled`, `out-of-memory`, `closed`, `worker-failed`
 */
export async function trainNonNegativeOn(
  kernels: Kernels,
  matrix: RatingMatrix,
  parameters: NmfParameters,
  { signal, onEpoch }: { readonly signal?: AbortSignal | undefined; readonly onEpoch: (done: number) => void },
): Promise<NonNegativeFactors<Float32Array>> {
  const { indptr, columns, values, itemCount } = matrix
  const { persons, items } = start(matrix, transposeRatings(matrix, itemCount), parameters)
  using model = openNonNegativeFactors(kernels, {
    matrix: { indptr, indices: columns, values, columnCount: itemCount },
    dimensions: parameters.factors,
    rowFactors: Float32Array.from(persons),
    columnFactors: Float32Array.from(items),
  })
  const settings = { regularization: parameters.regularisation }
  for (let epoch = 1; epoch <= parameters.epochs; epoch++) {
    await model.updateRows(settings, { signal })
    await model.updateColumns(settings, { signal })
    onEpoch(epoch)
  }
  return { persons: model.rowFactors(), items: model.columnFactors() }
}

function clearEmpty(rows: Float64Array, indptr: RatingMatrix['indptr'], factors: number): void {
  for (let row = 0; row + 1 < indptr.length; row++) {
    if (indptr[row] === indptr[row + 1]) rows.fill(0, row * factors, (row + 1) * factors)
  }
}
