export interface ProfileTexts {
  readonly summary: (events: number, orders: number, first: string, last: string) => string
  readonly alsoKnown: (ids: string) => string
  readonly traits: string
  readonly traitColumns: readonly [string, string]
  readonly counts: string
  readonly countColumns: readonly [string, string]
  readonly lately: string
  readonly timelineColumns: readonly [string, string, string, string]
  readonly they: string
  readonly we: string
  readonly decided: (placement: string, model: string) => string
  readonly more: (count: number) => string
  readonly listSeparator: string
  readonly next: (placement: string, variation: string, model: string) => string
  readonly nextColumns: readonly [string, string]
}

/** What `attune profile` says in the terminal, in both languages. */
export const profileTexts: Readonly<Record<'en' | 'zh', ProfileTexts>> = {
  en: {
    summary: (events, orders, first, last) =>
      `${events} events, ${orders} orders, first seen ${first}, last seen ${last} (UTC)`,
    alsoKnown: (ids) => `Also known as ${ids}`,
    traits: 'Traits',
    traitColumns: ['trait', 'value'],
    counts: 'What they did',
    countColumns: ['kind', 'times'],
    lately: 'Lately',
    timelineColumns: ['when (UTC)', 'who', 'what', 'items'],
    they: 'they',
    we: 'we',
    decided: (placement, model) => `decided for “${placement}” with ${model}`,
    more: (count) => ` and ${count} more`,
    listSeparator: ', ',
    next: (placement, variation, model) => `What “${placement}” would show now: ${variation}, by ${model}`,
    nextColumns: ['item', 'reason'],
  },
  zh: {
    summary: (events, orders, first, last) =>
      `${events} 个事件，${orders} 个订单，首次出现 ${first}，最近出现 ${last}（UTC）`,
    alsoKnown: (ids) => `也是 ${ids}`,
    traits: '特征',
    traitColumns: ['特征', '值'],
    counts: '行为',
    countColumns: ['类型', '次数'],
    lately: '最近',
    timelineColumns: ['时间（UTC）', '谁', '做了什么', '商品'],
    they: '用户',
    we: '我们',
    decided: (placement, model) => `用 ${model} 为「${placement}」做出决策`,
    more: (count) => ` 等另外 ${count} 个`,
    listSeparator: '、',
    next: (placement, variation, model) => `「${placement}」现在会展示：${variation}，来自 ${model}`,
    nextColumns: ['商品', '理由'],
  },
}
