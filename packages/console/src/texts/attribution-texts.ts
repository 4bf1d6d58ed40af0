import type { Text } from './text.ts'

export const attributionTexts = {
  title: ['Attribution', '归因'],
  sub: [
    'Which ways orders came through, by seven methods side by side. Only experiments tell what was really added.',
    '订单经由哪些触点而来，七种方法并列对比。真正带来的增量只能由实验得出。',
  ],
  what: ['The attribution did not load.', '归因没有加载出来。'],
  by: ['By', '归因对象'],
  channel: ['channel', '渠道'],
  campaign: ['campaign', '活动'],
  placement: ['placement', '推荐位'],
  touch: ['A touch is', '触点'],
  click: ['a click', '点击'],
  exposure: ['being shown', '曝光'],
  credits: ['Orders credited', '归因订单数'],
  creditsSub: (orders: string, money: string): Text => [
    `of ${orders} orders, ${money}`,
    `共 ${orders} 笔订单，${money}`,
  ],
  unattributed: (orders: string, share: string): Text => [
    `${orders} orders (${share}) had no touch before them.`,
    `${orders} 笔订单（${share}）之前没有触点。`,
  ],
  cell: (method: string, share: string): Text => [`${method}: ${share} of the orders`, `${method}：占订单的 ${share}`],
  removal: ['Lost without it', '移除后的损失'],
  experiment: ['Experiment', '实验增量'],
  noExperiment: ['not measured', '未测量'],
  map: ['Credit by method', '各方法的归因'],
  truth: ['What experiments measured', '实验测得的增量'],
  truthSub: ['orders that would not have come otherwise', '没有它就不会产生的订单'],
  truthOf: (treatment: string, control: string, persons: string): Text => [
    `“${treatment}” against “${control}”, ${persons} people`,
    `「${treatment}」对比「${control}」，${persons} 人`,
  ],
  noTruth: [
    'No placement of this time divides people at random, so nothing says which method is right. Give a placement a control.',
    '这段时间没有推荐位做随机分组，无法判断哪种方法正确。请为推荐位设置对照组。',
  ],
  onlyPlacements: [
    'Only placements are experimented with: break down by placement to compare.',
    '只有推荐位做过实验：请按推荐位查看对比。',
  ],
  best: (method: string): Text => [
    `“${method}” comes closest to what experiments measured.`,
    `「${method}」与实验测得的增量最接近。`,
  ],
  method: ['Method', '方法'],
  error: ['Off by, orders', '平均偏差（订单）'],
  fits: ['fits', '相符'],
  'too-much': ['too much', '偏多'],
  'too-little': ['too little', '偏少'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const attributionMethodTexts = {
  first: ['first touch', '首次触点'],
  last: ['last touch', '末次触点'],
  linear: ['linear', '线性'],
  'time-decay': ['time decay', '时间衰减'],
  position: ['position', '位置'],
  markov: ['Markov chain', '马尔可夫链'],
  shapley: ['Shapley', 'Shapley 值'],
} as const satisfies Record<string, Text>
