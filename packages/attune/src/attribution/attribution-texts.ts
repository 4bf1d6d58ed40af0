export type AttributionWarning = 'no-orders' | 'no-touches' | 'paths-left-out' | 'put-together' | 'mostly-unattributed'

/** Sentences of an attribution, in both languages. */
export const attributionWarnings: Readonly<Record<AttributionWarning, { readonly en: string; readonly zh: string }>> = {
  'no-orders': {
    en: 'Nobody ordered in this time: there is nothing to give credit for.',
    zh: '这段时间内没有订单，没有可归因的转化。',
  },
  'no-touches': {
    en: 'Nothing touched anybody before an order. Visits tell their channel by campaign tags (utm_…) or the page before; placements need clicks that name their decision.',
    zh: '订单之前没有任何触点。渠道来自活动标签（utm_…）或来源页面；展位需要带有决策编号的点击。',
  },
  'paths-left-out': {
    en: 'There are more different ways than can be looked at; the rarest were left out. Choose a shorter time.',
    zh: '不同的路径太多，最少见的未计入。请缩短时间范围。',
  },
  'put-together': {
    en: 'There are more names than can be told apart; those with the fewest orders are put together.',
    zh: '名称过多，无法逐一区分；带来订单最少的已合并为一项。',
  },
  'mostly-unattributed': {
    en: 'More than half of the orders had no touch before them: whatever is said here is about the smaller part.',
    zh: '超过一半的订单之前没有触点：此处的结果只涉及较小的一部分。',
  },
}

/** What `attune attribution` says in the terminal. */
export const attributionTexts = {
  en: {
    head: (from: string, to: string, days: number) => `${from} to ${to}, touches up to ${days} days before an order`,
    touched: { channel: 'channel', campaign: 'campaign', placement: 'placement' },
    methods: {
      first: 'first',
      last: 'last',
      linear: 'linear',
      'time-decay': 'time decay',
      position: 'position',
      markov: 'Markov',
      shapley: 'Shapley',
    },
    removal: 'lost without it',
    effect: 'added, by experiment (95% interval)',
    unattributed: '(no touch)',
    rest: (names: number) => `(${names} others)`,
    closest: (method: string) => `Closest to the experiments: ${method}.`,
  },
  zh: {
    head: (from: string, to: string, days: number) => `${from} 至 ${to}，订单前 ${days} 天内的触点`,
    touched: { channel: '渠道', campaign: '活动', placement: '展位' },
    methods: {
      first: '首次',
      last: '末次',
      linear: '线性',
      'time-decay': '时间衰减',
      position: '位置',
      markov: '马尔可夫',
      shapley: '沙普利',
    },
    removal: '缺少它的损失',
    effect: '实验测得的增量（95% 区间）',
    unattributed: '（无触点）',
    rest: (names: number) => `（其他 ${names} 项）`,
    closest: (method: string) => `与实验最接近：${method}。`,
  },
} as const
