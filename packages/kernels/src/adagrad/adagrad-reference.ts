import type { AdagradParameters, SparseGradient } from './adagrad-problem.ts'

/** One step in double precision; `table` and `accumulators` ([rows] or [rows × d]) are changed in place. */
export function adagradReference(
  table: Float32Array,
  accumulators: Float32Array,
  { rows, gradients }: SparseGradient,
  { learningRate, epsilon }: Required<AdagradParameters>,
): void {
  const d = gradients.length / rows.length
  const rowWise = accumulators.length !== table.length
  const sums = new Map<number, Float64Array>()
  for (const [at, row] of rows.entries()) {
    const sum = sums.get(row) ?? new Float64Array(d)
    for (let k = 0; k < d; k++) sum[k] = (sum[k] as number) + (gradients[at * d + k] as number)
    sums.set(row, sum)
  }
  for (const [row, gradient] of sums) {
    const mean = gradient.reduce((sum, g) => sum + g * g, 0) / d
    if (rowWise) accumulators[row] = (accumulators[row] as number) + mean
    for (const [k, g] of gradient.entries()) {
      const at = row * d + k
      const cell = rowWise ? row : at
      if (!rowWise) accumulators[cell] = (accumulators[cell] as number) + g * g
      const step = learningRate / (Math.sqrt(accumulators[cell] as number) + epsilon)
      table[at] = (table[at] as number) - step * g
    }
  }
}
