import type { CsrMatrix } from '../csr-matrix.ts'

/** One multiplicative update of every row of `factors` [rows × d] with `fixed` [columns × d] held, in double precision. */
export function nonNegativeReference(
  { indptr, indices, values }: CsrMatrix,
  fixed: Float32Array,
  factors: Float32Array,
  dimensions: number,
  regularization: number,
): void {
  const d = dimensions
  for (let row = 0; row + 1 < indptr.length; row++) {
    const x = factors.subarray(row * d, row * d + d)
    const [from, to] = [indptr[row] as number, indptr[row + 1] as number]
    const above = new Float64Array(d)
    const below = Float64Array.from(x, (value) => (to - from) * regularization * value)
    for (let at = from; at < to; at++) {
      const y = fixed.subarray((indices[at] as number) * d, (indices[at] as number) * d + d)
      const estimate = y.reduce((sum, value, k) => sum + value * (x[k] as number), 0)
      for (const [k, value] of y.entries()) {
        above[k] = (above[k] as number) + value * (values[at] as number)
        below[k] = (below[k] as number) + value * estimate
      }
    }
    for (let k = 0; k < d; k++)
      x[k] = (below[k] as number) > 0 ? ((x[k] as number) * (above[k] as number)) / (below[k] as number) : 0
  }
}
