/**
 * Inverse of a small symmetric positive definite matrix [n × n, row-major] by Cholesky.
 *
 * @returns undefined where it is not positive definite, or so close to it that the inverse would be rounding noise
 */
export function invertPositive(matrix: ArrayLike<number>, n: number): Float64Array | undefined {
  const at = (i: number, j: number): number => matrix[i * n + j] as number
  // Scaled to a unit diagonal first: what counts is how far the directions differ, not their units.
  const scale = Float64Array.from({ length: n }, (_, i) => Math.sqrt(at(i, i)))
  if (!scale.every((s) => s > 0 && Number.isFinite(s))) return undefined
  const lower = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = at(i, j) / ((scale[i] as number) * (scale[j] as number))
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] as number) * (lower[j * n + k] as number)
      if (i === j && !(sum > 1e-13)) return undefined
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * n + j] as number)
    }
  }
  const inverse = new Float64Array(n * n)
  for (let column = 0; column < n; column++) {
    const solved = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      let sum = i === column ? 1 : 0
      for (let k = 0; k < i; k++) sum -= (lower[i * n + k] as number) * (solved[k] as number)
      solved[i] = sum / (lower[i * n + i] as number)
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = solved[i] as number
      for (let k = i + 1; k < n; k++) sum -= (lower[k * n + i] as number) * (solved[k] as number)
      solved[i] = sum / (lower[i * n + i] as number)
      inverse[i * n + column] = (solved[i] as number) / ((scale[i] as number) * (scale[column] as number))
    }
  }
  return inverse
}
