import { symmetricEigen } from './symmetric-eigen.ts'

/**
 * The same factors along the axes in which YᵀY is diagonal, the axis with most energy first. Inner products stay what they
 * are; but a fold-in meets a diagonal matrix, and the first few numbers of an item say most about its scores.
 *
 * @param factors Y: [rows × d], row-major, finite
 */
export function turnFactors(factors: Float32Array, d: number): Float32Array {
  const { vectors } = symmetricEigen(gramOf(factors, d), d)
  const turned = new Float32Array(factors.length)
  const row = new Float64Array(d)
  for (let from = 0; from < factors.length; from += d) {
    row.fill(0)
    for (let k = 0; k < d; k++) {
      const value = factors[from + k] as number
      for (let to = 0; to < d; to++) row[to] = (row[to] as number) + value * (vectors[k * d + to] as number)
    }
    turned.set(row, from)
  }
  return turned
}

function gramOf(factors: Float32Array, d: number): Float64Array {
  const gram = new Float64Array(d * d)
  for (let row = 0; row < factors.length; row += d) {
    for (let i = 0; i < d; i++) {
      const value = factors[row + i] as number
      for (let j = i; j < d; j++) gram[i * d + j] = (gram[i * d + j] as number) + value * (factors[row + j] as number)
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) gram[i * d + j] = gram[j * d + i] as number
  return gram
}
