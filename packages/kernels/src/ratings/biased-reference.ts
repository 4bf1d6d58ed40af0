import type { CsrMatrix } from '../csr-matrix.ts'
import type { EntrySquares } from './entry-squares.ts'
import type { DescentSettings } from './rating-problem.ts'

export interface BiasedState {
  readonly mean: number
  readonly dimensions: number
  readonly rowFactors: Float32Array
  readonly columnFactors: Float32Array
  readonly rowBiases: Float32Array
  readonly columnBiases: Float32Array
}

/** One pass square by square, each step in double precision: the slow form of the kernel. Returns Σ error². */
export function descendReference(squares: EntrySquares, state: BiasedState, { rate, keep }: DescentSettings): number {
  const { mean, dimensions: d, rowFactors: x, columnFactors: y, rowBiases: bu, columnBiases: bi } = state
  const { blocks, starts, rows, columns, values } = squares
  let sum = 0
  for (let step = 0; step < blocks * blocks; step++) {
    const block = step % blocks
    const square = block * blocks + ((block + Math.floor(step / blocks)) % blocks)
    for (let at = starts[square] as number; at < (starts[square + 1] as number); at++) {
      const [u, i] = [rows[at] as number, columns[at] as number]
      let error = (values[at] as number) - mean - (bu[u] as number) - (bi[i] as number)
      for (let k = 0; k < d; k++) error -= (x[u * d + k] as number) * (y[i * d + k] as number)
      sum += error * error
      bu[u] = keep * (bu[u] as number) + rate * error
      bi[i] = keep * (bi[i] as number) + rate * error
      for (let k = 0; k < d; k++) {
        const [p, q] = [x[u * d + k] as number, y[i * d + k] as number]
        x[u * d + k] = keep * p + rate * error * q
        y[i * d + k] = keep * q + rate * error * p
      }
    }
  }
  return sum
}

/**
 * One pass of SVD++ row by row as Koren writes it: every entry moves the implicit factors of all the row's columns one by
 * one. Returns Σ error².
 */
export function descendImplicitReference(
  { indptr, indices, values }: CsrMatrix,
  implicit: Float32Array,
  state: BiasedState,
  { rate, keep }: DescentSettings,
): number {
  const { mean, dimensions: d, rowFactors: x, columnFactors: y, rowBiases: bu, columnBiases: bi } = state
  let sum = 0
  for (let u = 0; u + 1 < indptr.length; u++) {
    const own = indices.subarray(indptr[u], indptr[u + 1])
    const weight = 1 / Math.sqrt(own.length)
    for (const [at, i] of own.entries()) {
      const said = new Float64Array(d)
      for (const j of own) for (let k = 0; k < d; k++) (said[k] as number) += weight * (implicit[j * d + k] as number)
      let error = (values[(indptr[u] as number) + at] as number) - mean - (bu[u] as number) - (bi[i] as number)
      for (let k = 0; k < d; k++) error -= (y[i * d + k] as number) * ((x[u * d + k] as number) + (said[k] as number))
      sum += error * error
      bu[u] = keep * (bu[u] as number) + rate * error
      bi[i] = keep * (bi[i] as number) + rate * error
      for (let k = 0; k < d; k++) {
        const [p, q] = [x[u * d + k] as number, y[i * d + k] as number]
        for (const j of own) implicit[j * d + k] = keep * (implicit[j * d + k] as number) + rate * error * weight * q
        x[u * d + k] = keep * p + rate * error * q
        y[i * d + k] = keep * q + rate * error * (p + (said[k] as number))
      }
    }
  }
  return sum
}
