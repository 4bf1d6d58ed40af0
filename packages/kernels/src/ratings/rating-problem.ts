import { checkFactors } from '../check-factors.ts'
import { type CsrMatrix, checkCsr } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'

export interface DescentParameters {
  /** γ, above 0. One so large that errors grow ends in numbers that are not finite: look at them. */
  readonly learningRate: number
  /** λ, at least 0. */
  readonly regularization: number
}

/** What an entry moves by: θ ← keep θ + rate · (…), keep = 1 − γ λ. */
export interface DescentSettings {
  readonly rate: number
  readonly keep: number
}

/** @throws KernelError `bad-option` */
export function descentSettings({ learningRate, regularization }: DescentParameters): DescentSettings {
  if (!(Number.isFinite(learningRate) && learningRate > 0))
    throw new KernelError('bad-option', 'learningRate must be finite and above 0.', { learningRate })
  checkRegularization(regularization)
  return { rate: learningRate, keep: 1 - learningRate * regularization }
}

/** @throws KernelError `bad-option` */
export function checkRegularization(regularization: number): void {
  if (!(Number.isFinite(regularization) && regularization >= 0))
    throw new KernelError('bad-option', 'regularization must be finite and at least 0.', { regularization })
}

/**
 * A matrix that has entries, and factors for its rows and columns.
 *
 * @throws KernelError `bad-shape`, `bad-index`, `bad-value`
 */
export function checkRatings(
  matrix: CsrMatrix,
  dimensions: number,
  sides: {
    readonly rows: Readonly<Record<string, Float32Array>>
    readonly columns: Readonly<Record<string, Float32Array>>
  },
  sign: 'any' | 'not-negative' = 'any',
): void {
  checkCsr(matrix, 'matrix', sign)
  if (matrix.indices.length === 0)
    throw new KernelError('bad-shape', 'matrix has no entries: there is nothing to learn.')
  const counts = { rows: matrix.indptr.length - 1, columns: matrix.columnCount }
  for (const side of ['rows', 'columns'] as const) {
    for (const [name, numbers] of Object.entries(sides[side])) {
      const width = name.endsWith('Biases') ? 1 : dimensions
      const found = checkFactors(numbers, width, name)
      if (found !== counts[side]) {
        const message = `${name} is for ${found} ${side}; the matrix has ${counts[side]}.`
        throw new KernelError('bad-shape', message, { name })
      }
      const below = sign === 'any' ? -1 : numbers.findIndex((value) => value < 0)
      if (below >= 0) throw new KernelError('bad-value', `${name}: number ${below} is negative.`, { name, at: below })
    }
  }
}
