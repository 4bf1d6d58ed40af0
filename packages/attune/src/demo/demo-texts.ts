import type { Stage } from './shop-worker.ts'

export interface DemoTexts {
  readonly opening: (url: string) => string
  readonly stages: Readonly<Record<Stage, { readonly title: string; readonly final: (total: number) => string }>>
  readonly columns: readonly [string, string, string, string, string, string]
  readonly metrics: Readonly<Record<string, string>>
  readonly holds: string
  readonly misses: string
  readonly measured: (persons: number, visits: number, events: number, seconds: string) => string
  readonly truthNote: string
  readonly understanding: string
  readonly portraitOf: (personId: string) => string
  readonly newcomer: (title: string, seconds: string, place: number, among: number) => string
  readonly stay: string
  /** Where nobody shops after the measurement. */
  readonly stop: string
  readonly console: string
  readonly shop: string
}

/** What the demonstration says in the terminal, in both languages. */
export const demoTexts: Readonly<Record<'en' | 'zh', DemoTexts>> = {
  en: {
    opening: (url) => `Attune is at ${url}. A simulated shop now lives through four weeks.`,
    stages: {
      items: { title: 'Filling the shelves', final: () => 'The shelves are full' },
      learning: {
        title: 'Week 1: everybody sees what is popular',
        final: (total) => `Week 1: ${total.toLocaleString('en')} visits, everybody saw what is popular`,
      },
      training: { title: 'Training', final: () => 'Trained, compared and promoted' },
      measured: {
        title: 'Weeks 2–4: half of them see what fits them',
        final: (total) => `Weeks 2–4: ${total.toLocaleString('en')} visits, half of the shoppers saw what fits them`,
      },
    },
    columns: ['Effect of personalisation', 'Popular', 'Personalised', 'Measured', 'Truth', 'Interval holds it'],
    metrics: {
      ctr: 'Clicks per item shown',
      clicksPerPerson: 'Clicks per person',
      ordersPerPerson: 'Orders per person',
      revenuePerPerson: 'Revenue per person (CNY)',
    },
    holds: 'yes',
    misses: 'no',
    measured: (persons, visits, events, seconds) =>
      `${persons.toLocaleString('en')} people, ${visits.toLocaleString('en')} visits, ${events.toLocaleString('en')} events in ${seconds} s.`,
    truthNote:
      'Measured: from the events alone, with 95 % intervals. Truth: what the simulator’s known probabilities expect of both lists.',
    understanding: 'Drawing a portrait, and placing a product that nobody has seen',
    portraitOf: (personId) => `What is understood of ${personId}, and what it rests on`,
    newcomer: (title, seconds, place, among) =>
      `“${title}” came into the catalogue, and nobody has seen it. By its text alone it stood at place ${place} of ${among} for this person ${seconds} s later.`,
    stay: 'Shoppers keep coming. Ctrl+C stops.',
    stop: 'Ctrl+C stops.',
    console: 'Console',
    shop: 'Shop',
  },
  zh: {
    opening: (url) => `Attune 已在 ${url} 运行。一家模拟商店将度过四个星期。`,
    stages: {
      items: { title: '商品上架', final: () => '商品已上架' },
      learning: {
        title: '第 1 周：所有人看到热门商品',
        final: (total) => `第 1 周：${total.toLocaleString('en')} 次访问，所有人看到热门商品`,
      },
      training: { title: '训练模型', final: () => '模型已训练、对比并上线' },
      measured: {
        title: '第 2–4 周：一半的人看到适合自己的商品',
        final: (total) => `第 2–4 周：${total.toLocaleString('en')} 次访问，一半的人看到适合自己的商品`,
      },
    },
    columns: ['个性化的效果', '热门', '个性化', '测得', '真值', '区间包含真值'],
    metrics: {
      ctr: '每次展示的点击',
      clicksPerPerson: '人均点击',
      ordersPerPerson: '人均订单',
      revenuePerPerson: '人均收入（元）',
    },
    holds: '是',
    misses: '否',
    measured: (persons, visits, events, seconds) =>
      `${persons.toLocaleString('en')} 人，${visits.toLocaleString('en')} 次访问，${events.toLocaleString('en')} 个事件，用时 ${seconds} 秒。`,
    truthNote: '测得：仅由事件算出，附 95% 区间。真值：由模拟器的已知概率精确算出的两份列表的期望。',
    understanding: '绘制画像，并为一件无人见过的商品找到位置',
    portraitOf: (personId) => `对 ${personId} 的了解及其依据`,
    newcomer: (title, seconds, place, among) =>
      `「${title}」刚刚上架，还没有人见过。仅凭文本，${seconds} 秒后它已排在此人推荐的第 ${place} 位（共 ${among} 件）。`,
    stay: '顾客会继续光临。按 Ctrl+C 停止。',
    stop: '按 Ctrl+C 停止。',
    console: '控制台',
    shop: '商店',
  },
}
