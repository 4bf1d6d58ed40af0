import { byRefit, byRetraining } from '../forget/forgetting.ts'
import type { RecommenderKind } from '../recommender-registry.ts'
import { fitBaseline, loadBaseline } from './fit-baseline.ts'
import { fitSvd, fitSvdpp, loadFactors } from './fit-factors.ts'
import { fitNmf, loadNmf } from './fit-nmf.ts'
import { fitRatingItemKnn, loadRatingItemKnn } from './fit-rating-item-knn.ts'
import { fitRatingUserKnn, loadRatingUserKnn } from './fit-rating-user-knn.ts'
import { fitSlopeOne, loadSlopeOne } from './fit-slope-one.ts'
import { forgetRatingItemKnn } from './forget-rating-item-knn.ts'
import { forgetSlopeOne } from './forget-slope-one.ts'
import {
  baselineParameters,
  nmfParameters,
  ratingItemKnnParameters,
  ratingUserKnnParameters,
  slopeOneParameters,
  svdParameters,
  svdppParameters,
} from './rating-parameters.ts'

/** The kinds that expect ratings as values and predict ratings; all are `RatingRecommender`s. */
export function ratingKinds(): Readonly<Record<string, RecommenderKind>> {
  return {
    baseline: {
      ...baselineParameters,
      learnsFrom: 'ratings',
      title: { en: 'Rating baseline', zh: '评分基线' },
      description: {
        en: 'Ratings from how generous a person is and how well liked an item is; the same order for everybody.',
        zh: '按用户打分松紧与物品受欢迎程度预测评分；对所有人排序相同。',
      },
      fit: (interactions, parameters, { onProgress }) =>
        fitBaseline(interactions, { ...parameters, onProgress: staged(onProgress, 'epochs') }),
      load: loadBaseline,
      forgetting: byRefit,
    },
    svd: {
      ...svdParameters,
      learnsFrom: 'ratings',
      title: { en: 'Ratings by taste (SVD)', zh: '评分矩阵分解（SVD）' },
      description: {
        en: 'Ratings from vectors of taste that are learnt for people and items.',
        zh: '为用户与物品学习隐向量来预测评分。',
      },
      fit: (interactions, parameters, { onProgress, kernels, signal }) =>
        fitSvd(interactions, { ...parameters, kernels, signal, onProgress: staged(onProgress, 'epochs') }),
      load: loadFactors,
      forgetting: byRetraining,
    },
    svdpp: {
      ...svdppParameters,
      learnsFrom: 'ratings',
      title: { en: 'Ratings by taste and choice (SVD++)', zh: '评分矩阵分解（SVD++）' },
      description: {
        en: 'Like SVD, and which items a person chose to rate counts too.',
        zh: '在 SVD 基础上，还利用用户选择了哪些物品评分。',
      },
      fit: (interactions, parameters, { onProgress, kernels, signal }) =>
        fitSvdpp(interactions, { ...parameters, kernels, signal, onProgress: staged(onProgress, 'epochs') }),
      load: loadFactors,
      forgetting: byRetraining,
    },
    nmf: {
      ...nmfParameters,
      learnsFrom: 'ratings',
      title: { en: 'Ratings in parts (NMF)', zh: '非负矩阵分解（NMF）' },
      description: {
        en: 'Ratings as sums of parts that are never negative, so that the parts can be read.',
        zh: '评分表示为非负成分之和，成分便于解读。',
      },
      fit: (interactions, parameters, { onProgress, kernels, signal }) =>
        fitNmf(interactions, { ...parameters, kernels, signal, onProgress: staged(onProgress, 'epochs') }),
      load: loadNmf,
      forgetting: byRetraining,
    },
    slopeOne: {
      ...slopeOneParameters,
      learnsFrom: 'ratings',
      title: { en: 'Ratings by differences (Slope One)', zh: '评分差预测（Slope One）' },
      description: {
        en: 'Ratings from the mean differences between items.',
        zh: '用物品之间的平均评分差预测评分。',
      },
      fit: (interactions, parameters, { onProgress }) =>
        fitSlopeOne(interactions, { ...parameters, onProgress: staged(onProgress, 'items') }),
      load: loadSlopeOne,
      forgetting: { exactness: () => 'exact', forget: forgetSlopeOne },
    },
    ratingUserKnn: {
      ...ratingUserKnnParameters,
      learnsFrom: 'ratings',
      title: { en: 'Ratings of people like you', zh: '相似用户的评分' },
      description: {
        en: 'Ratings from what the people with the most similar ratings gave.',
        zh: '用评分最相似的用户的打分来预测。',
      },
      fit: (interactions, parameters) => fitRatingUserKnn(interactions, parameters),
      load: loadRatingUserKnn,
      // Nothing but ratings, biases and means is kept.
      forgetting: byRefit,
    },
    ratingItemKnn: {
      ...ratingItemKnnParameters,
      learnsFrom: 'ratings',
      title: { en: 'Ratings of similar items', zh: '相似物品的评分' },
      description: {
        en: 'Ratings from what a person gave to the items rated most alike.',
        zh: '用该用户对评分最相似的物品的打分来预测。',
      },
      fit: (interactions, parameters, { onProgress }) =>
        fitRatingItemKnn(interactions, { ...parameters, onProgress: staged(onProgress, 'neighbours') }),
      load: loadRatingItemKnn,
      forgetting: { exactness: () => 'exact', forget: forgetRatingItemKnn },
    },
  }
}

type Report = (progress: { readonly done: number; readonly total: number; readonly stage: string }) => void

function staged(report: Report | undefined, stage: string): ((done: number, total: number) => void) | undefined {
  return report && ((done, total) => report({ done, total, stage }))
}
