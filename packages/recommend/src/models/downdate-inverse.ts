import type { SparseVector } from './distinct-histories.ts'

/** P⁻¹ = A as EASE keeps it: B_ij = −P_ij / P_jj off the diagonal, zero on it, and the diagonal of P beside. */
export interface ScaledInverse {
  /** B: [size × size], row-major. */
  readonly weights: Float32Array
  /** P_jj */
  readonly diagonal: Float64Array
}

/** The same of A − UᵀU, a row of weights at a time. */
export interface DowndatedInverse {
  readonly diagonal: Float64Array
  /** Fills `line` with row i of B. */
  row(i: number, line: Float64Array): void
}

/** Below this, subtracting would multiply rounding errors of single precision by more than twenty. */
const leastPivot = 0.05

/**
 * (A − UᵀU)⁻¹ = P + P Uᵀ (I − U P Uᵀ)⁻¹ U P (Sherman, Morrison and Woodbury) = P + WᵀW with W = L⁻¹ U P, L Lᵀ = I − U P Uᵀ.
 * Takes rows · size² multiplications.
 *
 * @param rows U, over the places of the matrix
 * @returns undefined where too little is left of what is subtracted from
 */
export function downdateInverse(
  { weights, diagonal }: ScaledInverse,
  rows: readonly SparseVector[],
): DowndatedInverse | undefined {
  const size = diagonal.length
  const corrections: Float64Array[] = []
  for (const row of rows) {
    const w = image(row, { weights, diagonal })
    let pivot = 1 - product(row, w)
    for (const earlier of corrections) {
      // U_k · W_l = −L_kl: the corrections so far are L⁻¹ U P.
      const l = -product(row, earlier)
      pivot -= l ** 2
      for (let j = 0; j < size; j++) (w[j] as number) -= l * (earlier[j] as number)
    }
    if (!(pivot >= leastPivot)) return undefined
    const root = Math.sqrt(pivot)
    for (let j = 0; j < size; j++) (w[j] as number) /= root
    corrections.push(w)
  }
  const after = diagonal.slice()
  for (const w of corrections) for (let j = 0; j < size; j++) (after[j] as number) += (w[j] as number) ** 2
  return {
    diagonal: after,
    row(i, line) {
      for (let j = 0; j < size; j++) line[j] = (weights[i * size + j] as number) * (diagonal[j] as number)
      for (const w of corrections) {
        const own = w[i] as number
        if (own !== 0) for (let j = 0; j < size; j++) (line[j] as number) -= own * (w[j] as number)
      }
      for (let j = 0; j < size; j++) (line[j] as number) /= after[j] as number
      line[i] = 0
    },
  }
}

/** P u, P being symmetric. */
function image({ indices, values }: SparseVector, { weights, diagonal }: ScaledInverse): Float64Array {
  const size = diagonal.length
  const sum = new Float64Array(size)
  for (const [at, i] of indices.entries()) {
    const value = values[at] as number
    for (let j = 0; j < size; j++) (sum[j] as number) -= value * (weights[i * size + j] as number)
  }
  for (let j = 0; j < size; j++) (sum[j] as number) *= diagonal[j] as number
  for (const [at, i] of indices.entries()) (sum[i] as number) += (values[at] as number) * (diagonal[i] as number)
  return sum
}

function product({ indices, values }: SparseVector, vector: Float64Array): number {
  let sum = 0
  for (const [at, i] of indices.entries()) sum += (values[at] as number) * (vector[i] as number)
  return sum
}
