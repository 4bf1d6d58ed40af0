import { RecommendError } from '../errors.ts'

/** The inverse of a symmetric positive definite matrix; see `invertPositiveDefinite`. */
export type InvertPositiveDefinite = (
  matrix: Float64Array,
  size: number,
  onProgress?: (done: number, total: number) => void,
) => Float64Array

/** Side of a block: three blocks of doubles fit the second-level cache. */
const block = 64

/**
 * A⁻¹ by Cholesky, A = L Lᵀ, U = L⁻ᵀ, A⁻¹ = U Uᵀ, in blocks. Every inner loop is a product of two rows, so memory is read
 * in order. About size³ multiplications; a second matrix of the same size is needed while it runs.
 *
 * @param matrix [size × size], row-major; only the lower triangle is read. Overwritten by the inverse and returned.
 * @throws RecommendError `bad-value` when the matrix is not positive definite (or holds NaN)
 */
export function invertPositiveDefinite(
  matrix: Float64Array,
  size: number,
  onProgress?: (done: number, total: number) => void,
): Float64Array {
  const blocks = Math.ceil(size / block)
  const endOf = (index: number): number => Math.min(size, (index + 1) * block)
  for (let j = 0; j < blocks; j++) {
    const from = j * block
    for (let i = j; i < blocks; i++)
      subtractProducts(matrix, matrix, matrix, size, i * block, endOf(i), from, endOf(j), 0, from)
    factorPanel(matrix, size, from, endOf(j))
    onProgress?.(j + 1, 3 * blocks)
  }
  // Row j of U is column j of L⁻¹.
  const upper = new Float64Array(size * size)
  for (let j = 0; j < blocks; j++) {
    for (let i = j; i < blocks; i++) {
      const from = i * block
      subtractProducts(upper, upper, matrix, size, j * block, endOf(j), from, endOf(i), j * block, from)
      solveBlock(upper, matrix, size, j * block, endOf(j), from, endOf(i))
    }
    onProgress?.(blocks + j + 1, 3 * blocks)
  }
  for (let i = 0; i < blocks; i++) {
    for (let j = 0; j <= i; j++) {
      for (let row = i * block; row < endOf(i); row++) matrix.fill(0, row * size + j * block, row * size + endOf(j))
      subtractProducts(matrix, upper, upper, size, i * block, endOf(i), j * block, endOf(j), i * block, size)
    }
    onProgress?.(2 * blocks + i + 1, 3 * blocks)
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = -(matrix[row * size + column] as number)
      matrix[row * size + column] = value
      matrix[column * size + row] = value
    }
  }
  return matrix
}

/**
 * target[r, c] −= Σ over k from kFrom to kTo of left[r, k] · right[c, k], for a block of rows and columns. Four by four
 * sums at a time stay in registers. In steps of k, so that the rows in use stay in the cache.
 */
function subtractProducts(
  target: Float64Array,
  left: Float64Array,
  right: Float64Array,
  size: number,
  rowFrom: number,
  rowTo: number,
  columnFrom: number,
  columnTo: number,
  kFrom: number,
  kTo: number,
): void {
  const step = 256
  for (let from = kFrom; from < kTo; from += step) {
    const to = Math.min(kTo, from + step)
    for (let row = rowFrom; row < rowTo; row += 4) {
      for (let column = columnFrom; column < columnTo; column += 4) {
        if (row + 4 <= rowTo && column + 4 <= columnTo) subtractTile(target, left, right, size, row, column, from, to)
        else {
          for (let r = row; r < Math.min(row + 4, rowTo); r++) {
            for (let c = column; c < Math.min(column + 4, columnTo); c++) {
              let sum = 0
              for (let k = from; k < to; k++) sum += (left[r * size + k] as number) * (right[c * size + k] as number)
              ;(target[r * size + c] as number) -= sum
            }
          }
        }
      }
    }
  }
}

