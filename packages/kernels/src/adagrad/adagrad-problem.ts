import { checkFactors } from '../check-factors.ts'
import { KernelError } from '../kernel-error.ts'

export interface AdagradInput {
  /** [rows × d], row-major, finite. Copied. */
  readonly table: Float32Array
  readonly dimensions: number
  /** One accumulator a row (a d-th of the memory), or one a number. Default `row`. */
  readonly accumulate?: 'row' | 'element'
  /** Where to go on, [rows] or [rows × d], at least 0. Default zeros. Copied. */
  readonly accumulators?: Float32Array
}

export interface SparseGradient {
  /** Rows of the table, in any order; of a row that comes several times the gradients are summed first. */
  readonly rows: Int32Array
  /** [rows.length × d], row-major, finite. */
  readonly gradients: Float32Array
}

export interface AdagradParameters {
  /** Above 0. */
  readonly learningRate: number
  /** Added to the root of the accumulator, above 0. Default 1e-8. */
  readonly epsilon?: number
}

/** @throws KernelError `bad-shape`, `bad-value`, `bad-option` */
export function checkAdagrad(input: AdagradInput): { rowCount: number; accumulatorCount: number } {
  const { table, dimensions, accumulate = 'row', accumulators } = input
  const rowCount = checkFactors(table, dimensions, 'table')
  if (rowCount === 0) throw new KernelError('bad-shape', 'table has no rows.')
  if (accumulate !== 'row' && accumulate !== 'element')
    throw new KernelError('bad-option', 'accumulate must be row or element.', { accumulate })
  const accumulatorCount = accumulate === 'row' ? rowCount : table.length
  if (accumulators) {
    checkFactors(accumulators, 1, 'accumulators')
    if (accumulators.length !== accumulatorCount) {
      const message = `There are ${accumulators.length} accumulators; it takes ${accumulatorCount}.`
      throw new KernelError('bad-shape', message)
    }
    const below = accumulators.findIndex((value) => value < 0)
    if (below >= 0) throw new KernelError('bad-value', `Accumulator ${below} is negative.`, { at: below })
  }
  return { rowCount, accumulatorCount }
}

/** @throws KernelError `bad-shape`, `bad-value`, `bad-index` */
export function checkGradient({ rows, gradients }: SparseGradient, dimensions: number, rowCount: number): void {
  const count = checkFactors(gradients, dimensions, 'gradients')
  if (count !== rows.length) throw new KernelError('bad-shape', `${count} gradients for ${rows.length} rows.`)
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    if (row < 0 || row >= rowCount)
      throw new KernelError('bad-index', `Row ${row} is outside 0 … ${rowCount - 1}.`, { at })
  }
}

/** @throws KernelError `bad-option` */
export function adagradSettings(parameters: AdagradParameters): Required<AdagradParameters> {
  const { learningRate, epsilon = 1e-8 } = parameters
  for (const [name, value] of Object.entries({ learningRate, epsilon })) {
    if (!(Number.isFinite(value) && Math.fround(value) > 0))
      throw new KernelError('bad-option', `${name} must be finite and above 0.`, { [name]: value })
  }
  return { learningRate, epsilon }
}
