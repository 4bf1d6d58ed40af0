import type { FeatureColumn } from '@attune/kernels'

/** What a linear model makes of one feature; plain JSON. */
export type LinearTerm =
  /** weight · (value − mean) / spread; `missing` where there is no value. */
  | {
      readonly kind: 'numeric'
      readonly mean: number
      readonly spread: number
      readonly weight: number
      readonly missing: number
    }
  /** The weight of the category; 0 for others. */
  | { readonly kind: 'categorical'; readonly codes: readonly number[]; readonly weights: readonly number[] }

/** Logistic regression on a table, one term a feature; plain JSON. */
export interface LinearModel {
  readonly constant: number
  readonly terms: readonly LinearTerm[]
  /** Mean of each term over the training rows: what a contribution is measured from. */
  readonly means: readonly number[]
}

/** More columns than this would take longer than the trees beside them. */
const mostColumns = 300
/** Categories of one feature with a weight of their own, and rows that each must have. */
const mostCategories = 50
const fewestRows = 5
const ridge = 1

/**
 * Logistic regression with ridge by Newton’s steps: standardised numbers, a column for missing ones, a column a category.
 *
 * @returns undefined where that would be more than 300 columns
 */
export function fitLinear(features: readonly FeatureColumn[], labels: ArrayLike<number>): LinearModel | undefined {
  const blank = features.map(blankTerm)
  const columns = features.flatMap((feature, at) => columnsOf(blank[at] as LinearTerm, feature))
  if (columns.length > mostColumns) return undefined
  columns.push(new Float64Array(labels.length).fill(1))
  const weights = newton(columns, labels)
  let next = 0
  const take = (): number => weights[next++] as number
  const terms = blank.map(
    (term): LinearTerm =>
      term.kind === 'numeric'
        ? { ...term, weight: take(), missing: take() }
        : { ...term, weights: term.codes.map(take) },
  )
  const means = terms.map((term, at) => {
    const own = effectsOf(term, features[at] as FeatureColumn)
    return own.reduce((sum, one) => sum + one, 0) / own.length
  })
  return { constant: take(), terms, means }
}

/** What a term adds to the log-odds of each row. */
export function effectsOf(term: LinearTerm, { values }: FeatureColumn): Float64Array {
  if (term.kind === 'categorical') {
    const weights = new Map(term.codes.map((code, at) => [code, term.weights[at] as number]))
    return Float64Array.from(values, (code) => weights.get(code) ?? 0)
  }
  const { mean, spread, weight, missing } = term
  return Float64Array.from(values, (value) => (Number.isNaN(value) ? missing : (weight * (value - mean)) / spread))
}

/** Log-odds, [rows]. */
export function scoreLinear({ constant, terms }: LinearModel, features: readonly FeatureColumn[]): Float64Array {
  const scores = new Float64Array(features[0]?.values.length ?? 0).fill(constant)
  for (const [at, term] of terms.entries())
    for (const [row, effect] of effectsOf(term, features[at] as FeatureColumn).entries())
      scores[row] = (scores[row] as number) + effect
  return scores
}

function blankTerm({ kind, values }: FeatureColumn): LinearTerm {
  if (kind === 'categorical') {
    const counts = new Map<number, number>()
    for (const code of values) counts.set(code, (counts.get(code) ?? 0) + 1)
    const codes = [...counts]
      .filter(([, count]) => count >= fewestRows)
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, mostCategories)
      .map(([code]) => code)
    return { kind, codes, weights: codes.map(() => 0) }
  }
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
  const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length)) || 1
  return { kind, mean, spread, weight: 0, missing: 0 }
}

function columnsOf(term: LinearTerm, { values }: FeatureColumn): Float64Array[] {
  if (term.kind === 'categorical')
    return term.codes.map((own) => Float64Array.from(values, (code) => Number(code === own)))
  const { mean, spread } = term
  return [
    Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : (value - mean) / spread)),
    Float64Array.from(values, (value) => Number(Number.isNaN(value))),
  ]
}

function newton(columns: readonly Float64Array[], labels: ArrayLike<number>): Float64Array {
  const k = columns.length
  const weights = new Float64Array(k)
  const row = new Float64Array(k)
  for (let round = 0; round < 25; round++) {
    const gradient = Float64Array.from(weights, (weight) => -ridge * weight)
    const hessian = new Float64Array(k * k)
    for (let i = 0; i < k; i++) hessian[i * k + i] = ridge
    for (let at = 0; at < labels.length; at++) {
      let z = 0
      for (let i = 0; i < k; i++) {
        row[i] = (columns[i] as Float64Array)[at] as number
        z += (row[i] as number) * (weights[i] as number)
      }
      const p = 1 / (1 + Math.exp(-z))
      const gap = (labels[at] as number) - p
      const spread = p * (1 - p)
      for (let i = 0; i < k; i++) {
        const own = row[i] as number
        if (own === 0) continue
        gradient[i] = (gradient[i] as number) + gap * own
        for (let j = 0; j <= i; j++)
          hessian[i * k + j] = (hessian[i * k + j] as number) + spread * own * (row[j] as number)
      }
    }
    const step = solve(hessian, gradient)
    let largest = 0
    for (const [i, one] of step.entries()) {
      weights[i] = (weights[i] as number) + one
      largest = Math.max(largest, Math.abs(one))
    }
    if (largest < 1e-6) break
  }
  return weights
}

/** Cholesky in place; only the lower half of the matrix is read. With ridge it is always positive definite. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length
  const at = (i: number, j: number): number => matrix[i * n + j] as number
  const x = Float64Array.from(right)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j)
      for (let l = 0; l < j; l++) sum -= at(i, l) * at(j, l)
      matrix[i * n + j] = i === j ? Math.sqrt(sum) : sum / at(j, j)
    }
  for (let i = 0; i < n; i++) {
    let sum = x[i] as number
    for (let j = 0; j < i; j++) sum -= at(i, j) * (x[j] as number)
    x[i] = sum / at(i, i)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] as number
    for (let j = i + 1; j < n; j++) sum -= at(j, i) * (x[j] as number)
    x[i] = sum / at(i, i)
  }
  return x
}
