import type { Effect } from '../../api/schemas/report.ts'

type Write = string

const en = {
  title: { placement: (name: string) => `Placement “${name}”`, month: (name: string) => `Report for ${name}` },
  all: 'all',
  columns: {
    group: { placement: 'placement', variation: 'variation' },
    item: 'item',
    measure: 'measure',
    now: 'this time',
    before: 'time before',
    exposures: 'exposures',
    clicks: 'clicks',
    ctr: 'click rate',
    orders: 'orders',
    cvr: 'orders per click',
    revenue: 'revenue',
    perThousand: 'revenue per 1,000 exposures',
    restRate: 'click rate of the rest',
    p: 'p, corrected',
    rate: 'by its own rate',
    mix: 'by its share',
    both: 'together',
    difference: 'difference',
    channel: 'channel',
    change: 'change against the control',
    arms: 'compared',
    persons: 'persons',
    decisions: 'decisions',
    coverage: 'share of the catalogue shown',
  },
  metrics: {
    ctr: 'click rate',
    clicksPerPerson: 'clicks per person',
    ordersPerPerson: 'orders per person',
    revenuePerPerson: 'revenue per person',
  } as Readonly<Record<Effect['metric'], string>>,
  tables: {
    total: 'This time and the time before',
    groups: { placement: 'By placement', variation: 'By variation' },
    effects: 'What personalisation changed',
    contributions: 'Where the change of the click rate comes from',
    revenue: 'Where the change of revenue comes from',
    channels: 'Orders by channel (linear attribution)',
    weakGroups: { placement: 'Placements below the rest', variation: 'Variations below the rest' },
    weakItems: 'Items below the rest',
  },
  figures: {
    days: 'Click rate by day',
    groups: 'Click rate with its interval',
    effects: 'Change against the control',
    contributions: 'Contributions to the change of the click rate, in percentage points',
  },
  nothing: 'Nothing was seen in this time, so there is nothing to report.',
  seen: (exposures: Write, persons: Write, clicks: Write, ctr: Write) =>
    `${exposures} items were seen by ${persons} persons and clicked ${clicks} times: a click rate of ${ctr}.`,
  earned: (orders: Write, revenue: Write, currency: string) =>
    `The clicks led to ${orders} orders worth ${revenue}${currency && ` ${currency}`}.`,
  effect: (placement: string, metric: string, change: Write, verdict: string) =>
    `In “${placement}” personalisation changed ${metric} by ${change}: ${verdict}.`,
  verdicts: { better: 'reliably better', worse: 'reliably worse', undecided: 'not clear yet' },
  noBefore: 'Nothing was seen in the time before, so there is nothing to compare with.',
  moved: (before: Write, now: Write, difference: Write, sure: boolean) =>
    sure
      ? `The click rate went from ${before} to ${now}; the difference is ${difference} in percentage points.`
      : `The click rate went from ${before} to ${now}; the difference of ${difference} in percentage points may be chance.`,
  parts: (rate: Write, mix: Write) =>
    `Of the difference, ${rate} comes from other rates and ${mix} from another mix of what was shown.`,
  most: (group: string, amount: Write) => `“${group}” contributes most to it: ${amount}.`,
  revenueMoved: (before: Write, now: Write, difference: Write) =>
    `Revenue went from ${before} to ${now}, a difference of ${difference}.`,
  channelMoved: (channel: string, difference: Write) =>
    `Of all channels, “${channel}” moved orders most: ${difference}.`,
  untouched: 'no touch',
  others: 'all others',
  noWeak: 'Nothing with enough data is reliably below the rest.',
  weak: (name: string, rate: Write, rest: Write) => `“${name}” is clicked at ${rate}, while the rest gets ${rest}.`,
  next: {
    expose:
      'Report what was seen: without exposures no rate can be told. See “Recommendation Viewed” in the documentation.',
    noControl: (placement: string) =>
      `Give “${placement}” a control: only a comparison tells what personalisation changes.`,
    mismatch: (placement: string) =>
      `In “${placement}” the arms have not the sizes that were asked for. Find out who is lost before you believe its effect.`,
    widen: (placement: string, treatment: string) =>
      `In “${placement}”, “${treatment}” is reliably better: give it a larger share, and keep a small control.`,
    back: (placement: string, treatment: string) =>
      `In “${placement}”, “${treatment}” is reliably worse: take its share back and look at what it shows.`,
    wait: (placement: string) => `Let the comparison in “${placement}” run on: its effect is not clear yet.`,
    item: (name: string) => `Look at “${name}”: picture, title and price, or whether it is shown to the wrong people.`,
    group: (name: string) => `Try another model or other rules in “${name}”, as an experiment.`,
    mix: 'The mix moved the rate more than the rates themselves: see where showing was moved to, before you change models.',
    coverage: (share: Write) => `Only ${share} of the catalogue is shown: explore more, or allow more diversity.`,
    goOn: 'Nothing calls for a change: go on, and look again when there is more data.',
  },
}

