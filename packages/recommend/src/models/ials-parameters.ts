import type { ParameterSet } from '../complete-parameters.ts'
import { choice, log, number, whole } from '../parameter-schemas.ts'

export interface IalsParameters {
  /** Numbers that describe an item, d. */
  readonly factors: number
  readonly iterations: number
  /** λ of Rendle et al.; a row with n observations gets λ · (n + α₀ · columns)^exponent. */
  readonly regularisation: number
  /** ν; 0: the same λ for every row. */
  readonly exponent: number
  /** α₀: how much it counts that somebody did not take an item. */
  readonly unobservedWeight: number
  /** Whether the weight of an observation stands beside α₀ (Rendle et al.) or instead of it (Hu et al.). */
  readonly observed: 'added' | 'instead'
  /** An observation of weight w counts alpha · w^weightPower. */
  readonly alpha: number
  /** 0: presence only. */
  readonly weightPower: number
  /** Standard deviation of the first item factors, times √d. */
  readonly spread: number
  /** Conjugate-gradient steps a row and half-iteration. */
  readonly steps: number
  readonly seed: number
}

export const ialsParameters: ParameterSet = {
  kind: 'ials',
  parameters: [
    whole('factors', 64, 1, 512, {
      en: 'Numbers that describe an item; more see finer tastes and need more data.',
      zh: '描述每个物品的因子数；越多刻画越细，也需要更多数据。',
      tune: log(16, 256),
    }),
    whole('iterations', 16, 1, 1000, {
      en: 'Passes over people and items.',
      zh: '对人和物品交替求解的轮数。',
      tune: log(6, 30),
    }),
    number('regularisation', 0.007, 0, 1e6, {
      en: 'How much factors are drawn towards zero.',
      zh: '因子向零收缩的强度。',
      tune: log(0.0005, 0.1),
    }),
    number('exponent', 1, 0, 2, {
      en: 'How much more those with many interactions are drawn towards zero; 0: all the same.',
      zh: '互动越多收缩越强的程度；0 表示一视同仁。',
    }),
    number('unobservedWeight', 0.1, 0, 1e6, {
      en: 'How much it counts that somebody did not take an item; more favours popular items less.',
      zh: '“未选择”的权重；越大越不偏向热门物品。',
      tune: log(0.03, 3),
    }),
    choice('observed', 'added', ['added', 'instead'], {
      en: 'Whether the weight of an interaction is added to that of “not taken” or stands instead of it.',
      zh: '互动权重与“未选择”权重的关系：added（相加）或 instead（取代）。',
    }),
    number('alpha', 1, 1e-6, 1e6, {
      en: 'How much one interaction counts beside one item not taken.',
      zh: '一次互动相对于“未选择”的权重。',
    }),
    number('weightPower', 0, 0, 2, {
      en: 'Weights of interactions count to this power; 0: presence only.',
      zh: '互动权重的幂次；0 表示只看有无。',
    }),
    number('spread', 0.1, 1e-6, 10, {
      en: 'How far apart the random factors are at the start.',
      zh: '初始随机因子的离散程度。',
    }),
    whole('steps', 3, 1, 100, {
      en: 'Steps of the solver for each person and item in each pass.',
      zh: '每轮中对每个人和物品的求解步数。',
    }),
    whole('seed', 1, 0, 2 ** 31 - 1, {
      en: 'Start of the random numbers; the same seed gives the same model.',
      zh: '随机数种子；种子相同则模型相同。',
    }),
  ],
}
