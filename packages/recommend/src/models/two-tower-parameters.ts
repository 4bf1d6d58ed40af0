import type { ParameterSet } from '../complete-parameters.ts'
import { linear, log, number, whole } from '../parameter-schemas.ts'

export interface TwoTowerParameters {
  /** Numbers of an item's and a person's vector. */
  readonly width: number
  /** Latest items that a person is made of. */
  readonly length: number
  /** Each step back in the history counts this many times the step after it. */
  readonly decay: number
  /** Passes over the cases, at most. */
  readonly epochs: number
  /** Epochs without a better judgement that end the training. */
  readonly patience: number
  readonly learningRate: number
  readonly dropout: number
  /** How often an id is left out, where there are texts. */
  readonly idDropout: number
  /** Cases of a step, whose items are held against each other; fewer where an epoch would have few steps. */
  readonly batch: number
  /** Cases of a person an epoch, at most. */
  readonly casesPerPerson: number
  /** Different terms of all texts; the most common ones. 0 leaves texts out. */
  readonly terms: number
  readonly seed: number
}

export const twoTowerParameters: ParameterSet = {
  kind: 'twoTower',
  parameters: [
    whole('width', 128, 4, 1024, {
      en: 'Numbers that describe an item or a person.',
      zh: '描述物品或人的向量维数。',
      tune: log(32, 256),
    }),
    whole('length', 20, 1, 200, {
      en: 'How many of the latest items a person is described by.',
      zh: '用最近多少个物品来描述一个人。',
      tune: log(5, 100),
    }),
    number('decay', 0.9, 0, 1, {
      en: 'Each step back in the history counts this many times the step after it.',
      zh: '历史中每往前一步，权重乘以该系数。',
      tune: linear(0.5, 1),
    }),
    whole('epochs', 30, 1, 1000, {
      en: 'Passes over the cases, at most.',
      zh: '遍历训练样本的最多轮数。',
    }),
    whole('patience', 3, 1, 1000, {
      en: 'So many passes without a better judgement on people held out end the training.',
      zh: '在留出的人群上连续多少轮没有提升即停止训练。',
    }),
    number('learningRate', 0.001, 1e-6, 1, {
      en: 'Size of a step.',
      zh: '每一步的学习率。',
      tune: log(0.0003, 0.01),
    }),
    number('dropout', 0.2, 0, 0.95, {
      en: 'Share of a person’s numbers that are left out at random in training.',
      zh: '训练时随机丢弃个人向量的比例。',
      tune: linear(0, 0.5),
    }),
    number('idDropout', 0.3, 0, 0.95, {
      en: 'How often an item is known by its text alone in training, so that new items can be placed.',
      zh: '训练时仅凭文本识别物品的比例，使新物品也能被推荐。',
      tune: linear(0.1, 0.7),
    }),
    whole('batch', 256, 2, 8192, {
      en: 'Cases of one step; what came next in one is held against what came next in the others.',
      zh: '每一步的样本数；每个样本的下一个物品与其他样本的下一个物品对比。',
    }),
    whole('casesPerPerson', 20, 1, 1000, {
      en: 'At most so many cases of a person in a pass, so that busy ones do not outweigh all.',
      zh: '每轮每人最多取多少个样本，避免活跃者占比过大。',
    }),
    whole('terms', 20_000, 0, 1_000_000, {
      en: 'How many different words of the texts are learnt, the most common ones; 0 leaves texts out.',
      zh: '学习文本中最常见的多少个词；0 表示不使用文本。',
    }),
    whole('seed', 1, 0, 2 ** 31 - 1, { en: 'Start of the random numbers.', zh: '随机数种子。' }),
  ],
}
