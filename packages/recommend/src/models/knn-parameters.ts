import type { ParameterSet } from '../complete-parameters.ts'
import { choice, linear, log, number, type ParameterSchema, whole } from '../parameter-schemas.ts'
import { type SimilarityMeasure, similarityMeasures } from './vector-similarity.ts'

/** What `fitItemKnn` and `fitUserKnn` can be told. */
export interface KnnParameters {
  readonly similarity: SimilarityMeasure
  /** Neighbours that count: of each item, or of the person asked about. */
  readonly neighbours: number
  /** Added to the denominator of the likeness; for bm25 a pair with c in common counts c / (c + shrinkage). */
  readonly shrinkage: number
  /** Weights count to this power; 0: presence only. */
  readonly weightPower: number
}

const similarity: ParameterSchema = choice('similarity', 'cosine', similarityMeasures, {
  en: 'How likeness is measured: cosine, jaccard, pearson or bm25.',
  zh: '相似度的计算方式：cosine（余弦）、jaccard、pearson（皮尔逊）或 bm25。',
  tune: similarityMeasures,
})

const shrinkage: ParameterSchema = number('shrinkage', 5, 0, 1e6, {
  en: 'Added to the denominator of the likeness, so that pairs with little in common count little.',
  zh: '加在相似度分母上的数，使共同点很少的配对权重降低。',
  tune: log(0.5, 200),
})

export const weightPower: ParameterSchema = number('weightPower', 0, 0, 2, {
  en: 'Weights of interactions count to this power; 0: presence only.',
  zh: '互动权重的幂次；0 表示只看有无。',
  tune: linear(0, 1),
})

export const itemKnnParameters: ParameterSet = {
  kind: 'itemKnn',
  parameters: [
    whole('neighbours', 200, 1, 10_000, {
      en: 'Most neighbours kept per item.',
      zh: '每个物品保留的最多近邻数。',
      tune: log(10, 1000),
    }),
    shrinkage,
    weightPower,
    similarity,
  ],
}

export const userKnnParameters: ParameterSet = {
  kind: 'userKnn',
  parameters: [
    whole('neighbours', 80, 1, 10_000, {
      en: 'How many of the most similar people count.',
      zh: '参与计算的最相似人数。',
      tune: log(10, 1000),
    }),
    shrinkage,
    weightPower,
    similarity,
  ],
}
