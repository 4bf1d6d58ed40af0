import type { Text } from './text.ts'

export const satisfactionTexts = {
  title: ['Satisfaction', '满意度'],
  sub: [
    'What people say and do, joined into one figure, with its parts shown.',
    '把人们的评价和行为合成一个指标，并列出各组成部分。',
  ],
  what: ['Satisfaction did not load.', '满意度没有加载出来。'],
  by: ['By', '细分'],
  placement: ['placement', '推荐位'],
  item: ['item', '商品'],
  segment: ['segment', '人群'],
  all: ['Everything together', '总体'],
  headline: (value: string, range: string): Text => [
    `${value} of 100 (95% interval ${range})`,
    `${value} 分，满分 100（95% 区间 ${range}）`,
  ],
  unknown: ['Nothing is known yet', '暂无数据'],
  unknownWhy: [
    'Nobody rated, answered, wrote or ordered in this time. Send ratings, answers to questions and returns as events.',
    '这段时间没有评分、问卷、文本或订单。请把评分、问卷回答和退货作为事件发送。',
  ],
  rests: (people: string, coverage: string): Text => [
    `From ${people} people; parts that carry ${coverage} of the weight are known.`,
    `来自 ${people} 人；已知部分占总权重的 ${coverage}。`,
  ],
  part: ['Part', '组成'],
  people: ['People', '人数'],
  value: ['Of 100', '得分'],
  weight: ['Weighs', '权重'],
  missing: ['not known', '未知'],
  groups: ['Beside the whole', '与总体对比'],
  groupsSub: (value: string): Text => [`the line is the whole, ${value}`, `竖线为总体 ${value}`],
  noGroups: ['No group has enough people.', '没有人数足够的分组。'],
  parts: ['Parts of each', '各组的组成部分'],
  group: ['Group', '分组'],
  cut: ['Only the newest 3,000 texts were judged.', '只评估了最新的 3,000 条文本。'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const satisfactionPartTexts = {
  ratings: ['Ratings', '评分'],
  csat: ['CSAT', '满意度问卷（CSAT）'],
  nps: ['NPS', '净推荐值（NPS）'],
  sentiment: ['Sentiment of texts', '文本情感'],
  returns: ['Orders kept', '未退货'],
  complaints: ['No complaint', '未投诉'],
} as const satisfies Record<string, Text>
