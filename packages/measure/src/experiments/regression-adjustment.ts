import { centred } from './arm-estimate.ts'
import type { ArmSums, CovariateSums } from './arm-sums.ts'
import type { CupedEstimates } from './cuped.ts'

/** Means adjusted by several covariates; `coefficients` is 0 where a covariate says nothing the others do not. */
export type AdjustedMeans = Omit<CupedEstimates, 'theta'> & { readonly coefficients: readonly number[] }

/**
 * CUPED with several covariates: the coefficients are least squares over the units of both arms, the variance of each
 * arm is that of its own residuals. With one covariate it is CUPED.
 *
 * @param control, treatment with `covariates` of the same length
 * @returns undefined where a covariate sum is missing, there are fewer units than covariates, or nothing to adjust by
 */
export function regressionAdjustment(
  control: ArmSums,
  treatment: ArmSums,
  kind: 'mean' | 'proportion',
): AdjustedMeans | undefined {
  const arms = [control, treatment].map((arm) => moments(arm, kind))
  const [a, b] = arms
  if (a === undefined || b === undefined || a.means.length !== b.means.length) return undefined
  const k = a.means.length
  if (Math.min(a.n, b.n) <= k + 1) return undefined
  const all = moments(added(control, treatment), kind)
  const coefficients = all && solve(all.covariance, all.outcomeCovariance)
  if (coefficients === undefined || coefficients.every((c) => c === 0)) return undefined
  const adjusted = (own: Moments) => {
    const explained = own.outcomeCovariance.reduce((sum, c, i) => sum + c * (coefficients[i] ?? 0), 0)
    const squared = coefficients.reduce(
      (sum, c, i) => sum + c * (own.covariance[i] ?? []).reduce((s, v, j) => s + v * (coefficients[j] ?? 0), 0),
      0,
    )
    return {
      mean: own.mean - own.means.reduce((sum, m, i) => sum + m * (coefficients[i] ?? 0), 0),
      variance: Math.max(0, own.variance - 2 * explained + squared) / own.n,
      n: own.n,
      rawVariance: own.variance / own.n,
      rawCovariance: (own.variance - explained) / own.n,
    }
  }
  const result = { coefficients, control: adjusted(a), treatment: adjusted(b) }
  const finite = [...coefficients, ...Object.values(result.control), ...Object.values(result.treatment)]
  return finite.every(Number.isFinite) ? result : undefined
}

interface Moments {
  readonly n: number
  readonly mean: number
  readonly variance: number
  readonly means: readonly number[]
  readonly covariance: readonly (readonly number[])[]
  readonly outcomeCovariance: readonly number[]
}

function moments({ units: n, sum, sumSquares, covariates }: ArmSums, kind: 'mean' | 'proportion'): Moments | undefined {
  if (covariates === undefined || n < 2) return undefined
  const { sums, products, outcomeProducts } = covariates
  const k = sums.length
  if (k === 0 || products.length !== k || outcomeProducts.length !== k) return undefined
  if (products.some((row) => row.length !== k)) return undefined
  const unit = (cross: number, a: number, b: number) => centred(cross, a, b, n) / (n - 1)
  return {
    n,
    mean: sum / n,
    variance: unit(kind === 'proportion' ? sum : sumSquares, sum, sum),
    means: sums.map((s) => s / n),
    covariance: products.map((row, i) => row.map((cross, j) => unit(cross, sums[i] ?? 0, sums[j] ?? 0))),
    outcomeCovariance: outcomeProducts.map((cross, i) => unit(cross, sums[i] ?? 0, sum)),
  }
}

function added(a: ArmSums, b: ArmSums): ArmSums {
  const plus = (x: readonly number[] = [], y: readonly number[] = []) => x.map((v, i) => v + (y[i] ?? 0))
  const covariates = (x: CovariateSums | undefined, y: CovariateSums | undefined): CovariateSums | undefined =>
    x &&
    y && {
      sums: plus(x.sums, y.sums),
      products: x.products.map((row, i) => plus(row, y.products[i])),
      outcomeProducts: plus(x.outcomeProducts, y.outcomeProducts),
    }
  return {
    variation: '',
    units: a.units + b.units,
    sum: a.sum + b.sum,
    sumSquares: a.sumSquares + b.sumSquares,
    covariates: covariates(a.covariates, b.covariates),
  }
}

/** Gauss–Jordan sweeps on the diagonal; a covariate that the others already explain is left out. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | undefined {
  const k = right.length
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  const swept = new Set<number>()
  for (let step = 0; step < k; step++) {
    let pivot = -1
    let largest = 1e-9
    for (let i = 0; i < k; i++) {
      // What is left of a covariate's variance, as a share of what it had.
      const share = (rows[i]?.[i] ?? 0) / (matrix[i]?.[i] ?? 0)
      if (!swept.has(i) && share > largest) [pivot, largest] = [i, share]
    }
    const row = rows[pivot]
    if (row === undefined) break
    swept.add(pivot)
    const head = row[pivot] ?? 1
    for (let j = 0; j <= k; j++) row[j] = (row[j] ?? 0) / head
    rows.forEach((other, i) => {
      const factor = other[pivot] ?? 0
      if (i !== pivot && factor !== 0) for (let j = 0; j <= k; j++) other[j] = (other[j] ?? 0) - factor * (row[j] ?? 0)
    })
  }
  const solution = rows.map((row, i) => (swept.has(i) ? (row[k] ?? 0) : 0))
  return solution.every(Number.isFinite) ? solution : undefined
}
