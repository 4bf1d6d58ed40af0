import { KernelError } from '../kernel-error.ts'

/** Rows of hashed features. Row r is `indptr[r]` … `indptr[r + 1] − 1`; a feature twice in a row counts as two. */
export interface HashedRows {
  /** Length rows + 1, from 0, never falling. */
  readonly indptr: Int32Array
  /** Any 32 bits; the low ones are the place in the table. Give a constant feature where there shall be an intercept. */
  readonly features: Uint32Array
  /** Value of each feature, finite. Default: all 1. */
  readonly values?: Float32Array
}

export interface LabelledRows extends HashedRows {
  /** 0 or 1, one a row. */
  readonly labels: ArrayLike<number>
}

/** Two numbers a coordinate, all there is to know: z, a sum of gradients, and n, a sum of their squares. */
export interface FtrlState {
  readonly z: Float64Array
  readonly n: Float64Array
}

export interface FtrlParameters {
  /** Coordinates, a power of two from 2 to 2²⁷, at 16 bytes each. */
  readonly tableSize: number
  /** Learning rate of a coordinate is α / (β + √n); α above 0, default 0.1. */
  readonly alpha?: number
  /** At least 0; default 1. */
  readonly beta?: number
  /** Weights are 0 until |z| is above it; at least 0, default 1. */
  readonly lambda1?: number
  /** At least 0; default 1. */
  readonly lambda2?: number
}

export type FtrlSettings = Required<FtrlParameters>

/** @throws KernelError `bad-option` */
export function ftrlSettings(parameters: FtrlParameters): FtrlSettings {
  const { tableSize, alpha = 0.1, beta = 1, lambda1 = 1, lambda2 = 1 } = parameters
  if (!(tableSize >= 2 && tableSize <= 2 ** 27 && Number.isInteger(Math.log2(tableSize))))
    throw new KernelError('bad-option', 'tableSize must be a power of two from 2 to 2²⁷.', { tableSize })
  if (!(Number.isFinite(alpha) && alpha > 0))
    throw new KernelError('bad-option', 'alpha must be finite and above 0.', { alpha })
  for (const [name, value] of Object.entries({ beta, lambda1, lambda2 })) {
    if (!(Number.isFinite(value) && value >= 0))
      throw new KernelError('bad-option', `${name} must be finite and at least 0.`, { [name]: value })
  }
  if (beta === 0 && lambda2 === 0)
    throw new KernelError('bad-option', 'beta and lambda2 must not both be 0: the first step would be endless.')
  return { tableSize, alpha, beta, lambda1, lambda2 }
}

/** @throws KernelError `bad-shape`, `bad-value` */
export function checkState({ z, n }: FtrlState, tableSize: number): void {
  if (z.length !== tableSize || n.length !== tableSize)
    throw new KernelError(
      'bad-shape',
      `The state has ${z.length} and ${n.length} numbers for ${tableSize} coordinates.`,
    )
  for (let at = 0; at < tableSize; at++) {
    if (!(Number.isFinite(z[at]) && (n[at] as number) >= 0 && Number.isFinite(n[at])))
      throw new KernelError('bad-value', `state: coordinate ${at} must be finite, and n at least 0.`, { at })
  }
}

/** @throws KernelError `bad-shape`, `bad-value` */
export function checkHashedRows({ indptr, features, values }: HashedRows): void {
  if (indptr.length < 1 || indptr[0] !== 0 || indptr.at(-1) !== features.length)
    throw new KernelError('bad-shape', 'indptr must go from 0 to the number of features.')
  for (let row = 1; row < indptr.length; row++) {
    if ((indptr[row] as number) < (indptr[row - 1] as number))
      throw new KernelError('bad-shape', `indptr falls at row ${row - 1}.`, { row: row - 1 })
  }
  if (values === undefined) return
  if (values.length !== features.length)
    throw new KernelError('bad-shape', `${values.length} values for ${features.length} features.`)
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at]))
      throw new KernelError('bad-value', `Value ${at} is ${values[at]}; it must be finite.`, { at })
  }
}

/** @throws KernelError `bad-shape`, `bad-value` */
export function checkLabels(labels: ArrayLike<number>, rowCount: number): void {
  if (labels.length !== rowCount) throw new KernelError('bad-shape', `${labels.length} labels for ${rowCount} rows.`)
  for (let row = 0; row < rowCount; row++) {
    if (labels[row] !== 0 && labels[row] !== 1)
      throw new KernelError('bad-value', `Label ${row} is ${labels[row]}; it must be 0 or 1.`, { row })
  }
}

/** The weight that z and n stand for: exactly 0 while |z| ≤ λ₁. */
export function ftrlWeight(z: number, n: number, { alpha, beta, lambda1, lambda2 }: FtrlSettings): number {
  if (Math.abs(z) <= lambda1) return 0
  return (Math.sign(z) * lambda1 - z) / ((beta + Math.sqrt(n)) / alpha + lambda2)
}
