import type { Text } from './text.ts'

export const satisfactionTexts = {
  title: ['Satisfaction', '满意度'],
  sub: [
    'One measure from what people rate, answer, write, give back and complain about, with its parts.',
    '综合评分、问卷、文字、退货与投诉得出的一个指标，并展示各组成部分。',
  ],
  what: ['Satisfaction did not load.', '满意度没有加载出来。'],
  by: ['Grouped by', '分组方式'],
  placement: ['placement', '推荐位'],
  item: ['item', '商品'],
  segment: ['segment', '人群'],
  headline: (share: string, range: string): Text => [
    `People are ${share} satisfied (95% interval ${range})`,
    `满意度为 ${share}（95% 区间 ${range}）`,
  ],
  none: ['Nothing is known yet', '暂无数据'],
  noneWhy: [
    'Send ratings, “Satisfaction Submitted”, “NPS Submitted”, reviews, orders, refunds and complaints as events. Fewer than five people are not shown.',
    '请把评分、「Satisfaction Submitted」、「NPS Submitted」、评价、订单、退款和投诉作为事件发送。不足五人不予显示。',
  ],
  parts: ['What it is made of', '组成部分'],
  partsSub: ['0% not satisfied, 100% satisfied; everybody counts once', '0% 为不满意，100% 为满意；每人只算一次'],
  part: ['Part', '组成'],
  people: ['People', '人数'],
  value: ['Value', '数值'],
  weight: ['Weight', '权重'],
  known: ['Known', '已知权重'],
  groups: {
    placement: ['By placement', '按推荐位'],
    item: ['By item', '按商品'],
    segment: ['By segment', '按人群'],
  },
  noGroups: ['No group has five people or more.', '没有五人以上的分组。'],
  ratings: ['Ratings', '评分'],
  csat: ['CSAT', '满意度（CSAT）'],
  nps: ['NPS', '净推荐值（NPS）'],
  sentiment: ['Sentiment of texts', '文本情感'],
  returns: ['Orders kept', '未退货'],
  complaints: ['No complaint', '未投诉'],
  cut: ['Only the newest 3,000 texts were judged.', '仅分析了最新的 3,000 条文本。'],
  plot: (name: string, share: string, range: string): Text => [
    `${name}: ${share}, 95% interval ${range}`,
    `${name}：${share}，95% 区间 ${range}`,
  ],
} as const
