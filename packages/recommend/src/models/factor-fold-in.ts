/** A person's weighted least squares against fixed item factors. */
export interface FoldInRow {
  /** Items observed. */
  readonly indices: Int32Array
  /** Curvature of each: w of (1 − x · y)² beyond what every item has; may be below zero while A stays positive definite. */
  readonly curvatures: Float64Array
  /** λ of this row. */
  readonly lambda: number
}

export interface FactorFoldIn {
  /** x of A x = b, A = α₀ YᵀY + λ I + Σ_h w_h y_h y_hᵀ; b: [d], not changed. */
  solve(row: FoldInRow, b: Float64Array): Float64Array
}

/** Of the residual at the start; the factors are no more exact. */
const tolerance = 1e-7

/**
 * Solves for persons against item factors whose Gram matrix is diagonal (see `turnFactors`): conjugate gradients with the
 * diagonal as preconditioner, so that a step costs 4 · d · observations and there are hardly more steps than observations.
 *
 * @param factors Y: [items × d], row-major, with YᵀY diagonal
 */
export function factorFoldIn(factors: Float32Array, d: number, unobservedWeight: number): FactorFoldIn {
  const energy = new Float64Array(d)
  for (let row = 0; row < factors.length; row += d) {
    for (let k = 0; k < d; k++) energy[k] = (energy[k] as number) + (factors[row + k] as number) ** 2
  }
  for (let k = 0; k < d; k++) energy[k] = (energy[k] as number) * unobservedWeight

  function apply({ indices, curvatures, lambda }: FoldInRow, p: Float64Array, out: Float64Array): void {
    for (let k = 0; k < d; k++) out[k] = ((energy[k] as number) + lambda) * (p[k] as number)
    for (let at = 0; at < indices.length; at++) {
      const from = (indices[at] as number) * d
      let product = 0
      for (let k = 0; k < d; k++) product += (factors[from + k] as number) * (p[k] as number)
      product *= curvatures[at] as number
      for (let k = 0; k < d; k++) out[k] = (out[k] as number) + product * (factors[from + k] as number)
    }
  }

  function diagonalOf({ indices, curvatures, lambda }: FoldInRow): Float64Array {
    const diagonal = Float64Array.from(energy, (value) => value + lambda)
    for (let at = 0; at < indices.length; at++) {
      const from = (indices[at] as number) * d
      for (let k = 0; k < d; k++)
        diagonal[k] = (diagonal[k] as number) + (curvatures[at] as number) * (factors[from + k] as number) ** 2
    }
    return diagonal
  }

  return {
    solve(row, b) {
      const x = new Float64Array(d)
      const diagonal = diagonalOf(row)
      // An axis without any energy has nothing to be solved.
      const ease = (r: Float64Array): Float64Array =>
        r.map((value, k) => ((diagonal[k] as number) > 0 ? value / (diagonal[k] as number) : 0))
      const r = b.slice()
      let z = ease(r)
      const p = z.slice()
      const ap = new Float64Array(d)
      let rz = dot(r, z)
      const enough = tolerance * tolerance * rz
      for (let step = 0; step < 2 * d + 10 && rz > enough; step++) {
        apply(row, p, ap)
        const curvature = dot(p, ap)
        if (!(curvature > 0)) break
        const alpha = rz / curvature
        for (let k = 0; k < d; k++) {
          x[k] = (x[k] as number) + alpha * (p[k] as number)
          r[k] = (r[k] as number) - alpha * (ap[k] as number)
        }
        z = ease(r)
        const next = dot(r, z)
        for (let k = 0; k < d; k++) p[k] = (z[k] as number) + (next / rz) * (p[k] as number)
        rz = next
      }
      return x
    },
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number)
  return sum
}
