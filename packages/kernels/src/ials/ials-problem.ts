import type { CsrMatrix } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'

/**
 * Implicit feedback as weighted least squares over all pairs of a row u and a column i:
 *
 *     Σ_observed c_ui (1 − x_u·y_i)² + α₀ Σ_pairs (x_u·y_i)² + Σ_u λ_u |x_u|² + Σ_i λ_i |y_i|²
 *
 * The second sum is over all pairs with `observed: 'added'` (Rendle et al. 2022, "Revisiting iALS", eq. 2), and over the
 * pairs that were not observed with `'instead'` (Hu, Koren, Volinsky 2008, and the library implicit). λ of a row with n
 * observations is regularization · (n + α₀ · number of columns)^regularizationExponent.
 */
export interface IalsParameters {
  /** λ, at least 0. */
  readonly regularization: number
  /** ν of Rendle et al.; 0 (the default) makes λ the same for every row. */
  readonly regularizationExponent?: number
  /** α₀, at least 0. Default 1. */
  readonly unobservedWeight?: number
  /** Default `instead`. */
  readonly observed?: 'instead' | 'added'
  /** Conjugate-gradient steps a row and half-iteration, from where the row is. Default 3. */
  readonly steps?: number
}

/** The parameters with their defaults, checked. */
export interface IalsSettings {
  readonly regularization: number
  readonly regularizationExponent: number
  readonly unobservedWeight: number
  /** What of a weight c does not count as curvature: α₀ where the observed weight stands instead of it, or 0. */
  readonly offset: number
  readonly steps: number
}

/** @throws KernelError `bad-option` */
export function ialsSettings(parameters: IalsParameters): IalsSettings {
  const {
    regularization,
    regularizationExponent = 0,
    unobservedWeight = 1,
    observed = 'instead',
    steps = 3,
  } = parameters
  for (const [name, value] of Object.entries({ regularization, unobservedWeight })) {
    if (!(Number.isFinite(value) && value >= 0))
      throw new KernelError('bad-option', `${name} must be finite and at least 0.`, { [name]: value })
  }
  if (!Number.isFinite(regularizationExponent))
    throw new KernelError('bad-option', 'regularizationExponent must be finite.', { regularizationExponent })
  if (!Number.isInteger(steps) || steps < 1 || steps > 1000)
    throw new KernelError('bad-option', 'steps must be a whole number from 1 to 1000.', { steps })
  const offset = observed === 'instead' ? unobservedWeight : 0
  return { regularization, regularizationExponent, unobservedWeight, offset, steps }
}

/** λ of a row with `count` observations among `columnCount` columns. */
export function lambdaOf(settings: IalsSettings, count: number, columnCount: number): number {
  const { regularization, regularizationExponent, unobservedWeight } = settings
  if (regularizationExponent === 0) return regularization
  return regularization * (count + unobservedWeight * columnCount) ** regularizationExponent
}

/** λ of every row. */
export function lambdasOf(
  settings: IalsSettings,
  { indptr, columnCount }: Pick<CsrMatrix, 'indptr' | 'columnCount'>,
): Float32Array {
  return Float32Array.from({ length: indptr.length - 1 }, (_, row) =>
    lambdaOf(settings, (indptr[row + 1] as number) - (indptr[row] as number), columnCount),
  )
}
