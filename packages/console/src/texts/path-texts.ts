import type { Text } from './text.ts'

/** Which ways people go. */
export const pathTexts = {
  title: ['Paths', '行为路径'],
  sub: [
    'What people do after something, or did before it, step by step: of each person their first time in the period.',
    '用户在某个行为之后或之前一步步做了什么：每人只取时间范围内的第一次。',
  ],
  what: ['The paths did not load.', '路径没有加载出来。'],
  asked: ['What is asked', '查询条件'],
  direction: ['Which way', '方向'],
  from: ['what they do after it', '之后做了什么'],
  to: ['what they did before it', '之前做了什么'],
  length: ['How far', '路径长度'],
  stepCount: (steps: string): Text => [`${steps} steps`, `${steps} 步`],
  breadth: ['Told apart at each step', '每步显示'],
  names: (names: string): Text => [`the ${names} most frequent, rarer ones together`, `最常见的 ${names} 种，其余合并`],
  pause: ['A path ends after a pause of', '中断多久算路径结束'],
  hour: ['1 hour', '1 小时'],
  day: ['1 day', '1 天'],
  week: ['7 days', '7 天'],
  of: ['Of', '范围'],
  everybody: ['everybody', '全部用户'],
  after: ['After', '起点行为'],
  before: ['Before', '终点行为'],
  firstThing: ['the first thing that a person did', '每个人做的第一件事'],
  anchorHelp: [
    'One thing people do, as in segments: viewed · carted category "tea" · did event "Plan Chosen". Left empty: the first thing that a person did in the period.',
    '一种行为，写法与人群规则相同：浏览 · 加购 类目 "茶" · 事件 "选择套餐"。留空表示每个人在时间范围内做的第一件事。',
  ],
  counted: (fewest: string): Text => [
    `Only people who allow analytics are counted. Steps and ways of fewer than ${fewest} people are not told, so what leaves a step can be less than what came in.`,
    `只统计允许分析的用户。不足 ${fewest} 人的步骤和去向不显示，因此离开某步的人数可能少于到达的人数。`,
  ],
  none: ['There are no paths to show', '没有可展示的路径'],
  noneHelp: [
    'Choose a longer period or another beginning, or send events: Live events shows what arrives.',
    '请选择更长的时间范围或其他起点，或者先发送事件：在「实时事件」中可以看到到达的事件。',
  ],
  alone: ['Nothing else is done often enough to be told', '没有其他足够常见、可以显示的行为'],
  headline: {
    from: (name: string, share: string, range: string): Text => [
      `Next comes most often “${name}”: ${share} (95% interval ${range})`,
      `下一步最常见的是「${name}」：${share}（95% 区间 ${range}）`,
    ],
    to: (name: string, share: string, range: string): Text => [
      `Just before comes most often “${name}”: ${share} (95% interval ${range})`,
      `前一步最常见的是「${name}」：${share}（95% 区间 ${range}）`,
    ],
  },
  headlineEnd: {
    from: (share: string, range: string): Text => [
      `Most often nothing more follows: ${share} (95% interval ${range})`,
      `最常见的是之后没有行为：${share}（95% 区间 ${range}）`,
    ],
    to: (share: string, range: string): Text => [
      `Most often nothing came before: ${share} (95% interval ${range})`,
      `最常见的是之前没有行为：${share}（95% 区间 ${range}）`,
    ],
  },
  basis: (people: string): Text => [`${people} people`, `${people} 人`],
  sentence: (columns: string, steps: string, headline: string): Text => [
    `Paths over ${columns} columns with ${steps} steps; time runs from left to right. ${headline}. The table beside it has every number.`,
    `路径图，共 ${columns} 列、${steps} 个步骤，时间从左到右。${headline}。数字见旁边的表格。`,
  ],
  other: ['rarer things together', '其他较少的行为'],
  end: ['nothing more', '之后没有行为'],
  noneBefore: ['nothing before', '之前没有行为'],
  all: ['All steps', '全部步骤'],
  allSub: ['Choose one to see what follows.', '选择一步查看其去向。'],
  step: ['Step', '步骤'],
  place: ['Place', '位置'],
  ofAll: ['Of everybody', '占全部'],
  follows: {
    from: (name: string): Text => [`After “${name}”`, `「${name}」之后`],
    to: (name: string): Text => [`Before “${name}”`, `「${name}」之前`],
  },
  followsSub: (people: string): Text => [`shares of the ${people} people there`, `占该步 ${people} 人的比例`],
  nextStep: {
    from: ['Next', '下一步'],
    to: ['Just before', '前一步'],
  },
  askFrom: ['Ask from here', '从这里查询'],
  ended: ['Here the path is over.', '路径到此结束。'],
  further: ['The drawing ends here. Choose more steps to see further.', '图到此为止。增加路径长度可以看到更远。'],
  tooFew: ['No way from here is taken by enough people to be told.', '从这里出发的各个去向人数都太少，不显示。'],
} as const
