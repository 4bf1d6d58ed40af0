import { MeasureError } from '../errors.ts'
import type { BaseLearner, FittedLearner, LearnerInput } from './base-learner.ts'
import type { FeatureRows } from './feature-rows.ts'
import { solvePositive } from './solve-positive.ts'

export interface LinearOptions {
  /** Penalty ½ · l2 · |coefficients|² beside the summed loss, on features of unit variance; the constant is free. Default 1. */
  readonly l2?: number
}

/** A linear predictor; `saved` of the learner. */
export interface SavedLinear {
  readonly kind: 'linear'
  readonly target: 'probability' | 'value'
  readonly constant: number
  /** One a feature, as it was given. */
  readonly coefficients: readonly number[]
}

const mostSteps = 100
const smallestStep = 1e-9

/**
 * Ridge regression, and for probabilities logistic regression with an L2 penalty by iteratively reweighted least squares
 * (Newton's method; Hastie et al. 2009, section 4.4.1). Features are scaled to unit variance before the penalty.
 *
 * @example
 * const learner = linearLearner({ l2: 1 })
 * const model = learner.fit({ x, y, target: 'probability', rng })
 */
export function linearLearner({ l2 = 1 }: LinearOptions = {}): BaseLearner {
  if (!(l2 >= 0) || !Number.isFinite(l2)) throw new MeasureError('out-of-range', 'l2 must be a number of at least 0.')
  return { name: 'linear', fit: (input) => openLinear(fitLinear(input, l2)) }
}

/** A linear predictor that was saved. */
export function openLinear(saved: SavedLinear): FittedLearner {
  const { constant, coefficients, target } = saved
  return {
    saved,
    predict({ values, rows, columns }) {
      if (columns !== coefficients.length)
        throw new MeasureError('out-of-range', `The model knows ${coefficients.length} features, not ${columns}.`)
      return Float64Array.from({ length: rows }, (_, row) => {
        let sum = constant
        for (let j = 0; j < columns; j++) sum += (coefficients[j] as number) * (values[row * columns + j] as number)
        return target === 'probability' ? logistic(sum) : sum
      })
    },
  }
}

const logistic = (score: number): number => 1 / (1 + Math.exp(-score))

function fitLinear({ x, y, weights, target }: LearnerInput, l2: number): SavedLinear {
  const { means, scales } = scalesOf(x, weights)
  const scaled = new Float64Array(x.values.length)
  for (let at = 0; at < scaled.length; at++) {
    const j = at % x.columns
    scaled[at] = ((x.values[at] as number) - (means[j] as number)) / (scales[j] as number)
  }
  const rows = { ...x, values: scaled }
  // The constant stands last.
  const beta =
    target === 'value'
      ? leastSquares(rows, y, weights, l2)
      : newton(rows, y, weights ?? new Float64Array(x.rows).fill(1), l2)
  const coefficients = Array.from({ length: x.columns }, (_, j) => (beta[j] as number) / (scales[j] as number))
  const shift = coefficients.reduce((sum, value, j) => sum + value * (means[j] as number), 0)
  return { kind: 'linear', target, constant: (beta[x.columns] as number) - shift, coefficients }
}

function scalesOf({ values, rows, columns }: FeatureRows, weights: Float64Array | undefined) {
  const means = new Float64Array(columns)
  const scales = new Float64Array(columns)
  let total = 0
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1
    total += weight
    for (let j = 0; j < columns; j++) add(means, j, weight * (values[row * columns + j] as number))
  }
  if (!(total > 0)) throw new MeasureError('too-few', 'The weights must sum to more than zero.')
  for (let j = 0; j < columns; j++) means[j] = (means[j] as number) / total
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < columns; j++)
      add(scales, j, (weights?.[row] ?? 1) * ((values[row * columns + j] as number) - (means[j] as number)) ** 2)
  // A feature that never varies keeps its coefficient at zero, whatever it is divided by.
  for (let j = 0; j < columns; j++) scales[j] = Math.sqrt((scales[j] as number) / total) || 1
  return { means, scales }
}

const add = (into: Float64Array, at: number, value: number): void => {
  into[at] = (into[at] as number) + value
}

/** (Xᵀ W X + l2 I) β = Xᵀ W y, the constant without penalty. */
function leastSquares(
  { values, rows, columns }: FeatureRows,
  y: Float64Array,
  weights: Float64Array | undefined,
  l2: number,
): Float64Array {
  const n = columns + 1
  const gram = new Float64Array(n * n)
  const right = new Float64Array(n)
  const row = new Float64Array(n).fill(1)
  for (let i = 0; i < rows; i++) {
    row.set(values.subarray(i * columns, (i + 1) * columns))
    accumulate(gram, right, row, weights?.[i] ?? 1, y[i] as number)
  }
  penalise(gram, n, l2)
  return solvePositive(gram, right)
}

function accumulate(gram: Float64Array, right: Float64Array, row: Float64Array, weight: number, y: number): void {
  const n = row.length
  for (let a = 0; a < n; a++) {
    const scaled = weight * (row[a] as number)
    if (scaled === 0) continue
    for (let b = 0; b <= a; b++) add(gram, a * n + b, scaled * (row[b] as number))
    add(right, a, scaled * y)
  }
}

function penalise(gram: Float64Array, n: number, l2: number): void {
  // A trace of the penalty stays where none is asked for: features that never vary must not stop the solution.
  for (let j = 0; j < n - 1; j++) add(gram, j * n + j, l2 + 1e-9)
}

function newton(x: FeatureRows, y: Float64Array, weights: Float64Array, l2: number): Float64Array {
  const { values, rows, columns } = x
  const n = columns + 1
  const beta = new Float64Array(n)
  beta[columns] = startOf(y, weights)
  const row = new Float64Array(n).fill(1)
  for (let step = 0; step < mostSteps; step++) {
    const hessian = new Float64Array(n * n)
    const gradient = new Float64Array(n)
    for (let i = 0; i < rows; i++) {
      row.set(values.subarray(i * columns, (i + 1) * columns))
      let score = 0
      for (let j = 0; j < n; j++) score += (beta[j] as number) * (row[j] as number)
      const p = logistic(score)
      const weight = weights[i] as number
      // Where p is all but certain the curvature vanishes; a trace keeps the step finite.
      const curvature = Math.max(p * (1 - p), 1e-10)
      accumulate(hessian, gradient, row, weight * curvature, ((y[i] as number) - p) / curvature)
    }
    penalise(hessian, n, l2)
    for (let j = 0; j < columns; j++) add(gradient, j, -l2 * (beta[j] as number))
    const move = solvePositive(hessian, gradient)
    const size = Math.max(...move.map(Math.abs))
    // Far steps are cut: Newton's method may leap out of the region where its parabola holds.
    const share = size > 5 ? 5 / size : 1
    for (let j = 0; j < n; j++) add(beta, j, share * (move[j] as number))
    if (size < smallestStep) break
  }
  return beta
}

/** The log-odds of the mean, kept finite. */
function startOf(y: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0]
  for (let i = 0; i < y.length; i++) {
    sum += (weights[i] as number) * (y[i] as number)
    total += weights[i] as number
  }
  const mean = Math.min(1 - 1e-6, Math.max(1e-6, sum / total))
  return Math.log(mean / (1 - mean))
}
