import { type CsrMatrix, easeInverse } from '@attune/kernels'
import { completeParameters, type ParameterSet } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import { number, whole } from '../parameter-schemas.ts'
import type { Recommender } from '../recommender.ts'
import { distinctHistories, type SparseVectors } from './distinct-histories.ts'
import { invertPositiveDefinite } from './invert-positive-definite.ts'
import { weightPower } from './knn-parameters.ts'
import { refuseHuge } from './refuse-huge.ts'
import { easeOf } from './serve-ease.ts'
import type { TrainingContext } from './training-context.ts'

export interface EaseParameters {
  /** Ridge λ; the larger, the more the weights are drawn towards zero. */
  readonly lambda: number
  /** Only this many items, the most popular, take part. */
  readonly items: number
  /** Weights count to this power; 0: presence only. */
  readonly weightPower: number
  /** p: how much of a history is taken to be missing when weights are learned. */
  readonly dropout: number
}

export const easeParameters: ParameterSet = {
  kind: 'ease',
  parameters: [
    number('lambda', 500, 1e-3, 1e9, {
      en: 'How much weights between items are drawn towards zero; more for large data.',
      zh: '物品间权重向零收缩的强度；数据越多宜越大。',
    }),
    whole('items', 4000, 1, 12_000, {
      en: 'Only this many of the most popular items take part; time grows with the cube, memory with the square.',
      zh: '只有最热门的这么多物品参与；时间随其立方、内存随其平方增长。',
    }),
    weightPower,
    number('dropout', 0, 0, 0.95, {
      en: 'Share of each history to be done without while learning, so that popular items trust one another less.',
      zh: '训练时假定历史中缺失的比例，使热门物品之间的权重更稳健。',
    }),
  ],
}

/**
 * Embarrassingly shallow autoencoders (Steck, WWW 2019): the linear model of every item from all others in closed form,
 *
 * P = (XᵀX + Λ)⁻¹,  B_ij = −P_ij / P_jj,  B_jj = 0,  score(j) = Σ over distinct history items i of x_i B_ij,
 *
 * Λ = λ I + p / (1 − p) · diag(XᵀX): with a dropout p the model that predicts best from histories of which every item was
 * left out with probability p (EDLAE, Steck, NeurIPS 2020, of full rank).
 *
 * On kernels P is found in single precision on all processors, in 8 · items² bytes of shared memory; otherwise in double
 * precision here, in 16 · items² bytes. The model takes 4 · items² bytes.
 *
 * @throws RecommendError `bad-parameter`; `no-interactions` when no interaction has a positive weight; `bad-value` when a
 *   weight is above 1e9 after weightPower
 * @throws KernelError `not-positive-definite` when λ is too small beside the data; `cancelled`, `out-of-memory`, `closed`,
 *   `worker-failed`
 * @example
 * const model = await fitEase(interactions, { lambda: 1000 }, { kernels })
 */
export async function fitEase(
  interactions: Interactions,
  options: Partial<EaseParameters> = {},
  { kernels, signal, onProgress }: TrainingContext = {},
): Promise<Recommender> {
  const parameters = completeParameters(easeParameters, { ...options }) as unknown as EaseParameters
  const all = distinctHistories(interactions, parameters.weightPower)
  if (all.indices.length === 0)
    throw new RecommendError('no-interactions', 'Import or send some events before training.')
  refuseHuge('ease', all.values, 1e9)
  const chosen = mostHeld(all, parameters.items)
  const size = chosen.length
  const rows = among(all, chosen)
  const inverse =
    kernels?.backend === 'threads'
      ? await easeInverse(kernels, withDropout(rows, parameters.dropout), parameters.lambda, { signal, onProgress })
      : invertPositiveDefinite(gramOf(rows, parameters), size, onProgress)
  const weights = new Float32Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i !== j) weights[i * size + j] = -(inverse[i * size + j] as number) / (inverse[j * size + j] as number)
    }
  }
  return easeOf({ items: chosen, weights, itemCount: all.dimensions }, parameters)
}

/** The items that most people have, at least one, ascending; ties to the smaller item. */
function mostHeld({ indices, dimensions }: SparseVectors, most: number): Int32Array {
  const holders = new Int32Array(dimensions)
  for (const item of indices) (holders[item] as number) += 1
  const held = Int32Array.from(holders.keys()).filter((item) => (holders[item] as number) > 0)
  held.sort((a, b) => (holders[b] as number) - (holders[a] as number) || a - b)
  return held.slice(0, most).sort()
}

/** The rows over the chosen items alone, numbered by their places. */
function among({ indptr, indices, values, dimensions }: SparseVectors, chosen: Int32Array): SparseVectors {
  const places = new Int32Array(dimensions).fill(-1)
  for (const [place, item] of chosen.entries()) places[item] = place
  const isChosen = indices.map((item) => ((places[item] as number) >= 0 ? 1 : 0))
  const ends = new Int32Array(indptr.length)
  for (let row = 0; row + 1 < indptr.length; row++) {
    let count = ends[row] as number
    for (let at = indptr[row] as number; at < (indptr[row + 1] as number); at++) count += isChosen[at] as number
    ends[row + 1] = count
  }
  return {
    indptr: ends,
    indices: indices.filter((_, at) => isChosen[at] === 1).map((item) => places[item] as number),
    values: values.filter((_, at) => isChosen[at] === 1),
    dimensions: chosen.length,
  }
}

/** What dropout adds to the diagonal. */
function penaltiesOf({ indices, values, dimensions }: SparseVectors, dropout: number): Float64Array {
  const energy = new Float64Array(dimensions)
  for (const [at, item] of indices.entries()) energy[item] = (energy[item] as number) + (values[at] as number) ** 2
  return energy.map((sum) => (sum * dropout) / (1 - dropout))
}

/** X for the kernel, with a row for each item whose square is what dropout adds to the diagonal. */
function withDropout(rows: SparseVectors, dropout: number): CsrMatrix {
  const { indptr, indices, values, dimensions } = rows
  const plain = { indptr, indices, values: Float32Array.from(values), columnCount: dimensions }
  if (dropout === 0) return plain
  const penalties = penaltiesOf(rows, dropout)
  const places = Int32Array.from(penalties.keys())
  return {
    indptr: Int32Array.from([...indptr, ...places.map((place) => indices.length + place + 1)]),
    indices: Int32Array.from([...indices, ...places]),
    values: Float32Array.from([...values, ...penalties.map(Math.sqrt)]),
    columnCount: dimensions,
  }
}

/** Lower triangle of XᵀX + Λ, row-major. */
function gramOf(rows: SparseVectors, { lambda, dropout }: EaseParameters): Float64Array {
  const { indptr, indices, values, dimensions: size } = rows
  const gram = new Float64Array(size * size)
  for (let person = 0; person + 1 < indptr.length; person++) {
    const from = indptr[person] as number
    for (let a = from; a < (indptr[person + 1] as number); a++) {
      const start = (indices[a] as number) * size
      const strength = values[a] as number
      for (let b = from; b <= a; b++)
        (gram[start + (indices[b] as number)] as number) += strength * (values[b] as number)
    }
  }
  for (const [place, penalty] of penaltiesOf(rows, dropout).entries())
    (gram[place * size + place] as number) += lambda + penalty
  return gram
}
