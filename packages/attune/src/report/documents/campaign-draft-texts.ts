type Write = string

const en = {
  title: (name: string) => `Campaign “${name}”`,
  credited: (orders: Write, share: Write, value: Write, currency: string) =>
    `By linear attribution it stands for ${orders} orders, ${share} of all, worth ${value}${currency && ` ${currency}`}.`,
  removal: (share: Write) => `Without it, ${share} of the orders that had a touch would be lost, by the Markov chain.`,
  methods: {
    first: 'first',
    last: 'last',
    linear: 'linear',
    'time-decay': 'time decay',
    position: 'position',
    markov: 'Markov',
    shapley: 'Shapley',
  },
  columns: {
    method: 'method',
    orders: 'orders',
    before: 'orders, time before',
    difference: 'difference',
    value: 'value',
  },
  table: 'Credit by method',
  figure: 'Orders by method',
  moved: (before: Write, now: Write, difference: Write) =>
    `Its orders went from ${before} to ${now}, a difference of ${difference}, by linear attribution.`,
  others: (difference: Write) => `All orders together moved by ${difference} in the same time.`,
  isNew: 'It had no touch in the time before.',
  spread: (least: Write, most: Write) =>
    `The methods do not agree: they give it from ${least} to ${most} orders, so its credit depends on the method.`,
  agree: 'The methods agree about it.',
  untouched: (share: Write) => `${share} of all orders had no touch at all: whatever is said here is about the others.`,
  next: {
    holdout: 'Measure what it adds with a holdout: attribution shares orders out, and proves no cause.',
    tags: 'Tag more visits with utm_source, utm_medium and utm_campaign: too many orders have no touch.',
    grow: 'It grew more than the whole: raise its budget a little, and watch whether the credit follows.',
    shrink: 'It fell while the whole did not: look at its audience and its words before you spend more.',
  },
}

export type CampaignDraftTexts = typeof en

const zh: CampaignDraftTexts = {
  title: (name) => `活动“${name}”`,
  credited: (orders, share, value, currency) =>
    `按线性归因，它对应 ${orders} 笔订单，占全部的 ${share}，金额 ${value}${currency && ` ${currency}`}。`,
  removal: (share) => `按马尔可夫链，没有它会损失 ${share} 的有触点订单。`,
  methods: {
    first: '首次',
    last: '末次',
    linear: '线性',
    'time-decay': '时间衰减',
    position: '位置',
    markov: '马尔可夫',
    shapley: '沙普利',
  },
  columns: { method: '方法', orders: '订单', before: '上期订单', difference: '差额', value: '金额' },
  table: '各方法的归因结果',
  figure: '各方法的订单数',
  moved: (before, now, difference) => `按线性归因，它的订单从 ${before} 变为 ${now}，相差 ${difference}。`,
  others: (difference) => `同期全部订单的变化为 ${difference}。`,
  isNew: '上期它没有任何触点。',
  spread: (least, most) => `各方法的结果不一致：订单从 ${least} 到 ${most} 不等，归因取决于所选的方法。`,
  agree: '各方法对它的结果一致。',
  untouched: (share) => `全部订单中有 ${share} 没有任何触点：此处的结果只涉及其余订单。`,
  next: {
    holdout: '请用留存对照组测量它带来的增量：归因只是分配订单，并不证明因果。',
    tags: '请为更多访问加上 utm_source、utm_medium 和 utm_campaign：没有触点的订单太多。',
    grow: '它的增长超过整体：请小幅增加预算，并观察归因是否随之上升。',
    shrink: '整体没有下降而它下降了：增加投入之前，请先检查受众和文案。',
  },
}

export const campaignDraftTexts: Readonly<Record<'en' | 'zh', CampaignDraftTexts>> = { en, zh }
