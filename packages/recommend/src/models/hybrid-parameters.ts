import type { ParameterSet } from '../complete-parameters.ts'
import { choice, log, number, whole } from '../parameter-schemas.ts'
import type { SavedRecommender } from '../recommender.ts'

/** Kinds that a hybrid can be made of, and how much they count unless told. */
const members = {
  recencyItemKnn: 1,
  itemKnn: 0,
  userKnn: 0,
  ease: 0,
  ials: 0,
  bpr: 0,
  sasrec: 0,
  twoTower: 0,
  association: 0,
  content: 0,
  popularity: 0.1,
} as const

/** The kinds that have a weight above 0. */
export const chosenMembers = (parameters: SavedRecommender['parameters']): string[] =>
  Object.keys(members).filter((kind) => Number(parameters[kind]) > 0)

export const hybridParameters: ParameterSet = {
  kind: 'hybrid',
  parameters: [
    ...Object.entries(members).map(([kind, weight]) =>
      number(kind, weight, 0, 1000, {
        en: `How much ${kind} counts; 0 leaves it out.`,
        zh: `${kind} 的权重；0 表示不使用。`,
        // Members that need texts or much time are tuned only when they are asked for.
        ...(weight > 0 ? { tune: log(0.01, 10) } : {}),
      }),
    ),
    choice('fusion', 'weighted', ['weighted', 'reciprocalRank'], {
      en: 'How lists become one: by weighted scores, or by reciprocal ranks.',
      zh: '合并方式：weighted（加权得分）或 reciprocalRank（倒数排名）。',
      tune: ['weighted', 'reciprocalRank'],
    }),
    whole('depth', 200, 1, 10_000, {
      en: 'How many items of each member are looked at.',
      zh: '每个成员参与合并的物品数。',
    }),
  ],
}
