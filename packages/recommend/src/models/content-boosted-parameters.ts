import type { ParameterSet } from '../complete-parameters.ts'
import { linear, log, number, whole } from '../parameter-schemas.ts'
import type { TextWeights } from './item-text-vectors.ts'

export interface ContentBoostedParameters extends TextWeights {
  /** How much likeness of the encoder's vectors counts beside that of terms; where items have vectors. */
  readonly vectorShare: number
  /** How much the neighbours of like items count beside likeness itself. */
  readonly boost: number
  /** Items like an item whose neighbours it borrows. */
  readonly likeItems: number
  /** Neighbours by behaviour kept for an item. */
  readonly neighbours: number
  /** Each step back in the history counts this many times the step after it, 0 … 1. */
  readonly decay: number
}

export const contentBoostedParameters: ParameterSet = {
  kind: 'contentBoosted',
  parameters: [
    number('titleWeight', 1, 0, 100, {
      en: 'How many times a word of the title counts beside one of the description.',
      zh: '标题中的词相对于描述中的词的权重。',
      tune: log(0.25, 16),
    }),
    number('categoryWeight', 0.5, 0, 100, {
      en: 'How many times a category counts beside a word of the description.',
      zh: '类目相对于描述中的词的权重。',
      tune: log(0.25, 16),
    }),
    number('maxShare', 1, 0.001, 1, {
      en: 'Words in more than this share of the items (and in more than 20 items) are left out.',
      zh: '出现在超过该比例（且超过 20 个）物品中的词不予考虑。',
      tune: log(0.01, 1),
    }),
    number('vectorShare', 0.5, 0, 100, {
      en: 'How much the meaning of texts (an encoder’s vectors) counts beside their words.',
      zh: '文本语义（编码器向量）相对于词语的权重。',
      tune: log(0.1, 10),
    }),
    number('boost', 3, 0, 1000, {
      en: 'How much what people take with similar items counts beside similarity itself; 0: texts alone.',
      zh: '“与相似物品一起被选择”相对于文本相似本身的权重；0 表示只看文本。',
      tune: log(0.3, 30),
    }),
    whole('likeItems', 50, 1, 1000, {
      en: 'From how many similar items an item borrows its neighbours.',
      zh: '每个物品从多少个相似物品借用近邻。',
      tune: log(10, 200),
    }),
    whole('neighbours', 100, 1, 10_000, {
      en: 'Most neighbours by behaviour kept per item.',
      zh: '每个物品保留的最多行为近邻数。',
      tune: log(20, 500),
    }),
    number('decay', 0.95, 0, 1, {
      en: 'Each step back in the history counts this many times the step after it.',
      zh: '历史中每往前一步，权重乘以该系数。',
      tune: linear(0.5, 1),
    }),
  ],
}