function subtractTile(
  target: Float64Array,
  left: Float64Array,
  right: Float64Array,
  size: number,
  row: number,
  column: number,
  from: number,
  to: number,
): void {
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0
  let s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0
  let s20 = 0,
    s21 = 0,
    s22 = 0,
    s23 = 0
  let s30 = 0,
    s31 = 0,
    s32 = 0,
    s33 = 0
  const l0 = row * size,
    l1 = l0 + size,
    l2 = l1 + size,
    l3 = l2 + size
  const r0 = column * size,
    r1 = r0 + size,
    r2 = r1 + size,
    r3 = r2 + size
  for (let k = from; k < to; k++) {
    const a0 = left[l0 + k] as number,
      a1 = left[l1 + k] as number,
      a2 = left[l2 + k] as number,
      a3 = left[l3 + k] as number
    const b0 = right[r0 + k] as number,
      b1 = right[r1 + k] as number,
      b2 = right[r2 + k] as number,
      b3 = right[r3 + k] as number
    s00 += a0 * b0
    s01 += a0 * b1
    s02 += a0 * b2
    s03 += a0 * b3
    s10 += a1 * b0
    s11 += a1 * b1
    s12 += a1 * b2
    s13 += a1 * b3
    s20 += a2 * b0
    s21 += a2 * b1
    s22 += a2 * b2
    s23 += a2 * b3
    s30 += a3 * b0
    s31 += a3 * b1
    s32 += a3 * b2
    s33 += a3 * b3
  }
  const t0 = l0 + column,
    t1 = l1 + column,
    t2 = l2 + column,
    t3 = l3 + column
  target[t0] = (target[t0] as number) - s00
  target[t0 + 1] = (target[t0 + 1] as number) - s01
  target[t0 + 2] = (target[t0 + 2] as number) - s02
  target[t0 + 3] = (target[t0 + 3] as number) - s03
  target[t1] = (target[t1] as number) - s10
  target[t1 + 1] = (target[t1 + 1] as number) - s11
  target[t1 + 2] = (target[t1 + 2] as number) - s12
  target[t1 + 3] = (target[t1 + 3] as number) - s13
  target[t2] = (target[t2] as number) - s20
  target[t2 + 1] = (target[t2 + 1] as number) - s21
  target[t2 + 2] = (target[t2 + 2] as number) - s22
  target[t2 + 3] = (target[t2 + 3] as number) - s23
  target[t3] = (target[t3] as number) - s30
  target[t3 + 1] = (target[t3 + 1] as number) - s31
  target[t3 + 2] = (target[t3 + 2] as number) - s32
  target[t3 + 3] = (target[t3 + 3] as number) - s33
}

/** Columns from … to − 1 of L, for all rows below; what lies left of them has been subtracted. */
function factorPanel(matrix: Float64Array, size: number, from: number, to: number): void {
  for (let row = from; row < size; row++) {
    const start = row * size
    const last = Math.min(row, to - 1)
    for (let column = from; column <= last; column++) {
      const other = column * size
      let value = matrix[start + column] as number
      for (let k = from; k < column; k++) value -= (matrix[start + k] as number) * (matrix[other + k] as number)
      if (column < row) matrix[start + column] = value / (matrix[other + column] as number)
      else {
        if (!(value > 0 && Number.isFinite(value))) {
          throw new RecommendError('bad-value', 'The matrix is not positive definite; a larger lambda helps.')
        }
        matrix[start + column] = Math.sqrt(value)
      }
    }
  }
}

/** Rows of U, columns from … to − 1: U Lᵀ = 1; what lies left of them has been subtracted. */
function solveBlock(
  upper: Float64Array,
  lower: Float64Array,
  size: number,
  rowFrom: number,
  rowTo: number,
  from: number,
  to: number,
): void {
  for (let row = rowFrom; row < rowTo; row++) {
    const start = row * size
    for (let column = Math.max(from, row); column < to; column++) {
      const other = column * size
      let value = (upper[start + column] as number) + (row === column ? 1 : 0)
      for (let k = Math.max(from, row); k < column; k++)
        value -= (upper[start + k] as number) * (lower[other + k] as number)
      upper[start + column] = value / (lower[other + column] as number)
    }
  }
}