export type DecisionDraftTexts = typeof en

const zh: DecisionDraftTexts = {
  title: { placement: (name) => `推荐位“${name}”`, month: (name) => `${name} 报告` },
  all: '全部',
  columns: {
    group: { placement: '推荐位', variation: '分组' },
    item: '物品',
    measure: '指标',
    now: '本期',
    before: '上期',
    exposures: '曝光',
    clicks: '点击',
    ctr: '点击率',
    orders: '订单',
    cvr: '点击后下单率',
    revenue: '收入',
    perThousand: '每千次曝光收入',
    restRate: '其余部分的点击率',
    p: '校正后的 p 值',
    rate: '自身点击率变化',
    mix: '占比变化',
    both: '合计',
    difference: '差额',
    channel: '渠道',
    change: '相对对照组的变化',
    arms: '对比',
    persons: '人数',
    decisions: '决策',
    coverage: '展示过的目录占比',
  },
  metrics: {
    ctr: '点击率',
    clicksPerPerson: '人均点击',
    ordersPerPerson: '人均订单',
    revenuePerPerson: '人均收入',
  },
  tables: {
    total: '本期与上期',
    groups: { placement: '按推荐位', variation: '按分组' },
    effects: '个性化带来的变化',
    contributions: '点击率变化的来源',
    revenue: '收入变化的来源',
    channels: '各渠道订单（线性归因）',
    weakGroups: { placement: '低于其余部分的推荐位', variation: '低于其余部分的分组' },
    weakItems: '低于其余部分的物品',
  },
  figures: {
    days: '每日点击率',
    groups: '点击率及其区间',
    effects: '相对对照组的变化',
    contributions: '对点击率变化的贡献（百分点）',
  },
  nothing: '这段时间没有曝光，因此没有可报告的内容。',
  seen: (exposures, persons, clicks, ctr) =>
    `共 ${persons} 人看到 ${exposures} 次物品，点击 ${clicks} 次，点击率为 ${ctr}。`,
  earned: (orders, revenue, currency) =>
    `这些点击带来 ${orders} 笔订单，金额 ${revenue}${currency && ` ${currency}`}。`,
  effect: (placement, metric, change, verdict) => `在“${placement}”，个性化使${metric}变化 ${change}：${verdict}。`,
  verdicts: { better: '可以确认更好', worse: '可以确认更差', undecided: '尚不明确' },
  noBefore: '上期没有曝光，无法比较。',
  moved: (before, now, difference, sure) =>
    sure
      ? `点击率从 ${before} 变为 ${now}，相差 ${difference}（百分点）。`
      : `点击率从 ${before} 变为 ${now}，相差 ${difference}（百分点），可能只是偶然。`,
  parts: (rate, mix) => `其中 ${rate} 来自各部分点击率的变化，${mix} 来自展示构成的变化。`,
  most: (group, amount) => `“${group}”的贡献最大：${amount}。`,
  revenueMoved: (before, now, difference) => `收入从 ${before} 变为 ${now}，相差 ${difference}。`,
  channelMoved: (channel, difference) => `各渠道中，“${channel}”的订单变化最大：${difference}。`,
  untouched: '无触点',
  others: '其他所有',
  noWeak: '数据充足的部分中，没有明显低于其余部分的。',
  weak: (name, rate, rest) => `“${name}”的点击率为 ${rate}，其余部分为 ${rest}。`,
  next: {
    expose: '请上报曝光：没有曝光就无法计算点击率。参见文档中的“Recommendation Viewed”。',
    noControl: (placement) => `请为“${placement}”设置对照组：只有对比才能看出个性化改变了什么。`,
    mismatch: (placement) => `“${placement}”各组人数与设定的比例不符。请先查明谁在途中丢失，再相信它的效果。`,
    widen: (placement, treatment) => `在“${placement}”，“${treatment}”可以确认更好：请扩大它的占比，并保留小的对照组。`,
    back: (placement, treatment) =>
      `在“${placement}”，“${treatment}”可以确认更差：请收回它的占比，并检查它展示的内容。`,
    wait: (placement) => `请让“${placement}”的对比继续运行：效果尚不明确。`,
    item: (name) => `请检查“${name}”：图片、标题和价格，或者是否展示给了不合适的人。`,
    group: (name) => `请在“${name}”以实验方式尝试其他模型或规则。`,
    mix: '构成的变化比点击率本身的变化影响更大：改动模型之前，请先看展示转移到了哪里。',
    coverage: (share) => `目录中只有 ${share} 被展示：请增加探索，或放宽多样性。`,
    goOn: '目前没有需要改动的地方：请继续，等数据更多时再看。',
  },
}

export const decisionDraftTexts: Readonly<Record<'en' | 'zh', DecisionDraftTexts>> = { en, zh }
