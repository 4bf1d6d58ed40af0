import type { PersonView, RatedItems } from './rating-recommender.ts'
import type { FactorParameters } from './train-factors.ts'

/** The items' side of a factor model. */
export interface ItemFactors {
  readonly mean: number
  readonly itemBiases: Float32Array
  /** [items × factors], row-major. */
  readonly itemFactors: Float32Array
  /** [items × factors], row-major; empty for plain SVD. */
  readonly implicit: Float32Array
}

type Descent = Pick<FactorParameters, 'factors' | 'epochs' | 'learningRate' | 'regularisation'>

/**
 * A person from ratings alone: the same passes of gradient descent as in training with the same steps, over the person's
 * bias and factors only, from zero. Stopping where training stopped matters: a closed solution would fit a short history
 * far more closely than training ever did.
 *
 * Since p starts at zero and each step adds a multiple of an item's factors, p = Σ_h c_h q_h with c_h kept here, so that
 * a rating's part in an estimate, q_i · (c_h q_h + |N|^−½ y_h), is exact.
 */
export function foldInFactors(
  { mean, itemBiases, itemFactors, implicit }: ItemFactors,
  { items, ratings }: RatedItems,
  { factors, epochs, learningRate, regularisation }: Descent,
): PersonView {
  const keep = 1 - learningRate * regularisation
  const weight = implicit.length > 0 && items.length > 0 ? 1 / Math.sqrt(items.length) : 0
  const person = new Float64Array(factors)
  const said = implicitSum(implicit, items, factors, weight)
  // c_h = coefficients[h] · shrinkage: shrinking all of them at every step would cost a factor of the history's length.
  const coefficients = new Float64Array(items.length)
  let shrinkage = 1
  let bias = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let at = 0; at < items.length; at++) {
      const item = items[at] as number
      const q0 = item * factors
      let product = 0
      for (let f = 0; f < factors; f++) {
        product += (itemFactors[q0 + f] as number) * ((person[f] as number) + (said[f] as number))
      }
      const step = learningRate * ((ratings[at] as number) - mean - bias - (itemBiases[item] as number) - product)
      bias = keep * bias + step
      for (let f = 0; f < factors; f++) {
        person[f] = keep * (person[f] as number) + step * (itemFactors[q0 + f] as number)
      }
      shrinkage *= keep
      if (Math.abs(shrinkage) < 1e-100) shrinkage = restart(coefficients, shrinkage)
      ;(coefficients[at] as number) += step / shrinkage
    }
  }
  for (let f = 0; f < factors; f++) (person[f] as number) += said[f] as number
  return {
    estimate(item) {
      let sum = mean + bias + (itemBiases[item] as number)
      for (let f = 0; f < factors; f++) sum += (itemFactors[item * factors + f] as number) * (person[f] as number)
      return sum
    },
    parts(item) {
      return Float64Array.from(items, (rated, at) => {
        const coefficient = (coefficients[at] as number) * shrinkage
        let part = 0
        for (let f = 0; f < factors; f++) {
          const q = coefficient * (itemFactors[rated * factors + f] as number)
          const y = weight > 0 ? weight * (implicit[rated * factors + f] as number) : 0
          part += (itemFactors[item * factors + f] as number) * (q + y)
        }
        return part
      })
    },
  }
}

/** |N|^−½ Σ y_j over the items. */
export function implicitSum(
  implicit: Float32Array | Float64Array,
  items: Int32Array,
  factors: number,
  weight: number,
): Float64Array {
  const sum = new Float64Array(factors)
  for (let at = 0; weight > 0 && at < items.length; at++) {
    const y0 = (items[at] as number) * factors
    for (let f = 0; f < factors; f++) (sum[f] as number) += weight * (implicit[y0 + f] as number)
  }
  return sum
}

function restart(coefficients: Float64Array, shrinkage: number): number {
  for (let at = 0; at < coefficients.length; at++) (coefficients[at] as number) *= shrinkage
  return 1
}
