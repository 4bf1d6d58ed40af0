import type { Effect } from '../api/schemas/report.ts'

export interface ReportTexts {
  readonly head: (from: string, to: string, days: number) => string
  readonly empty: string
  readonly columns: Readonly<
    Record<
      | 'placement'
      | 'variation'
      | 'model'
      | 'day'
      | 'persons'
      | 'decisions'
      | 'exposures'
      | 'clicks'
      | 'ctr'
      | 'conversions'
      | 'cvr'
      | 'perThousand'
      | 'coverage'
      | 'personalisation',
      string
    >
  >
  readonly revenue: (currency: string | undefined) => string
  readonly effect: (placement: string, treatment: string, treated: string, control: string, untreated: string) => string
  readonly effectColumns: { readonly measure: string; readonly change: string; readonly verdict: string }
  readonly metrics: Readonly<Record<Effect['metric'], string>>
  readonly verdicts: Readonly<Record<Effect['verdict'], string>>
  readonly tooFew: string
  readonly mismatch: (p: string) => string
}

/** What `attune report` says in the terminal, in both languages. */
export const reportTexts: Readonly<Record<'en' | 'zh', ReportTexts>> = {
  en: {
    head: (from, to, days) => `${from} to ${to}, orders up to ${days} days after a click, 95% intervals`,
    empty:
      'No decisions in this time. They are made when a page asks for recommendations and logged before it gets them.',
    columns: {
      placement: 'placement',
      variation: 'variation',
      model: 'model',
      day: 'day',
      persons: 'persons',
      decisions: 'decisions',
      exposures: 'items seen',
      clicks: 'clicks',
      ctr: 'click rate',
      conversions: 'orders',
      cvr: 'clicks that led to an order',
      perThousand: 'per 1,000 seen',
      coverage: 'coverage',
      personalisation: 'personalisation',
    },
    revenue: (currency) => (currency === undefined ? 'revenue' : `revenue, ${currency}`),
    effect: (placement, treatment, treated, control, untreated) =>
      `Effect in “${placement}”: ${treatment} (${treated} persons) against ${control} (${untreated} persons)`,
    effectColumns: { measure: 'measure', change: 'change (95% interval)', verdict: 'verdict' },
    metrics: {
      ctr: 'click rate',
      clicksPerPerson: 'clicks per person',
      ordersPerPerson: 'orders per person',
      revenuePerPerson: 'revenue per person',
    },
    verdicts: { better: 'better', worse: 'worse', undecided: 'undecided' },
    tooFew:
      'Nothing can be said yet: both arms need at least two persons who saw something, and the control some clicks or orders.',
    mismatch: (p) =>
      `Do not believe this effect: the arms do not have the sizes that were asked for (sample-ratio p = ${p}).`,
  },
  zh: {
    head: (from, to, days) => `${from} 至 ${to}，点击后 ${days} 天内的订单，95% 区间`,
    empty: '这段时间没有决策。页面请求推荐时产生决策，并在返回前记录。',
    columns: {
      placement: '推荐位',
      variation: '分组',
      model: '模型',
      day: '日期',
      persons: '人数',
      decisions: '决策',
      exposures: '曝光商品',
      clicks: '点击',
      ctr: '点击率',
      conversions: '订单',
      cvr: '点击后下单率',
      perThousand: '每千次曝光收入',
      coverage: '覆盖率',
      personalisation: '个性化程度',
    },
    revenue: (currency) => (currency === undefined ? '收入' : `收入（${currency}）`),
    effect: (placement, treatment, treated, control, untreated) =>
      `推荐位「${placement}」的效果：${treatment}（${treated} 人）对比 ${control}（${untreated} 人）`,
    effectColumns: { measure: '指标', change: '变化（95% 区间）', verdict: '结论' },
    metrics: {
      ctr: '点击率',
      clicksPerPerson: '人均点击',
      ordersPerPerson: '人均订单',
      revenuePerPerson: '人均收入',
    },
    verdicts: { better: '更好', worse: '更差', undecided: '尚无定论' },
    tooFew: '还不能下结论：两组都需要至少两个看到过推荐的人，对照组还需要有点击或订单。',
    mismatch: (p) => `请勿采信：两组人数与设定的比例不符（样本比例检验 p = ${p}）。`,
  },
}
