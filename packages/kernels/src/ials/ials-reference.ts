import type { CsrMatrix } from '../csr-matrix.ts'
import { type IalsSettings, lambdaOf } from './ials-problem.ts'

/** α₀ YᵀY of `factors` [rows × d], row-major, in double precision. */
export function gramOf(factors: Float32Array, dimensions: number, unobservedWeight: number): Float64Array {
  const d = dimensions
  const gram = new Float64Array(d * d)
  for (let row = 0; row < factors.length; row += d) {
    for (let i = 0; i < d; i++) {
      const value = factors[row + i] as number
      for (let j = i; j < d; j++) gram[i * d + j] = (gram[i * d + j] as number) + value * (factors[row + j] as number)
    }
  }
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      gram[i * d + j] = (gram[i * d + j] as number) * unobservedWeight
      gram[j * d + i] = gram[i * d + j] as number
    }
  }
  return gram
}

export interface IalsRow {
  /** Columns observed with the row. */
  readonly indices: ArrayLike<number>
  /** Weight of each, at least 0. */
  readonly values: ArrayLike<number>
}

export interface IalsFixed {
  /** Factors of the other side, [columns × d], row-major. */
  readonly factors: Float32Array
  readonly dimensions: number
  /** `gramOf(factors, dimensions, unobservedWeight)` */
  readonly gram: Float64Array
}

/**
 * One row's conjugate-gradient steps in double precision: `x` is where they start and is overwritten. They end early when
 * the residual has shrunk to `tolerance` of what it was.
 */
export function solveIalsRow(
  row: IalsRow,
  fixed: IalsFixed,
  settings: IalsSettings,
  x: Float64Array,
  tolerance = 0,
): void {
  const { indices, values } = row
  const { factors, dimensions: d, gram } = fixed
  const columnCount = factors.length / d
  if (indices.length === 0) {
    x.fill(0)
    return
  }
  const lambda = lambdaOf(settings, indices.length, columnCount)
  /** A p; with the right side given, b − A p. */
  const apply = (p: Float64Array, residual: boolean): Float64Array => {
    const out = new Float64Array(d)
    const sign = residual ? -1 : 1
    for (let i = 0; i < d; i++) {
      let sum = lambda * (p[i] as number)
      for (let k = 0; k < d; k++) sum += (gram[i * d + k] as number) * (p[k] as number)
      out[i] = sign * sum
    }
    for (let at = 0; at < indices.length; at++) {
      const y = (indices[at] as number) * d
      const c = values[at] as number
      let product = 0
      for (let k = 0; k < d; k++) product += (factors[y + k] as number) * (p[k] as number)
      const curvature = (c - settings.offset) * product
      const weight = residual ? c - curvature : curvature
      for (let k = 0; k < d; k++) out[k] = (out[k] as number) + weight * (factors[y + k] as number)
    }
    return out
  }
  const r = apply(x, true)
  const p = r.slice()
  let rs = dot(r, r)
  const enough = Math.max(1e-20, tolerance * tolerance * rs)
  for (let step = 0; step < settings.steps && rs > enough; step++) {
    const ap = apply(p, false)
    const curvature = dot(p, ap)
    if (!(curvature > 0)) break
    const alpha = rs / curvature
    for (let k = 0; k < d; k++) {
      x[k] = (x[k] as number) + alpha * (p[k] as number)
      r[k] = (r[k] as number) - alpha * (ap[k] as number)
    }
    const next = dot(r, r)
    for (let k = 0; k < d; k++) p[k] = (r[k] as number) + (next / rs) * (p[k] as number)
    rs = next
  }
}

/** Every row of `factors` [rows × d] given the other side: the slow, obvious form of the kernel. */
export function solveIalsRowsReference(
  rows: CsrMatrix,
  fixed: IalsFixed,
  settings: IalsSettings,
  factors: Float32Array,
): void {
  const { dimensions: d } = fixed
  for (let row = 0; row + 1 < rows.indptr.length; row++) {
    const from = rows.indptr[row] as number
    const to = rows.indptr[row + 1] as number
    const x = Float64Array.from(factors.subarray(row * d, row * d + d))
    solveIalsRow(
      { indices: rows.indices.subarray(from, to), values: rows.values.subarray(from, to) },
      fixed,
      settings,
      x,
    )
    factors.set(x, row * d)
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number)
  return sum
}
