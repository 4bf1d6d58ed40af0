import type { ParameterSet } from '../complete-parameters.ts'
import { choice, log, type NumberParameter, number, whole } from '../parameter-schemas.ts'
import { biasDefaults } from './biases.ts'

const epochs = (standard: number): NumberParameter =>
  whole('epochs', standard, 1, 10_000, {
    en: 'How often training goes through all ratings.',
    zh: '训练时遍历全部评分的次数。',
    tune: log(5, 60),
  })

const factors = (standard: number): NumberParameter =>
  whole('factors', standard, 1, 2_000, {
    en: 'Length of the vectors that describe people and items.',
    zh: '描述用户与物品的向量长度。',
    tune: log(8, 200),
  })

const learningRate = (standard: number): NumberParameter =>
  number('learningRate', standard, 1e-6, 1, {
    en: 'How far one rating moves the numbers it depends on.',
    zh: '每条评分对相关参数的调整幅度（学习率）。',
    tune: log(0.001, 0.02),
  })

const regularisation = (standard: number): NumberParameter =>
  number('regularisation', standard, 0, 10, {
    en: 'How strongly numbers are held near zero.',
    zh: '把参数拉向零的强度（正则化）。',
    tune: log(0.005, 0.3),
  })

const seed: NumberParameter = whole('seed', 1, 0, 2_147_483_647, {
  en: 'Where the random start begins; the same seed gives the same model.',
  zh: '随机起点的种子；相同种子得到相同模型。',
})

const spread: NumberParameter = number('spread', 0.05, 0, 10, {
  en: 'Standard deviation of the random start.',
  zh: '随机初始值的标准差。',
})

export const baselineParameters: ParameterSet = {
  kind: 'baseline',
  parameters: [
    choice('method', biasDefaults.method, ['als', 'sgd'], {
      en: 'Alternating least squares (als) or stochastic gradient descent (sgd).',
      zh: '交替最小二乘（als）或随机梯度下降（sgd）。',
    }),
    epochs(biasDefaults.epochs),
    number('personRegularisation', biasDefaults.personRegularisation, 0, 1e6, {
      en: 'For als: how many ratings a person needs before half their bias is believed.',
      zh: 'als：用户有这么多条评分时，其偏置只采信一半。',
      tune: log(1, 50),
    }),
    number('itemRegularisation', biasDefaults.itemRegularisation, 0, 1e6, {
      en: 'For als: how many ratings an item needs before half its bias is believed.',
      zh: 'als：物品有这么多条评分时，其偏置只采信一半。',
      tune: log(1, 50),
    }),
    learningRate(biasDefaults.learningRate),
    regularisation(biasDefaults.regularisation),
  ],
}

export const svdParameters: ParameterSet = {
  kind: 'svd',
  parameters: [factors(100), epochs(20), learningRate(0.005), regularisation(0.02), spread, seed],
}

export const svdppParameters: ParameterSet = {
  kind: 'svdpp',
  parameters: [factors(20), epochs(20), learningRate(0.007), regularisation(0.02), spread, seed],
}

export const nmfParameters: ParameterSet = {
  kind: 'nmf',
  parameters: [factors(15), epochs(50), regularisation(0.1), seed],
}

export const slopeOneParameters: ParameterSet = {
  kind: 'slopeOne',
  parameters: [
    choice('weighting', 'none', ['none', 'support'], {
      en: 'Whether the items of a history count the same (none) or by how many people rated both (support).',
      zh: '历史物品权重相同（none），或按同时评分的人数加权（support）。',
      tune: ['none', 'support'],
    }),
  ],
}

export const ratingUserKnnParameters: ParameterSet = { kind: 'ratingUserKnn', parameters: neighbourParameters() }

export const ratingItemKnnParameters: ParameterSet = {
  kind: 'ratingItemKnn',
  parameters: [
    ...neighbourParameters(),
    whole('kept', 0, 0, 1_000_000, {
      en: 'Most neighbours stored per item; 0 stores all.',
      zh: '每个物品最多保存的近邻数；0 表示全部保存。',
    }),
  ],
}

function neighbourParameters(): ParameterSet['parameters'] {
  return [
    whole('neighbours', 40, 1, 100_000, {
      en: 'Most neighbours that a prediction is made from.',
      zh: '每次预测最多使用的近邻数。',
      tune: log(10, 200),
    }),
    whole('minNeighbours', 1, 1, 100_000, {
      en: 'With fewer neighbours than this the mean or baseline alone is predicted.',
      zh: '近邻少于该数时，只用均值或基线预测。',
    }),
    choice('similarity', 'msd', ['msd', 'cosine', 'pearson', 'pearsonBaseline'], {
      en: 'What makes two alike: mean squared difference, cosine, correlation, or correlation around the baseline.',
      zh: '相似度：均方差、余弦、皮尔逊相关，或以基线为中心的相关。',
      tune: ['msd', 'pearson', 'pearsonBaseline'],
    }),
    choice('centre', 'baseline', ['none', 'means', 'baseline'], {
      en: 'What ratings are measured from: nothing, the mean of the person or item, or the baseline.',
      zh: '评分的参照：无、用户或物品的均值，或基线。',
      tune: ['means', 'baseline'],
    }),
    whole('minSupport', 1, 1, 100_000, {
      en: 'With fewer common ratings than this two are not alike.',
      zh: '共同评分少于该数时视为不相似。',
    }),
    number('shrinkage', 100, 0, 1e6, {
      en: 'For pearsonBaseline: how much few common ratings are mistrusted.',
      zh: 'pearsonBaseline：对共同评分较少的收缩强度。',
      tune: log(10, 300),
    }),
  ]
}
