import type { Text } from './text.ts'

export const comparisonTexts = {
  title: ['Compared offline', '离线对比'],
  sub: (data: string, protocol: string, persons: string): Text => [
    `${data} · ${protocol} · ${persons} people`,
    `${data} · ${protocol} · ${persons} 人`,
  ],
  which: ['Evaluation', '评测'],
  measure: ['Measure', '指标'],
  model: ['Model', '模型'],
  reference: ['reference', '参照'],
  difference: (first: string): Text => [`Less ${first}`, `与 ${first} 之差`],
  undecided: ['undecided', '未定'],
  time: ['Training', '训练用时'],
  best: (model: string, value: string, difference: string, first: string): Text => [
    `${model} is best with ${value}: ${difference} against ${first}, on the same people.`,
    `${model} 最好，为 ${value}：在同一批人上与 ${first} 相差 ${difference}。`,
  ],
  unsure: (model: string, value: string, first: string): Text => [
    `${model} is first with ${value}, but its difference to ${first} is not reliable yet.`,
    `${model} 以 ${value} 居首，但与 ${first} 的差异还不可靠。`,
  ],
  noneBetter: (first: string, value: string): Text => [
    `No model does better than ${first}, which reaches ${value}.`,
    `没有模型超过 ${first}，它达到 ${value}。`,
  ],
  how: [
    'Filled: reliably better or worse than the reference. Hollow: undecided.',
    '实心：与参照相比差异可靠。空心：未定。',
  ],
  none: ['Nothing compared yet', '还没有对比'],
  noneWhy: [
    'Measure several recommenders on one data set, on the same people, and keep the result here:',
    '在同一数据集、同一批人上评测多个推荐器，并把结果保存到这里：',
  ],
  saved: (ago: string): Text => [`saved ${ago}`, `${ago}保存`],
  what: ['The saved evaluations did not load.', '已保存的评测没有加载出来。'],
  sideBySide: ['Models side by side', '模型并列'],
  sideBySideSub: (metric: string): Text => [
    `${metric} of each model’s live version, or its newest; the line is the best`,
    `各模型线上版本（或最新版本）的 ${metric}；竖线为最高者`,
  ],
  differentData: [
    'Measured on different data: the figures of these models say little about each other.',
    '评测所用数据不同：这些模型的数字之间可比性有限。',
  ],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const protocolTexts: Readonly<Record<string, Text>> = {
  ncf: ['held-out item among sampled ones', '留出物品与抽样物品一起排序'],
  'leave-one-out': ['leave one out', '留一法'],
  time: ['split by time', '按时间划分'],
  kfold: ['folds of people', '按人分折'],
  ratings: ['folds of ratings', '按评分分折'],
}
