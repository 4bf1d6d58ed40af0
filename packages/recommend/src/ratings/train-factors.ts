import { randomOf } from '../evaluate/random.ts'
import { randomNormals } from './random-normal.ts'
import type { RatingMatrix } from './rating-matrix.ts'

export interface FactorParameters {
  readonly factors: number
  readonly epochs: number
  readonly learningRate: number
  readonly regularisation: number
  /**
   * Standard deviation of the random start. Larger starts leave noise that 20 epochs do not remove: .1 costs .009 RMSE on
   * MovieLens 100K (bench/ratings.ts). Default .05.
   */
  readonly spread: number
  readonly seed: number
}

/** r̂(u, i) = mean + personBiases[u] + itemBiases[i] + itemFactors[i] · (personFactors[u] + |N(u)|^−½ Σ_j∈N(u) implicit[j]) */
export interface RatingFactors<Numbers extends Float32Array | Float64Array = Float64Array> {
  readonly personBiases: Numbers
  readonly itemBiases: Numbers
  /** [persons × factors], row-major. */
  readonly personFactors: Numbers
  /** [items × factors], row-major. */
  readonly itemFactors: Numbers
  /** What having rated an item says, [items × factors], row-major; empty for plain SVD. */
  readonly implicit: Numbers
}

/**
 * SVD with biases (Funk 2006; Koren, Bell and Volinsky 2009), and with implicit feedback SVD++ (Koren, KDD 2008, eq. 15),
 * by stochastic gradient descent, person by person, ratings in the order of the rows:
 *
 *   b ← b + γ (e − λ b);  p_u ← p_u + γ (e q_i − λ p_u);  q_i ← q_i + γ (e (p_u + |N|^−½ Σ y_j) − λ q_i)
 *   y_j ← y_j + γ (e |N|^−½ q_i − λ y_j)   for all j in N(u)
 *
 * A rating moves all y_j of a person's items by the same step and the same shrinking, so after n ratings
 * y_j = (1 − γλ)^n y_j⁰ + d with one d for all: d is kept per person and added once, which makes SVD++ as fast as SVD
 * and changes nothing.
 */
export function trainFactors(
  matrix: RatingMatrix,
  parameters: FactorParameters & { readonly implicit: boolean },
  onEpoch?: (done: number) => void,
): RatingFactors {
  const result = startFactors(matrix, parameters)
  for (let epoch = 1; epoch <= parameters.epochs; epoch++) {
    passOnce(matrix, result, parameters)
    onEpoch?.(epoch)
  }
  return result
}

/** The random start; zeros for items and persons without a rating, which nothing would ever move. */
export function startFactors(
  matrix: RatingMatrix,
  { factors, spread, seed, implicit }: FactorParameters & { readonly implicit: boolean },
): RatingFactors {
  const { personCount, itemCount } = matrix
  const random = randomOf(seed)
  const result = {
    personBiases: new Float64Array(personCount),
    itemBiases: new Float64Array(itemCount),
    personFactors: randomNormals(personCount * factors, spread, random),
    itemFactors: randomNormals(itemCount * factors, spread, random),
    implicit: randomNormals(implicit ? itemCount * factors : 0, spread, random),
  }
  const known = new Uint8Array(itemCount)
  for (const item of matrix.columns) known[item] = 1
  for (let item = 0; item < itemCount; item++) {
    if (known[item]) continue
    for (const rows of [result.itemFactors, result.implicit]) rows.fill(0, item * factors, (item + 1) * factors)
  }
  for (let person = 0; person < personCount; person++) {
    if (matrix.indptr[person] !== matrix.indptr[person + 1]) continue
    result.personFactors.fill(0, person * factors, (person + 1) * factors)
  }
  return result
}

