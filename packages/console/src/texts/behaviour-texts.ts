import type { Text } from './text.ts'

export const behaviourTexts = {
  period: ['Period', '时间范围'],
  dayCount: (days: string): Text => [`${days} days`, `${days} 天`],
  counting: ['People are being counted.', '正在统计人数。'],
  few: ['fewer than 5', '不足 5'],
  notTold: ['not told', '不显示'],
  rest: ['not known, or small groups', '未知或人数过少'],
  people: ['People', '人数'],
  byWhat: ['Break down by', '细分方式'],
  nothing: ['nothing', '不细分'],
  device: ['device', '设备'],
  channel: ['channel', '渠道'],
  bySegment: (title: string): Text => [`segment “${title}”`, `人群「${title}」`],
  byTrait: (name: string): Text => [`trait “${name}”`, `特征「${name}」`],
  share: ['Share', '占比'],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const funnelTexts = {
  title: ['Funnels', '转化漏斗'],
  sub: [
    'How many people get from step to step, where they are lost, and how long they take.',
    '有多少人走到每一步，在哪里流失，花了多长时间。',
  ],
  what: ['The funnel did not load.', '漏斗没有加载出来。'],
  steps: ['Steps', '步骤'],
  stepsHelp: [
    'One thing people do in each line, as in segments: viewed · carted category "tea" · did event "Plan Chosen"',
    '每行一种行为，写法与人群规则相同：浏览 · 加购 类目 "茶" · 事件 "选择套餐"',
  ],
  step: (n: string): Text => [`Step ${n}`, `第 ${n} 步`],
  add: ['Add a step', '添加步骤'],
  remove: (n: string): Text => [`Remove step ${n}`, `删除第 ${n} 步`],
  first: ['viewed', '浏览'],
  second: ['carted', '加购'],
  third: ['bought', '购买'],
  window: ['From first to last', '首末步间隔'],
  hour: ['1 hour', '1 小时'],
  day: ['1 day', '1 天'],
  week: ['7 days', '7 天'],
  month: ['30 days', '30 天'],
  order: ['Order', '顺序'],
  loose: ['other things may come between', '中间可有其他行为'],
  strict: ['nothing in between', '中间不能有其他行为'],
  headline: (share: string, range: string): Text => [
    `${share} of those who began got to the end (95% interval ${range})`,
    `开始的人中有 ${share} 走到了最后（95% 区间 ${range}）`,
  ],
  tooFew: ['Too few people to tell a share', '人数太少，无法给出占比'],
  counts: ['By step', '各步骤'],
  ofFirst: ['Of the first', '占首步'],
  ofPrevious: ['Of the step before', '占上一步'],
  lost: ['Lost', '流失'],
  median: ['Median time', '用时中位数'],
  bar: (label: string, share: string, range: string): Text => [
    `${label}: ${share} of the first step, 95% interval ${range}`,
    `${label}：占首步 ${share}，95% 区间 ${range}`,
  ],
} as const satisfies Record<string, Text | ((...args: never[]) => Text)>

export const retentionTexts = {
  title: ['Retention', '留存'],
  sub: [
    'Of the people who did something for the first time, how many come back, and when.',
    '第一次做某件事的人里，有多少人会回来，什么时候回来。',
  ],
  what: ['Retention did not load.', '留存没有加载出来。'],
  counted: ['What counts', '统计口径'],
  first: ['The first time they', '首次行为'],
  again: ['Coming back means they', '回访行为'],
  period: ['By', '周期'],
  day: ['day', '天'],
  week: ['week', '周'],
  month: ['month', '月'],
  mode: ['Counted', '计算方式'],
  on: ['in that very period', '当期回访'],
  from: ['in it or later', '当期或之后回访'],
  cohort: ['First time', '首次时间'],
  everybody: ['Everybody', '所有人'],
  map: ['Who came back', '回访情况'],
  mapSub: {
    day: ['share by days after the first time', '首次之后第几天的占比'],
    week: ['share by weeks after the first time', '首次之后第几周的占比'],
    month: ['share by months after the first time', '首次之后第几个月的占比'],
  },
  headline: {
    day: (share: string, range: string): Text => [
      `${share} come back the day after (95% interval ${range})`,
      `次日有 ${share} 的人回来（95% 区间 ${range}）`,
    ],
    week: (share: string, range: string): Text => [
      `${share} come back the week after (95% interval ${range})`,
      `次周有 ${share} 的人回来（95% 区间 ${range}）`,
    ],
    month: (share: string, range: string): Text => [
      `${share} come back the month after (95% interval ${range})`,
      `次月有 ${share} 的人回来（95% 区间 ${range}）`,
    ],
  },
  notYet: ['Nothing to tell yet', '暂时没有可展示的数字'],
  empty: ['not over yet, or too few people', '周期未结束或人数太少'],
  cell: (share: string, range: string, people: string): Text => [
    `${share} (${range}), ${people} people`,
    `${share}（${range}），${people} 人`,
  ],
} as const
