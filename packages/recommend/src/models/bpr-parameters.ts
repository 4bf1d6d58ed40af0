import type { ParameterSet } from '../complete-parameters.ts'
import { choice, log, number, whole } from '../parameter-schemas.ts'

export interface BprParameters {
  /** Numbers that describe an item beside its bias, d. */
  readonly factors: number
  /** Passes, each of as many triples as there are interactions. */
  readonly epochs: number
  readonly learningRate: number
  /** λ of λ/2 |θ|² a triple. */
  readonly regularisation: number
  /** Which items a person's items are held against: any alike, or as often as they are taken. */
  readonly negatives: 'uniform' | 'popular'
  /** Passes over a history when it is asked about. */
  readonly foldInPasses: number
  /** Standard deviation of the first factors. */
  readonly spread: number
  readonly seed: number
}

export const bprParameters: ParameterSet = {
  kind: 'bpr',
  parameters: [
    whole('factors', 64, 1, 512, {
      en: 'Numbers that describe an item; more see finer tastes and need more data.',
      zh: '描述每个物品的因子数；越多刻画越细，也需要更多数据。',
      tune: log(16, 256),
    }),
    whole('epochs', 30, 1, 1000, {
      en: 'Passes over all interactions.',
      zh: '遍历全部互动的轮数。',
      tune: log(10, 80),
    }),
    number('learningRate', 0.05, 1e-6, 1, { en: 'Size of a step.', zh: '每一步的学习率。', tune: log(0.01, 0.2) }),
    number('regularisation', 0.005, 0, 1, {
      en: 'How much factors are drawn towards zero.',
      zh: '因子向零收缩的强度。',
      tune: log(0.0005, 0.05),
    }),
    choice('negatives', 'uniform', ['uniform', 'popular'], {
      en: 'What a person’s items are held against: any item alike, or popular ones more often.',
      zh: '与已选物品对比的负例：uniform（均匀抽取）或 popular（热门物品更常被抽到）。',
      tune: ['uniform', 'popular'],
    }),
    whole('foldInPasses', 20, 1, 1000, {
      en: 'Passes over a history whenever somebody is asked about.',
      zh: '为某人推荐时，对其历史进行学习的轮数。',
    }),
    number('spread', 0.1, 1e-6, 10, {
      en: 'How far apart the random factors are at the start.',
      zh: '初始随机因子的离散程度。',
    }),
    whole('seed', 1, 0, 2 ** 31 - 1, { en: 'Start of the random numbers.', zh: '随机数种子。' }),
  ],
}
