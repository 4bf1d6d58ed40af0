import { completeParameters, type ParameterSet } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import { log, number, whole } from '../parameter-schemas.ts'
import type { Recommender } from '../recommender.ts'
import { distinctHistories, type SparseVectors } from './distinct-histories.ts'
import { type InvertPositiveDefinite, invertPositiveDefinite } from './invert-positive-definite.ts'
import { weightPower } from './knn-parameters.ts'
import { easeOf } from './serve-ease.ts'

export interface EaseParameters {
  /** Ridge λ; the larger, the more the weights are drawn towards zero. */
  readonly lambda: number
  /** Only this many items, the most popular, take part. */
  readonly items: number
  /** Weights count to this power; 0: presence only. */
  readonly weightPower: number
}

export interface EaseOptions extends Partial<EaseParameters> {
  /** What inverts the Gram matrix. Default `invertPositiveDefinite`; a faster one gives the same answers. */
  readonly invert?: InvertPositiveDefinite
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export const easeParameters: ParameterSet = {
  kind: 'ease',
  parameters: [
    number('lambda', 500, 1e-3, 1e9, {
      en: 'How much weights between items are drawn towards zero; more for large data.',
      zh: '物品间权重向零收缩的强度；数据越多宜越大。',
      tune: log(10, 5000),
    }),
    whole('items', 4000, 1, 12_000, {
      en: 'Only this many of the most popular items take part; time grows with the cube, memory with the square.',
      zh: '只有最热门的这么多物品参与；时间随其立方、内存随其平方增长。',
    }),
    weightPower,
  ],
}

/**
 * Embarrassingly shallow autoencoders (Steck, WWW 2019): the linear model of every item from all others in closed form,
 *
 * P = (XᵀX + λ I)⁻¹,  B_ij = −P_ij / P_jj,  B_jj = 0,  score(j) = Σ over distinct history items i of x_i B_ij.
 *
 * Memory is 16 · items² bytes while fitting, 4 · items² after.
 *
 * @throws RecommendError `bad-parameter`; `no-interactions` when no interaction has a positive weight
 * @example
 * const model = fitEase(interactions, { lambda: 1000 })
 */
export function fitEase(interactions: Interactions, options: EaseOptions = {}): Recommender {
  const { invert = invertPositiveDefinite, onProgress, ...given } = options
  const parameters = completeParameters(easeParameters, given) as unknown as EaseParameters
  const rows = distinctHistories(interactions, parameters.weightPower)
  if (rows.indices.length === 0)
    throw new RecommendError('no-interactions', 'Import or send some events before training.')
  const chosen = mostHeld(rows, parameters.items)
  const size = chosen.length
  const inverse = invert(gramOf(rows, chosen, parameters.lambda), size, onProgress)
  const weights = new Float32Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i !== j) weights[i * size + j] = -(inverse[i * size + j] as number) / (inverse[j * size + j] as number)
    }
  }
  return easeOf({ items: chosen, weights, itemCount: rows.dimensions }, parameters)
}

/** The items that most people have, at least one, ascending; ties to the smaller item. */
function mostHeld({ indices, dimensions }: SparseVectors, most: number): Int32Array {
  const holders = new Int32Array(dimensions)
  for (const item of indices) (holders[item] as number) += 1
  const held = Int32Array.from(holders.keys()).filter((item) => (holders[item] as number) > 0)
  held.sort((a, b) => (holders[b] as number) - (holders[a] as number) || a - b)
  return held.slice(0, most).sort()
}

/** Lower triangle of XᵀX + λ I over the chosen items, row-major. */
function gramOf(
  { indptr, indices, values, dimensions }: SparseVectors,
  chosen: Int32Array,
  lambda: number,
): Float64Array {
  const size = chosen.length
  const places = new Int32Array(dimensions).fill(-1)
  for (const [place, item] of chosen.entries()) places[item] = place
  const gram = new Float64Array(size * size)
  const here = new Int32Array(size)
  const strengths = new Float64Array(size)
  for (let person = 0; person + 1 < indptr.length; person++) {
    let count = 0
    for (let at = indptr[person] as number; at < (indptr[person + 1] as number); at++) {
      const place = places[indices[at] as number] as number
      if (place < 0) continue
      here[count] = place
      strengths[count++] = values[at] as number
    }
    for (let a = 0; a < count; a++) {
      const start = (here[a] as number) * size
      const strength = strengths[a] as number
      for (let b = 0; b <= a; b++) (gram[start + (here[b] as number)] as number) += strength * (strengths[b] as number)
    }
  }
  for (let place = 0; place < size; place++) (gram[place * size + place] as number) += lambda
  return gram
}
