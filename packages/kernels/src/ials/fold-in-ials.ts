import { checkFactors } from '../check-factors.ts'
import { KernelError } from '../kernel-error.ts'
import { type IalsParameters, ialsSettings } from './ials-problem.ts'
import { gramOf, type IalsRow, solveIalsRow } from './ials-reference.ts'

/** Factors of somebody who was not there when the factors were fitted, [d]. */
export type IalsFoldIn = (row: IalsRow) => Float32Array

/** Of the residual at the start; single precision would show no more. */
const tolerance = 1e-6

/**
 * Prepares to fold rows in against fixed factors. One row is small work, so it runs where it is called, without waiting
 * for workers: α₀ YᵀY is computed once here, then a row costs steps · d · (d + 2 · observations).
 *
 * @param factors the fixed side, [columns × d], row-major
 * @param parameters as fitted; `steps` defaults to 2 d here, since a new row starts from 0 and must
 *   arrive; it ends earlier where nothing changes any more
 * @throws KernelError `bad-option`, `bad-shape`, `bad-value`; the fold-in throws `bad-index`, `bad-value`, `bad-shape`
 * @example
 * const foldIn = prepareIalsFoldIn(itemFactors, 64, { regularization: 0.01 })
 * foldIn({ indices: [3, 17], values: [1, 4] }) // → Float32Array(64)
 */
export function prepareIalsFoldIn(factors: Float32Array, dimensions: number, parameters: IalsParameters): IalsFoldIn {
  checkFactors(factors, dimensions, 'factors')
  const settings = ialsSettings({ ...parameters, steps: parameters.steps ?? Math.min(1000, 2 * dimensions) })
  const fixed = { factors, dimensions, gram: gramOf(factors, dimensions, settings.unobservedWeight) }
  const columnCount = factors.length / dimensions
  return (row) => {
    checkRow(row, columnCount)
    const x = new Float64Array(dimensions)
    solveIalsRow(row, fixed, settings, x, tolerance)
    return Float32Array.from(x)
  }
}

function checkRow({ indices, values }: IalsRow, columnCount: number): void {
  if (indices.length !== values.length)
    throw new KernelError('bad-shape', `${values.length} values for ${indices.length} indices.`)
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at] as number
    if (!(Number.isInteger(index) && index >= 0 && index < columnCount))
      throw new KernelError('bad-index', `Index ${index} is outside 0 … ${columnCount - 1}.`, { at })
    const value = values[at] as number
    if (!(Number.isFinite(value) && value >= 0))
      throw new KernelError('bad-value', `Value ${at} is ${value}; it must be finite and not negative.`, { at })
  }
}
