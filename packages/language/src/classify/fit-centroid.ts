import type { LinearModel } from './fit-linear-svm.ts'
import { rowCount, type SparseRows } from './sparse-rows.ts'

/**
 * The mean of the rows of truth 1 less that of the others, scaled to length 1 (Rocchio 1971), and the line half-way between them.
 *
 * @param truths 1 or −1, one a row; at least one of either
 */
export function fitCentroid(rows: SparseRows, truths: Int8Array): LinearModel {
  const counts = truths.reduce((sum, truth) => (truth === 1 ? sum + 1 : sum), 0)
  const weights = new Float64Array(rows.columns)
  const middle = new Float64Array(rows.columns)
  for (let row = 0; row < rowCount(rows); row++) {
    const own = truths[row] === 1
    const share = 1 / (own ? counts : truths.length - counts)
    for (let at = rows.starts[row] as number; at < (rows.starts[row + 1] as number); at++) {
      const column = rows.indices[at] as number
      const value = share * (rows.values[at] as number)
      ;(weights[column] as number) += own ? value : -value
      ;(middle[column] as number) += value / 2
    }
  }
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0)) || 1
  const line = weights.map((weight) => weight / length)
  return { weights: line, bias: -line.reduce((sum, weight, k) => sum + weight * (middle[k] as number), 0) }
}
