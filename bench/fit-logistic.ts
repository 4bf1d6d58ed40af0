import type { FeatureColumn } from '@attune/kernels'

/** Standardised numbers (missing: the mean, and a column that says so) and one column a category, then a constant. */
function designOf(training: readonly FeatureColumn[]): (columns: readonly FeatureColumn[]) => Float64Array[] {
  const makers = training.flatMap((column, at) => {
    if (column.kind === 'categorical') {
      const codes = [...new Set(column.values)]
      return codes.map(
        (code) => (columns: readonly FeatureColumn[]) =>
          Float64Array.from(columns[at]!.values, (value) => Number(value === code)),
      )
    }
    const known = Array.from(column.values).filter((value) => !Number.isNaN(value))
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length
    const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length) || 1
    const scaled = (columns: readonly FeatureColumn[]) =>
      Float64Array.from(columns[at]!.values, (value) => (Number.isNaN(value) ? 0 : (value - mean) / spread))
    const missing = (columns: readonly FeatureColumn[]) =>
      Float64Array.from(columns[at]!.values, (value) => Number(Number.isNaN(value)))
    return known.length < column.values.length ? [scaled, missing] : [scaled]
  })
  return (columns) => [...makers.map((make) => make(columns)), new Float64Array(columns[0]!.values.length).fill(1)]
}

/** Logistic regression with ridge 1 by Newton’s steps: the plain method that others are compared with. */
export function fitLogistic(
  features: readonly FeatureColumn[],
  labels: Float64Array,
): (columns: readonly FeatureColumn[]) => Float64Array {
  const design = designOf(features)
  const x = design(features)
  const k = x.length
  const weights = new Float64Array(k)
  for (let round = 0; round < 12; round++) {
    const gradient = Float64Array.from(weights, (weight) => -weight)
    const hessian = Array.from({ length: k }, (_, i) => Float64Array.from({ length: k }, (_, j) => Number(i === j)))
    const row = new Float64Array(k)
    for (let at = 0; at < labels.length; at++) {
      let z = 0
      for (let i = 0; i < k; i++) {
        row[i] = x[i]![at]!
        z += row[i]! * weights[i]!
      }
      const p = 1 / (1 + Math.exp(-z))
      const spread = p * (1 - p)
      for (let i = 0; i < k; i++) {
        if (row[i] === 0) continue
        gradient[i]! += (labels[at]! - p) * row[i]!
        const own = hessian[i]!
        for (let j = 0; j <= i; j++) own[j]! += spread * row[i]! * row[j]!
      }
    }
    for (const [i, step] of solve(hessian, gradient).entries()) weights[i]! += step
  }
  return (columns) => {
    const scores = new Float64Array(columns[0]!.values.length)
    for (const [i, column] of design(columns).entries())
      for (const [at, value] of column.entries()) scores[at]! += value * weights[i]!
    return scores
  }
}

/** Cholesky; only the lower half of the matrix is read. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length
  const lower = matrix.map((row) => Float64Array.from(row))
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = lower[i]![j]!
      for (let l = 0; l < j; l++) sum -= lower[i]![l]! * lower[j]![l]!
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!
    }
  const x = Float64Array.from(right)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) x[i]! -= lower[i]![j]! * x[j]!
    x[i]! /= lower[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= lower[j]![i]! * x[j]!
    x[i]! /= lower[i]![i]!
  }
  return x
}
