import type { RatingMatrix } from './rating-matrix.ts'
import type { RatedItems } from './rating-recommender.ts'

export interface BiasParameters {
  /** Alternating least squares, or stochastic gradient descent. */
  readonly method: 'als' | 'sgd'
  readonly epochs: number
  /** ALS: ratings' worth of doubt about a person's bias. */
  readonly personRegularisation: number
  /** ALS: ratings' worth of doubt about an item's bias. */
  readonly itemRegularisation: number
  /** SGD. */
  readonly learningRate: number
  /** SGD. */
  readonly regularisation: number
}

/** Koren (2010), section 2.1: the values that are used for MovieLens. */
export const biasDefaults: BiasParameters = {
  method: 'als',
  epochs: 10,
  personRegularisation: 15,
  itemRegularisation: 10,
  learningRate: 0.005,
  regularisation: 0.02,
}

/** r̂(u, i) = mean + person[u] + item[i] */
export interface Biases {
  readonly mean: number
  readonly person: Float64Array
  readonly item: Float64Array
}

/**
 * Biases of persons and items (Koren, Factor in the Neighbors, TKDD 2010, section 2.1).
 *
 * - ALS, each epoch: b_i = Σ_u (r − μ − b_u) / (λ_i + n_i), then b_u = Σ_i (r − μ − b_i) / (λ_u + n_u)
 * - SGD, each rating: b ← b + γ (e − λ b), e = r − μ − b_u − b_i
 */
export function fitBiases(
  matrix: RatingMatrix,
  parameters: BiasParameters = biasDefaults,
  onEpoch?: (done: number) => void,
): Biases {
  const { personCount, itemCount, mean } = matrix
  const biases = { mean, person: new Float64Array(personCount), item: new Float64Array(itemCount) }
  const counts = new Int32Array(itemCount)
  for (const item of matrix.columns) (counts[item] as number) += 1
  for (let epoch = 1; epoch <= parameters.epochs; epoch++) {
    if (parameters.method === 'als') alternate(matrix, biases, counts, parameters)
    else descend(matrix, biases, parameters)
    onEpoch?.(epoch)
  }
  return biases
}

/** The bias of a person from ratings alone: the very step that fitting takes for each person, the items' biases held. */
export function personBias(
  { items, ratings }: RatedItems,
  mean: number,
  itemBiases: Float32Array | Float64Array,
  { method, epochs, personRegularisation, learningRate, regularisation }: BiasParameters,
): number {
  if (method === 'als') {
    let sum = 0
    for (let at = 0; at < items.length; at++) {
      sum += (ratings[at] as number) - mean - (itemBiases[items[at] as number] as number)
    }
    return items.length > 0 ? sum / (personRegularisation + items.length) : 0
  }
  let bias = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let at = 0; at < items.length; at++) {
      const error = (ratings[at] as number) - mean - bias - (itemBiases[items[at] as number] as number)
      bias += learningRate * (error - regularisation * bias)
    }
  }
  return bias
}

function alternate(
  { indptr, columns, values, mean, personCount, itemCount }: RatingMatrix,
  { person: personBiases, item: itemBiases }: Biases,
  counts: Int32Array,
  { personRegularisation, itemRegularisation }: BiasParameters,
): void {
  itemBiases.fill(0)
  for (let person = 0; person < personCount; person++) {
    const rest = mean + (personBiases[person] as number)
    for (let at = indptr[person] as number; at < (indptr[person + 1] as number); at++) {
      ;(itemBiases[columns[at] as number] as number) += (values[at] as number) - rest
    }
  }
  for (let item = 0; item < itemCount; item++) {
    if (counts[item]) itemBiases[item] = (itemBiases[item] as number) / (itemRegularisation + (counts[item] as number))
  }
  for (let person = 0; person < personCount; person++) {
    const from = indptr[person] as number
    const to = indptr[person + 1] as number
    let sum = 0
    for (let at = from; at < to; at++) {
      sum += (values[at] as number) - mean - (itemBiases[columns[at] as number] as number)
    }
    personBiases[person] = to > from ? sum / (personRegularisation + to - from) : 0
  }
}

function descend(
  { indptr, columns, values, mean, personCount }: RatingMatrix,
  { person: personBiases, item: itemBiases }: Biases,
  { learningRate, regularisation }: BiasParameters,
): void {
  for (let person = 0; person < personCount; person++) {
    for (let at = indptr[person] as number; at < (indptr[person + 1] as number); at++) {
      const item = columns[at] as number
      const ofPerson = personBiases[person] as number
      const ofItem = itemBiases[item] as number
      const error = (values[at] as number) - mean - ofPerson - ofItem
      personBiases[person] = ofPerson + learningRate * (error - regularisation * ofPerson)
      itemBiases[item] = ofItem + learningRate * (error - regularisation * ofItem)
    }
  }
}
