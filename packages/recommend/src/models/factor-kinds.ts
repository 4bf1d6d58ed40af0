import { byRetraining } from '../forget/forgetting.ts'
import type { RecommenderKind } from '../recommender-registry.ts'
import { bprParameters } from './bpr-parameters.ts'
import { fitBpr } from './fit-bpr.ts'
import { fitIals } from './fit-ials.ts'
import { forgetIals } from './forget-ials.ts'
import { ialsParameters } from './ials-parameters.ts'
import { loadBpr } from './serve-bpr.ts'
import { loadIals } from './serve-ials.ts'
import { staged } from './training-context.ts'

/** The kinds that describe people and items by factors learned from what was taken. */
export function factorKinds(): Readonly<Record<string, RecommenderKind>> {
  return {
    ials: {
      ...ialsParameters,
      title: { en: 'Hidden tastes', zh: '潜在偏好' },
      description: {
        en: 'People and items as points in a space of tastes, fitted to all that was and was not taken (iALS).',
        zh: '把人和物品表示为偏好空间中的点，同时拟合选择与未选择的数据（iALS）。',
      },
      fit: (interactions, parameters, context) => fitIals(interactions, parameters, staged(context, 'iterations')),
      load: loadIals,
      forgetting: { exactness: () => 'approximate', forget: forgetIals },
    },
    bpr: {
      ...bprParameters,
      title: { en: 'Rather this than that', zh: '成对偏好' },
      description: {
        en: 'Learns from pairs: what a person took goes before what they did not (BPR).',
        zh: '从成对比较中学习：选择过的应排在未选择的之前（BPR）。',
      },
      fit: (interactions, parameters, context) => fitBpr(interactions, parameters, staged(context, 'epochs')),
      load: loadBpr,
      forgetting: byRetraining,
    },
  }
}
