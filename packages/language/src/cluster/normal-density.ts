/** The lower triangle L with L Lᵀ = matrix, of whose lower triangle alone is read; pivots below 1e-12 are raised to it. */
export function cholesky(matrix: Float64Array, d: number): Float64Array {
  const factor = new Float64Array(d * d)
  for (let a = 0; a < d; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * d + b] as number
      for (let k = 0; k < b; k++) sum -= (factor[a * d + k] as number) * (factor[b * d + k] as number)
      factor[a * d + b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (factor[b * d + b] as number)
    }
  }
  return factor
}

/** Log-density of row i under the normal distribution with this mean and the factor of its covariance. */
export function logDensity(
  vectors: Float32Array,
  i: number,
  mean: Float64Array,
  factor: Float64Array,
  d: number,
): number {
  const gaps = new Float64Array(d)
  let [squares, logs] = [0, 0]
  for (let a = 0; a < d; a++) {
    let gap = (vectors[i * d + a] as number) - (mean[a] as number)
    for (let b = 0; b < a; b++) gap -= (factor[a * d + b] as number) * (gaps[b] as number)
    gaps[a] = gap / (factor[a * d + a] as number)
    squares += (gaps[a] as number) ** 2
    logs += Math.log(factor[a * d + a] as number)
  }
  return -0.5 * (squares + d * Math.log(2 * Math.PI)) - logs
}
