import { byRetraining } from '../forget/forgetting.ts'
import type { RecommenderKind } from '../recommender-registry.ts'
import { fitSasrec } from './fit-sasrec.ts'
import { sasrecParameters } from './sasrec-parameters.ts'
import { loadSasrec } from './serve-sasrec.ts'
import { staged } from './training-context.ts'

/** The kinds that are networks trained by `@attune/learn`. */
export function neuralKinds(): Readonly<Record<string, RecommenderKind>> {
  return {
    sasrec: {
      ...sasrecParameters,
      title: { en: 'What comes next', zh: '下一步' },
      description: {
        en: 'Reads the latest items in their order with attention and predicts the next one (SASRec).',
        zh: '用自注意力按顺序读取最近的物品，预测下一个（SASRec）。',
      },
      fit: (interactions, parameters, context) => fitSasrec(interactions, parameters, staged(context, 'steps')),
      load: loadSasrec,
      forgetting: byRetraining,
    },
  }
}
