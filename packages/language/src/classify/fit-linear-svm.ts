import { rowCount, type SparseRows } from './sparse-rows.ts'

/** A straight line: the decision for a row x is weights · x + bias. */
export interface LinearModel {
  readonly weights: Float64Array
  readonly bias: number
}

export interface LinearOptions {
  /** How much a row that is on the wrong side costs, for rows of truth 1 and of truth −1. */
  readonly costs: readonly [positive: number, negative: number]
  /** Numbers from 0 to below 1: the order in which rows are visited. */
  readonly random: () => number
  /** Stops when no violation of the optimality conditions is larger than this. Default .05. */
  readonly tolerance?: number
  /** Default 200 rounds over the rows. */
  readonly maxRounds?: number
}

/**
 * Linear support vector machine with the squared hinge loss, ½‖w‖² + Σ cᵢ max(0, 1 − yᵢ w·xᵢ)², by dual coordinate descent with
 * shrinking (Hsieh et al. 2008, as in LIBLINEAR); the bias is one more feature that is always 1.
 *
 * @param truths 1 or −1, one a row
 */
export function fitLinearSvm(rows: SparseRows, truths: Int8Array, options: LinearOptions): LinearModel {
  const { costs, random, tolerance = 0.05, maxRounds = 200 } = options
  const { starts, indices, values, columns } = rows
  const n = rowCount(rows)
  const weights = new Float64Array(columns)
  let bias = 0
  const alphas = new Float64Array(n)
  const diagonal = Float64Array.from({ length: n }, (_, i) => 0.5 / (truths[i] === 1 ? costs[0] : costs[1]))
  const curvature = diagonal.map((own, i) => own + 1 + squaredLength(rows, i))
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  let active = n
  let highestBefore = Number.POSITIVE_INFINITY
  for (let round = 0; round < maxRounds; round++) {
    let highest = Number.NEGATIVE_INFINITY
    let lowest = Number.POSITIVE_INFINITY
    for (let s = 0; s < active; s++) swap(order, s, s + Math.floor(random() * (active - s)))
    for (let s = 0; s < active; s++) {
      const i = order[s] as number
      const y = truths[i] as number
      const [from, to] = [starts[i] as number, starts[i + 1] as number]
      let decision = bias
      for (let k = from; k < to; k++) decision += (weights[indices[k] as number] as number) * (values[k] as number)
      const alpha = alphas[i] as number
      const gradient = y * decision - 1 + (diagonal[i] as number) * alpha
      let projected = gradient
      if (alpha === 0) {
        if (gradient > highestBefore) {
          // Far from the margin on the right side: not looked at again until the rest has converged.
          active--
          swap(order, s, active)
          s--
          continue
        }
        if (gradient > 0) projected = 0
      }
      if (projected > highest) highest = projected
      if (projected < lowest) lowest = projected
      if (Math.abs(projected) < 1e-12) continue
      const next = Math.max(alpha - gradient / (curvature[i] as number), 0)
      const step = (next - alpha) * y
      alphas[i] = next
      bias += step
      for (let k = from; k < to; k++) (weights[indices[k] as number] as number) += step * (values[k] as number)
    }
    if (highest - lowest <= tolerance) {
      if (active === n) break
      active = n
      highestBefore = Number.POSITIVE_INFINITY
      continue
    }
    highestBefore = highest > 0 ? highest : Number.POSITIVE_INFINITY
  }
  return { weights, bias }
}

export function squaredLength({ starts, values }: SparseRows, row: number): number {
  let sum = 0
  for (let k = starts[row] as number; k < (starts[row + 1] as number); k++) sum += (values[k] as number) ** 2
  return sum
}

export function swap(order: Uint32Array, a: number, b: number): void {
  const kept = order[a] as number
  order[a] = order[b] as number
  order[b] = kept
}