function passOnce(
  { indptr, columns, values, mean, personCount }: RatingMatrix,
  { personBiases, itemBiases, personFactors, itemFactors, implicit }: RatingFactors,
  {
    factors,
    learningRate: rate,
    regularisation,
    implicit: plusPlus,
  }: FactorParameters & { readonly implicit: boolean },
): void {
  const keep = 1 - rate * regularisation
  // Σ y_j of the person's items and what their common step adds up to; both stay zero for plain SVD.
  const sum = new Float64Array(factors)
  const common = new Float64Array(factors)
  for (let person = 0; person < personCount; person++) {
    const from = indptr[person] as number
    const to = indptr[person + 1] as number
    if (from === to) continue
    const p0 = person * factors
    const weight = plusPlus ? 1 / Math.sqrt(to - from) : 0
    if (plusPlus) addRows(sum.fill(0), implicit, columns, from, to)
    common.fill(0)
    for (let at = from; at < to; at++) {
      const item = columns[at] as number
      const q0 = item * factors
      const product = plusPlus
        ? productWith(itemFactors, q0, personFactors, p0, sum, weight)
        : productOf(itemFactors, q0, personFactors, p0, factors)
      const ofPerson = personBiases[person] as number
      const ofItem = itemBiases[item] as number
      const error = (values[at] as number) - mean - ofPerson - ofItem - product
      const step = rate * error
      personBiases[person] = keep * ofPerson + step
      itemBiases[item] = keep * ofItem + step
      if (!plusPlus) {
        stepPlain(itemFactors, q0, personFactors, p0, factors, keep, step)
        continue
      }
      const implicitStep = step * weight
      const sumStep = implicitStep * (to - from)
      for (let f = 0; f < factors; f++) {
        const p = personFactors[p0 + f] as number
        const q = itemFactors[q0 + f] as number
        const s = sum[f] as number
        personFactors[p0 + f] = keep * p + step * q
        itemFactors[q0 + f] = keep * q + step * (p + weight * s)
        sum[f] = keep * s + sumStep * q
        common[f] = keep * (common[f] as number) + implicitStep * q
      }
    }
    if (plusPlus) moveRows(implicit, common, keep ** (to - from), columns, from, to)
  }
}

function stepPlain(
  q: Float64Array,
  q0: number,
  p: Float64Array,
  p0: number,
  factors: number,
  keep: number,
  step: number,
): void {
  for (let f = 0; f < factors; f++) {
    const ofPerson = p[p0 + f] as number
    const ofItem = q[q0 + f] as number
    p[p0 + f] = keep * ofPerson + step * ofItem
    q[q0 + f] = keep * ofItem + step * ofPerson
  }
}

/** In four sums, which need not wait for each other. */
function productOf(q: Float64Array, q0: number, p: Float64Array, p0: number, factors: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let f = 0
  for (; f + 3 < factors; f += 4) {
    a += (q[q0 + f] as number) * (p[p0 + f] as number)
    b += (q[q0 + f + 1] as number) * (p[p0 + f + 1] as number)
    c += (q[q0 + f + 2] as number) * (p[p0 + f + 2] as number)
    d += (q[q0 + f + 3] as number) * (p[p0 + f + 3] as number)
  }
  for (; f < factors; f++) a += (q[q0 + f] as number) * (p[p0 + f] as number)
  return a + b + c + d
}

/** q · (p + weight · sum) */
function productWith(
  q: Float64Array,
  q0: number,
  p: Float64Array,
  p0: number,
  sum: Float64Array,
  weight: number,
): number {
  let product = 0
  for (let f = 0; f < sum.length; f++) {
    product += (q[q0 + f] as number) * ((p[p0 + f] as number) + weight * (sum[f] as number))
  }
  return product
}

function addRows(sum: Float64Array, rows: Float64Array, columns: Int32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const y0 = (columns[at] as number) * sum.length
    for (let f = 0; f < sum.length; f++) (sum[f] as number) += rows[y0 + f] as number
  }
}

function moveRows(
  rows: Float64Array,
  step: Float64Array,
  keep: number,
  columns: Int32Array,
  from: number,
  to: number,
): void {
  for (let at = from; at < to; at++) {
    const y0 = (columns[at] as number) * step.length
    for (let f = 0; f < step.length; f++) {
      rows[y0 + f] = keep * (rows[y0 + f] as number) + (step[f] as number)
    }
  }
}
