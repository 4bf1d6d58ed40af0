import { MeasureError } from '../errors.ts'

/**
 * The solution of A x = b for a symmetric positive definite A, by Cholesky's decomposition. Both are overwritten.
 *
 * @param a [n × n], row-major; its lower triangle is read
 * @param b [n], becomes the solution
 * @throws MeasureError `not-solvable` where A is not positive definite
 */
export function solvePositive(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  const at = (row: number, column: number): number => a[row * n + column] as number
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = at(i, j)
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k)
      if (i > j) a[i * n + j] = sum / at(j, j)
      else if (sum > 0) a[j * n + j] = Math.sqrt(sum)
      else throw new MeasureError('not-solvable', 'The features depend on each other: raise the penalty (l2).')
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number
    for (let k = 0; k < i; k++) sum -= at(i, k) * (b[k] as number)
    b[i] = sum / at(i, i)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i] as number
    for (let k = i + 1; k < n; k++) sum -= at(k, i) * (b[k] as number)
    b[i] = sum / at(i, i)
  }
  return b
}
