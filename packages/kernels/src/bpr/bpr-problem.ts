import { checkFactors } from '../check-factors.ts'
import { type CsrMatrix, checkRows } from '../csr-matrix.ts'
import { KernelError } from '../kernel-error.ts'

export interface BprInput {
  /** Rows × columns; every entry is one positive, whatever its value. Columns of a row in any order, at least one entry. */
  readonly matrix: Pick<CsrMatrix, 'indptr' | 'indices' | 'columnCount'>
  readonly dimensions: number
  /** Where to start, [rows × d] and [columns × d], row-major. */
  readonly rowFactors: Float32Array
  readonly columnFactors: Float32Array
  /** Where to start, [columns]. */
  readonly columnBiases: Float32Array
  /** Whole number from 0 to 2³² − 1: the same seed draws the same triples. */
  readonly seed: number
}

export interface BprParameters {
  /** Above 0. */
  readonly learningRate: number
  /** λ, at least 0. */
  readonly regularization: number
  /** Columns that a row has not, all alike or as often as they occur. Default `uniform`. */
  readonly negatives?: 'uniform' | 'popular'
  /** Default: as many as the matrix has entries. */
  readonly triples?: number
}

/** What one pass met, measured on each triple before it was learned from. */
export interface BprReport {
  /** Triples that were learned from. */
  readonly learned: number
  /** Triples given up because 16 draws hit only columns that the row has. */
  readonly skipped: number
  /** Share of triples whose positive scored higher; 0 where none was learned from. */
  readonly ordered: number
  /** Mean of ln σ(score of the positive − score of the negative); 0 where none was learned from. */
  readonly logLikelihood: number
}

/** The parameters with their defaults, checked. */
export type BprSettings = Required<BprParameters>

/** @throws KernelError `bad-shape`, `bad-index`, `bad-value`, `bad-option` */
export function checkBpr({ matrix, dimensions, rowFactors, columnFactors, columnBiases, seed }: BprInput): void {
  checkRows(matrix, 'matrix')
  if (matrix.indices.length === 0)
    throw new KernelError('bad-shape', 'matrix has no entries: there is nothing to learn.')
  const rows = checkFactors(rowFactors, dimensions, 'rowFactors')
  const columns = checkFactors(columnFactors, dimensions, 'columnFactors')
  checkFactors(columnBiases, 1, 'columnBiases')
  if (rows !== matrix.indptr.length - 1 || columns !== matrix.columnCount || columnBiases.length !== columns) {
    const shape = `${matrix.indptr.length - 1} × ${matrix.columnCount}`
    const given = `${rows} × ${columns} with ${columnBiases.length} biases`
    throw new KernelError('bad-shape', `The factors are for ${given}, the matrix is ${shape}.`)
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new KernelError('bad-option', 'seed must be a whole number from 0 to 4294967295.', { seed })
}

/** @throws KernelError `bad-option` */
export function bprSettings(parameters: BprParameters, entryCount: number): BprSettings {
  const { learningRate, regularization, negatives = 'uniform', triples = entryCount } = parameters
  if (!(Number.isFinite(learningRate) && learningRate > 0))
    throw new KernelError('bad-option', 'learningRate must be finite and above 0.', { learningRate })
  if (!(Number.isFinite(regularization) && regularization >= 0))
    throw new KernelError('bad-option', 'regularization must be finite and at least 0.', { regularization })
  if (negatives !== 'uniform' && negatives !== 'popular')
    throw new KernelError('bad-option', 'negatives must be uniform or popular.', { negatives })
  if (!Number.isInteger(triples) || triples < 1 || triples >= 2 ** 31)
    throw new KernelError('bad-option', 'triples must be a whole number from 1 to 2147483647.', { triples })
  return { learningRate, regularization, negatives, triples }
}

/** The report of what workers added up. */
export function bprReport(triples: number, learned: number, ordered: number, likelihood: number): BprReport {
  const each = learned === 0 ? 0 : 1 / learned
  return { learned, skipped: triples - learned, ordered: ordered * each, logLikelihood: likelihood * each }
}
