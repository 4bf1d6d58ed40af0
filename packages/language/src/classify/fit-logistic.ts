import { type LinearModel, type LinearOptions, squaredLength, swap } from './fit-linear-svm.ts'
import { rowCount, type SparseRows } from './sparse-rows.ts'

/**
 * Logistic regression with L2 regularisation, ½‖w‖² + Σ cᵢ ln(1 + exp(−yᵢ w·xᵢ)), by dual coordinate descent (Yu, Huang and Lin
 * 2011, as in LIBLINEAR); the bias is one more feature that is always 1.
 *
 * @param truths 1 or −1, one a row
 */
export function fitLogistic(rows: SparseRows, truths: Int8Array, options: LinearOptions): LinearModel {
  const { costs, random, tolerance = 0.05, maxRounds = 100 } = options
  const { starts, indices, values, columns } = rows
  const n = rowCount(rows)
  const weights = new Float64Array(columns)
  let bias = 0
  const cost = Float64Array.from({ length: n }, (_, i) => (truths[i] === 1 ? costs[0] : costs[1]))
  // Each row has two multipliers whose sum is its cost; the smaller one is kept exactly.
  const alphas = new Float64Array(2 * n)
  const lengths = Float64Array.from({ length: n }, (_, i) => 1 + squaredLength(rows, i))
  const add = (i: number, step: number): void => {
    bias += step
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k++)
      (weights[indices[k] as number] as number) += step * (values[k] as number)
  }
  for (let i = 0; i < n; i++) {
    const upper = cost[i] as number
    alphas[2 * i] = Math.min(0.001 * upper, 1e-8)
    alphas[2 * i + 1] = upper - (alphas[2 * i] as number)
    add(i, (truths[i] as number) * (alphas[2 * i] as number))
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  const innerLeast = Math.min(1e-8, tolerance)
  let inner = 1e-2
  for (let round = 0; round < maxRounds; round++) {
    for (let s = 0; s < n; s++) swap(order, s, s + Math.floor(random() * (n - s)))
    let steps = 0
    let worst = 0
    for (const i of order) {
      const y = truths[i] as number
      const upper = cost[i] as number
      const curvature = lengths[i] as number
      let decision = bias
      for (let k = starts[i] as number; k < (starts[i + 1] as number); k++)
        decision += (weights[indices[k] as number] as number) * (values[k] as number)
      const margin = y * decision
      const swapped = 0.5 * curvature * ((alphas[2 * i + 1] as number) - (alphas[2 * i] as number)) + margin < 0
      const [one, other, sign] = swapped ? [2 * i + 1, 2 * i, -1] : [2 * i, 2 * i + 1, 1]
      const before = alphas[one] as number
      let z = upper - before < 0.5 * upper ? 0.1 * before : before
      const slopeAt = (at: number): number => curvature * (at - before) + sign * margin + Math.log(at / (upper - at))
      let slope = slopeAt(z)
      worst = Math.max(worst, Math.abs(slope))
      let tries = 0
      while (tries <= 100 && Math.abs(slope) >= inner) {
        const next = z - slope / (curvature + upper / (upper - z) / z)
        z = next <= 0 ? z * 0.1 : next
        slope = slopeAt(z)
        tries++
      }
      steps += tries
      if (tries === 0) continue
      alphas[one] = z
      alphas[other] = upper - z
      add(i, sign * (z - before) * y)
    }
    if (worst < tolerance) break
    if (steps <= n / 10) inner = Math.max(innerLeast, 0.1 * inner)
  }
  return { weights, bias }
}
