import type { LinearModel } from './fit-linear-svm.ts'
import { rowCount, type SparseRows } from './sparse-rows.ts'

/** Sums of the columns over the rows of truth 1 and over the others. */
function columnSums(rows: SparseRows, truths: Int8Array): readonly [own: Float64Array, other: Float64Array] {
  const own = new Float64Array(rows.columns)
  const other = new Float64Array(rows.columns)
  for (let row = 0; row < rowCount(rows); row++) {
    const sums = truths[row] === 1 ? own : other
    for (let k = rows.starts[row] as number; k < (rows.starts[row + 1] as number); k++)
      (sums[rows.indices[k] as number] as number) += rows.values[k] as number
  }
  return [own, other]
}

/** ln((own + α) / Σ(own + α)) − ln((other + α) / Σ(other + α)), a column each: how a term speaks for the class. */
export function logCountRatios(rows: SparseRows, truths: Int8Array, smoothing: number): Float64Array {
  const [own, other] = columnSums(rows, truths)
  const total = (sums: Float64Array): number => sums.reduce((sum, value) => sum + value, smoothing * sums.length)
  const shift = Math.log(total(own)) - Math.log(total(other))
  return own.map((sum, k) => Math.log(sum + smoothing) - Math.log((other[k] as number) + smoothing) - shift)
}

/**
 * Complement naive Bayes (Rennie et al. 2003): a class is described by what stands in the texts of all others. One straight line
 * against the rest; for two classes it is multinomial naive Bayes.
 *
 * @param truths 1 for rows of the class, −1 for the others
 */
export function fitComplementNaiveBayes(
  rows: SparseRows,
  truths: Int8Array,
  { smoothing, classes }: { readonly smoothing: number; readonly classes: number },
): LinearModel {
  if (classes === 2) return { weights: logCountRatios(rows, truths, smoothing), bias: 0 }
  const [, other] = columnSums(rows, truths)
  const total = Math.log(other.reduce((sum, value) => sum + value, smoothing * other.length))
  return { weights: other.map((sum) => total - Math.log(sum + smoothing)), bias: 0 }
}

/** Rows whose columns are multiplied by these factors. */
export const scaleColumns = (rows: SparseRows, factors: Float64Array): SparseRows => ({
  ...rows,
  values: rows.values.map((value, k) => value * (factors[rows.indices[k] as number] as number)),
})
