import { byRetraining } from '../forget/forgetting.ts'
import type { RecommenderKind } from '../recommender-registry.ts'
import { fitSasrec } from './fit-sasrec.ts'
import { fitTwoTower } from './fit-two-tower.ts'
import { sasrecParameters } from './sasrec-parameters.ts'
import { loadSasrec } from './serve-sasrec.ts'
import { loadTwoTower } from './serve-two-tower.ts'
import { staged } from './training-context.ts'
import { twoTowerParameters } from './two-tower-parameters.ts'

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
    twoTower: {
      ...twoTowerParameters,
      title: { en: 'Tastes and texts', zh: '偏好与文本' },
      description: {
        en: 'Places people by what they took and items by id and words, near each other; serves new items by their texts.',
        zh: '由历史得到人的向量，由编号和文本得到物品的向量，按相近程度推荐；新物品凭文本即可推荐。',
      },
      readsTexts: ({ terms }) => Number(terms) > 0,
      doesWithoutTexts: () => true,
      fit: (interactions, parameters, context) =>
        fitTwoTower(interactions, parameters, { ...staged(context, 'steps'), itemText: context.itemText }),
      load: loadTwoTower,
      forgetting: byRetraining,
    },
  }
}
