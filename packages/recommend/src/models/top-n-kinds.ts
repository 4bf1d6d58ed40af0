import { RecommendError } from '../errors.ts'
import type { forgetSaved } from '../forget/forget-saved.ts'
import { byRefit, type Exactness } from '../forget/forgetting.ts'
import type { Recommender, SavedRecommender } from '../recommender.ts'
import type { fitRecommender, RecommenderKind } from '../recommender-registry.ts'
import { contentBoostedParameters } from './content-boosted-parameters.ts'
import { factorKinds } from './factor-kinds.ts'
import { associationParameters, fitAssociation } from './fit-association.ts'
import { contentParameters, fitContent, loadContent } from './fit-content.ts'
import { fitContentBoosted } from './fit-content-boosted.ts'
import { easeParameters, fitEase } from './fit-ease.ts'
import { fitItemKnn, loadItemKnn } from './fit-item-knn.ts'
import { fitUserKnn, loadUserKnn } from './fit-user-knn.ts'
import { forgetEase } from './forget-ease.ts'
import { forgetHybrid, leastExact } from './forget-hybrid.ts'
import { forgetItemKnn } from './forget-item-knn.ts'
import { type HybridMember, hybridOf, hybridOptions, loadHybrid } from './hybrid-of.ts'
import { chosenMembers, hybridParameters } from './hybrid-parameters.ts'
import { itemKnnParameters, userKnnParameters } from './knn-parameters.ts'
import { neuralKinds } from './neural-kinds.ts'
import { loadAssociation } from './serve-association.ts'
import { loadContentBoosted } from './serve-content-boosted.ts'
import { loadEase } from './serve-ease.ts'
import { staged } from './training-context.ts'

/** How a hybrid comes by its members, and how these forget. */
export interface KindsInside {
  readonly fit: typeof fitRecommender
  readonly load: (saved: SavedRecommender) => Recommender
  readonly exactnessOf: (kind: string) => Exactness
  readonly forget: typeof forgetSaved
}

/** The kinds that rank items by what people took, beside popularity and recencyItemKnn. */
export function topNKinds(inside: KindsInside): Readonly<Record<string, RecommenderKind>> {
  return {
    itemKnn: {
      ...itemKnnParameters,
      title: { en: 'Taken by the same people', zh: '同一批人也选择' },
      description: {
        en: 'Items near those of the history, by the people who took both; order does not count.',
        zh: '与历史物品被同一批人选择的相近物品；不考虑先后顺序。',
      },
      fit: (interactions, parameters, context) => fitItemKnn(interactions, parameters, staged(context, 'neighbours')),
      load: loadItemKnn,
      forgetting: { exactness: () => 'exact', forget: forgetItemKnn },
    },
    userKnn: {
      ...userKnnParameters,
      title: { en: 'People like you', zh: '与你相似的人' },
      description: {
        en: 'What the people with the most similar histories took.',
        zh: '历史最相似的人所选择的内容。',
      },
      fit: (interactions, parameters) => fitUserKnn(interactions, parameters),
      load: loadUserKnn,
      // Nothing but the rows of people is kept.
      forgetting: byRefit,
    },
    ...factorKinds(),
    ...neuralKinds(),
    ease: {
      ...easeParameters,
      title: { en: 'Everything you took together', zh: '综合全部历史' },
      description: {
        en: 'Each item predicted from all others at once by ridge regression (EASE); slow to train with many items.',
        zh: '用岭回归由其他全部物品同时预测每个物品（EASE）；物品很多时训练较慢。',
      },
      fit: (interactions, parameters, context) => fitEase(interactions, parameters, staged(context, 'inverse')),
      load: loadEase,
      forgetting: { exactness: () => 'exact', forget: forgetEase },
    },
    association: {
      ...associationParameters,
      title: { en: 'Bought with your basket', zh: '与购物篮搭配' },
      description: {
        en: 'Rules from baskets: who has these items often has that one too.',
        zh: '来自购物篮的关联规则：有这些物品的人往往也有那个物品。',
      },
      fit: (interactions, parameters) => fitAssociation(interactions, parameters),
      load: loadAssociation,
      // Shares of all baskets, and which itemsets are frequent: with fewer baskets others may be.
      forgetting: byRefit,
    },
    content: {
      ...contentParameters,
      title: { en: 'Similar by description', zh: '内容相似' },
      description: {
        en: 'Items whose titles, descriptions and categories are like those of the history; serves new items at once.',
        zh: '标题、描述和类目与历史相似的物品；新物品也能立即推荐。',
      },
      readsTexts: () => true,
      fit: (interactions, parameters, { itemText }) => {
        if (!itemText) throw new RecommendError('no-texts', 'content needs the texts of the items (itemText).')
        return fitContent(interactions.items.ids.length, itemText, parameters)
      },
      load: loadContent,
      // Knows items, not people; items that only those people had go.
      forgetting: byRefit,
    },
    contentBoosted: {
      ...contentBoostedParameters,
      title: { en: 'Similar, and taken with the similar', zh: '相似及相似物品的搭配' },
      description: {
        en: 'Items like the history by words and meaning, and what people take with such items; places new items by their texts.',
        zh: '词语和语义上与历史相似的物品，以及人们与这类物品一起选择的内容；新物品凭文本即可找到位置。',
      },
      readsTexts: () => true,
      fit: (interactions, parameters, context) => {
        const { itemText } = context
        if (!itemText) throw new RecommendError('no-texts', 'contentBoosted needs the texts of the items (itemText).')
        return fitContentBoosted(interactions, parameters, { ...staged(context, 'texts'), itemText })
      },
      load: loadContentBoosted,
      // Counts of who took what together, and texts: a fit on what remains is a training without them.
      forgetting: byRefit,
    },
    hybrid: {
      ...hybridParameters,
      title: { en: 'Several in one', zh: '多模型融合' },
      description: {
        en: 'Other recommenders with their usual parameters, fused by weighted scores or reciprocal ranks.',
        zh: '以默认参数训练其他推荐模型，并按加权得分或倒数排名融合。',
      },
      readsTexts: ({ content, twoTower }) => Number(content) > 0 || Number(twoTower) > 0,
      doesWithoutTexts: ({ content }) => Number(content) === 0,
      async fit(interactions, parameters, context) {
        const members: HybridMember[] = []
        for (const kind of chosenMembers(parameters)) {
          const recommender = await inside.fit(kind, interactions, {}, context)
          members.push({ recommender, weight: Number(parameters[kind]) })
        }
        return hybridOf(members, hybridOptions(parameters))
      },
      load: (saved) => loadHybrid(saved, inside.load),
      forgetting: {
        exactness: (parameters) => leastExact(chosenMembers(parameters).map((kind) => inside.exactnessOf(kind))),
        forget: (task, context) => forgetHybrid(task, context, inside.forget),
      },
    },
  }
}
