import type { ParameterSet } from '../complete-parameters.ts'
import { choice, linear, log, number, whole } from '../parameter-schemas.ts'

export interface SasrecParameters {
  /** Numbers of an item's vector. */
  readonly width: number
  readonly layers: number
  /** Divides the width. */
  readonly heads: number
  /** Latest items that are looked at. */
  readonly length: number
  /** Passes over all sequences, at most. */
  readonly epochs: number
  /** Epochs without a better judgement that end the training. */
  readonly patience: number
  readonly learningRate: number
  readonly dropout: number
  /** Positions of a step, padding among them; fewer where an epoch would have few steps. */
  readonly batch: number
  /** `full`: held against all items; `sampled`: against drawn ones; `auto`: full up to `largestFull` items. */
  readonly softmax: 'auto' | 'full' | 'sampled'
  /** How many are drawn. */
  readonly negatives: number
  readonly seed: number
}

/** With more items a softmax over all takes several times as long as everything else together. */
export const largestFull = 5000

export const sasrecParameters: ParameterSet = {
  kind: 'sasrec',
  parameters: [
    whole('width', 64, 4, 1024, {
      en: 'Numbers that describe an item; more see finer differences and need more data.',
      zh: '描述每个物品的向量维数；越多刻画越细，也需要更多数据。',
      tune: log(32, 128),
    }),
    whole('layers', 2, 1, 12, { en: 'Layers of attention.', zh: '自注意力层数。' }),
    whole('heads', 2, 1, 64, {
      en: 'Parts of a layer that look at the history each in its own way; they divide the width.',
      zh: '每层的注意力头数，须整除向量维数。',
    }),
    whole('length', 50, 2, 1000, {
      en: 'How many of the latest items are looked at.',
      zh: '参考最近多少个物品。',
    }),
    whole('epochs', 30, 1, 1000, {
      en: 'Passes over all sequences, at most.',
      zh: '遍历全部序列的最多轮数。',
    }),
    whole('patience', 5, 1, 1000, {
      en: 'So many passes without a better judgement on people held out end the training.',
      zh: '在留出的人群上连续多少轮没有提升即停止训练。',
    }),
    number('learningRate', 0.001, 1e-6, 1, {
      en: 'Size of a step.',
      zh: '每一步的学习率。',
      tune: log(0.0003, 0.003),
    }),
    number('dropout', 0.5, 0, 0.95, {
      en: 'Share of numbers that are left out at random in training; much where histories are short.',
      zh: '训练时随机丢弃的比例；历史较短时宜大。',
      tune: linear(0.1, 0.6),
    }),
    whole('batch', 1024, 16, 65_536, {
      en: 'Positions of all histories in one step; fewer where there is little data.',
      zh: '每一步训练的序列位置数；数据较少时自动减小。',
    }),
    choice('softmax', 'auto', ['auto', 'full', 'sampled'], {
      en: `What an item is held against: all others, or drawn ones; auto takes all up to ${largestFull} items.`,
      zh: `与哪些物品对比：full（全部）、sampled（抽样）；auto 在不超过 ${largestFull} 个物品时取全部。`,
    }),
    whole('negatives', 1024, 1, 100_000, {
      en: 'How many items are drawn in a step, where they are.',
      zh: '抽样时每一步抽取的物品数。',
    }),
    whole('seed', 1, 0, 2 ** 31 - 1, { en: 'Start of the random numbers.', zh: '随机数种子。' }),
  ],
}
