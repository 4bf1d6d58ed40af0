import { easeInverse } from '@attune/kernels'
import { completeParameters, type ParameterSet } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import { linear, log, number, whole } from '../parameter-schemas.ts'
import type { Recommender } from '../recommender.ts'
import { distinctHistories } from './distinct-histories.ts'
import { among, gramOf, withPenalties } from './ease-gram.ts'
import { invertPositiveDefinite } from './invert-positive-definite.ts'
import { weightPower } from './knn-parameters.ts'
import { holdersOf, mostHeld } from './most-held.ts'
import { refuseHuge } from './refuse-huge.ts'
import { easeOf } from './serve-ease.ts'
import { type TrainingContext, throwIfCancelled } from './training-context.ts'

export interface EaseParameters {
  /** Ridge λ; the larger, the more the weights are drawn towards zero. */
  readonly lambda: number
  /** Only this many items, the most popular, take part. */
  readonly items: number
  /** Weights count to this power; 0: presence only. */
  readonly weightPower: number
  /** ν: λ grows with an item's number of people to this power. */
  readonly exponent: number
  /** p: how much of a history is taken to be missing when weights are learned. */
  readonly dropout: number
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
    number('exponent', 0, 0, 2, {
      en: 'How much more popular items are drawn towards zero; 0: all the same. With 0.5, lambda is to be much smaller.',
      zh: '热门物品收缩更强的程度；0 表示一视同仁。取 0.5 时 lambda 应小得多。',
    }),
    number('dropout', 0, 0, 0.95, {
      en: 'Share of each history to be done without while learning, so that popular items trust one another less.',
      zh: '训练时假定历史中缺失的比例，使热门物品之间的权重更稳健。',
      tune: linear(0, 0.8),
    }),
  ],
}

/**
 * Embarrassingly shallow autoencoders (Steck, WWW 2019): the linear model of every item from all others in closed form,
 *
 * P = (XᵀX + Λ)⁻¹,  B_ij = −P_ij / P_jj,  B_jj = 0,  score(j) = Σ over distinct history items i of x_i B_ij,
 *
 * Λ_ii = λ n_i^ν + p / (1 − p) · (XᵀX)_ii, item i being held by n_i people. A dropout p gives the model that predicts best from
 * histories of which every item was left out with probability p (EDLAE, Steck, NeurIPS 2020, of full rank); ν above 0 holds
 * popular items back as ν of iALS does (Rendle et al., RecSys 2022).
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
  throwIfCancelled(signal)
  const chosen = mostHeld(holdersOf(interactions), parameters.items)
  const size = chosen.length
  const rows = among(all, chosen)
  const inverse =
    kernels?.backend === 'threads'
      ? await easeInverse(kernels, withPenalties(rows, parameters), parameters.lambda, { signal, onProgress })
      : invertPositiveDefinite(gramOf(rows, parameters), size, onProgress)
  const weights = new Float32Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i !== j) weights[i * size + j] = -(inverse[i * size + j] as number) / (inverse[j * size + j] as number)
    }
  }
  const diagonal = Float64Array.from(chosen.keys(), (place) => inverse[place * size + place] as number)
  return easeOf({ items: chosen, weights, diagonal, itemCount: all.dimensions }, parameters)
}
