import type { LinearModel } from './fit-linear-svm.ts'
import { squaredLength, swap } from './fit-linear-svm.ts'
import { rowCount, type SparseRows } from './sparse-rows.ts'

export interface SoftmaxOptions {
  readonly classes: number
  /** What a row of each class costs where it is on the wrong side. */
  readonly costs: readonly number[]
  readonly random: () => number
  /** Stops when the duality gap is below this share of the loss of knowing nothing. Default .002. */
  readonly tolerance?: number
  /** Default 60 rounds over the rows. */
  readonly maxRounds?: number
}

/**
 * Multinomial logistic regression, ½‖W‖² − Σ cᵢ ln softmax(W xᵢ)[yᵢ], by stochastic dual coordinate ascent (Shalev-Shwartz and
 * Zhang 2013): each row keeps the probabilities it was last given, and moves them as far towards those of now as helps the dual.
 * The bias is one more feature that is always 1.
 *
 * @param labels from 0 to below `classes`, one a row
 * @returns one line a class
 */
export function fitSoftmax(rows: SparseRows, labels: Int32Array, options: SoftmaxOptions): LinearModel[] {
  const { classes, costs, random, tolerance = 0.002, maxRounds = 60 } = options
  const { starts, indices, values, columns } = rows
  const n = rowCount(rows)
  // Column-major: the classes of a column lie side by side; the last column is the bias.
  const weights = new Float64Array((columns + 1) * classes)
  const kept = new Float64Array(n * classes)
  const start = 1e-3 / classes
  const logits = new Float64Array(classes)
  const step = new Float64Array(classes)
  const lengths = Float64Array.from({ length: n }, (_, i) => 1 + squaredLength(rows, i))
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  const addRow = (i: number): void => {
    for (let at = starts[i] as number; at <= (starts[i + 1] as number); at++) {
      const last = at === (starts[i + 1] as number)
      const offset = (last ? columns : (indices[at] as number)) * classes
      const value = last ? 1 : (values[at] as number)
      for (let k = 0; k < classes; k++) (weights[offset + k] as number) += value * (step[k] as number)
    }
  }
  for (let i = 0; i < n; i++) {
    const label = labels[i] as number
    for (let k = 0; k < classes; k++) {
      kept[i * classes + k] = k === label ? 1 - start * (classes - 1) : start
      step[k] = (costs[label] as number) * ((k === label ? 1 : 0) - (kept[i * classes + k] as number))
    }
    addRow(i)
  }
  const scale = labels.reduce((sum, label) => sum + (costs[label] as number), 0) * Math.log(classes)
  for (let round = 0; round < maxRounds; round++) {
    for (let s = 0; s < n; s++) swap(order, s, s + Math.floor(random() * (n - s)))
    // The gap of a row, c · KL(kept ‖ now), summed as the rows are met, is what the dual can still gain.
    let gap = 0
    for (const i of order) {
      const cost = costs[labels[i] as number] as number
      logits.set(weights.subarray(columns * classes, (columns + 1) * classes))
      for (let at = starts[i] as number; at < (starts[i + 1] as number); at++) {
        const offset = (indices[at] as number) * classes
        const value = values[at] as number
        for (let k = 0; k < classes; k++) (logits[k] as number) += value * (weights[offset + k] as number)
      }
      let highest = Number.NEGATIVE_INFINITY
      for (let k = 0; k < classes; k++) if ((logits[k] as number) > highest) highest = logits[k] as number
      let total = 0
      for (let k = 0; k < classes; k++) total += Math.exp((logits[k] as number) - highest)
      const shift = highest + Math.log(total)
      let divergence = 0
      let squared = 0
      for (let k = 0; k < classes; k++) {
        const now = Math.max(1e-12, Math.exp((logits[k] as number) - shift))
        const before = kept[i * classes + k] as number
        divergence += before * Math.log(before / now)
        step[k] = now - before
        squared += (step[k] as number) ** 2
      }
      gap += cost * divergence
      if (squared < 1e-14) continue
      const size = stepSize(kept, i * classes, step, logits, shift, cost * (lengths[i] as number) * squared)
      for (let k = 0; k < classes; k++) {
        const own = size * (step[k] as number)
        ;(kept[i * classes + k] as number) += own
        step[k] = -cost * own
      }
      addRow(i)
    }
    if (gap < tolerance * scale) break
  }
  return Array.from({ length: classes }, (_, k) => ({
    weights: Float64Array.from({ length: columns }, (_, column) => weights[column * classes + k] as number),
    bias: weights[columns * classes + k] as number,
  }))
}

/** How far to go towards the probabilities of now: where the slope of the dual along the way is 0, between 0 and 1. */
function stepSize(
  kept: Float64Array,
  at: number,
  step: Float64Array,
  logits: Float64Array,
  shift: number,
  curvature: number,
): number {
  let size = 1 / (1 + curvature)
  let [low, high] = [0, 1]
  for (let round = 0; round < 4; round++) {
    let slope = -size * curvature
    let bend = curvature
    for (let k = 0; k < step.length; k++) {
      const own = step[k] as number
      const there = (kept[at + k] as number) + size * own
      slope -= own * (Math.log(there) - ((logits[k] as number) - shift))
      bend += (own * own) / there
    }
    if (slope > 0) low = size
    else high = size
    const next = size + slope / bend
    size = next > low && next < high ? next : (low + high) / 2
    if (Math.abs(slope) < 1e-3 * curvature) break
  }
  return size
}
