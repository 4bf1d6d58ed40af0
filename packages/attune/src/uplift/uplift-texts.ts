import type { BalanceWarning, TargetWarning, UpliftWarning } from '@attune/measure'
import type { FeatureColumn } from './feature-sql.ts'

interface Sentence {
  readonly en: string
  readonly zh: string
}

/** Sentences about uplift, in both languages. */
export const upliftWarnings: Readonly<
  Record<UpliftWarning | BalanceWarning | TargetWarning | 'refuted' | 'not-above-noise' | 'drawn', Sentence>
> = {
  'no-qini': { en: 'No outcome came at all: the order cannot be judged.', zh: '没有任何结果发生，无法评价排序。' },
  'no-auuc': {
    en: 'There is no area under the uplift curve: all outcomes are alike.',
    zh: '所有结果相同，提升曲线下没有面积。',
  },
  'no-effect': {
    en: 'The whole effect is 0: shares of it (causalml’s AUUC and Qini) do not exist.',
    zh: '总体效果为零，按其比例计算的 AUUC 与 Qini（causalml 定义）不存在。',
  },
  'empty-share': {
    en: 'Among the best of some share one of the arms has nobody: their uplift is not known.',
    zh: '某个比例的人群中有一组没有人，无法得知其提升。',
  },
  imbalance: {
    en: 'Treated and untreated people are not alike: unless that is chance, the effect is not the treatment’s alone.',
    zh: '处理组与对照组的人群不相似：若非偶然，效果不能全归于处理。',
  },
  'little-overlap': {
    en: 'Many people had hardly anybody like them in the other arm: what is said of them is a guess.',
    zh: '许多人在另一组中几乎没有相似者，对他们的判断只是猜测。',
  },
  'treat-nobody': { en: 'At this cost it pays to treat nobody.', zh: '按此成本，不值得对任何人投放。' },
  'treat-everybody': {
    en: 'At this cost it pays to treat everybody: the order is of no account.',
    zh: '按此成本，对所有人投放都划算，无需排序。',
  },
  'profit-not-certain': {
    en: 'The profit’s interval reaches 0: this may be chance.',
    zh: '利润的置信区间包含零，可能出于偶然。',
  },
  refuted: {
    en: 'The effect did not stand a test that tried to refute it.',
    zh: '该效果未通过反驳检验。',
  },
  'not-above-noise': {
    en: 'The Qini’s interval reaches 0: this order may be no better than chance.',
    zh: 'Qini 的置信区间包含零：该排序可能并不优于随机。',
  },
  drawn: {
    en: 'There were more people than are learnt from; these were drawn from them.',
    zh: '人数超过训练上限，已从中抽取一部分。',
  },
}

/** What is known of a person before the treatment, by column. */
const features: Readonly<Record<FeatureColumn, Sentence>> = {
  views_before: { en: 'views', zh: '浏览次数' },
  clicks_before: { en: 'clicks', zh: '点击次数' },
  carts_before: { en: 'additions to the cart', zh: '加购次数' },
  orders_before: { en: 'items ordered', zh: '购买件数' },
  items_before: { en: 'different items', zh: '涉及的不同商品数' },
  spent_before: { en: 'money spent', zh: '消费金额' },
  days_since_last: { en: 'days since they did something', zh: '距上次活动天数' },
  days_since_first: { en: 'days since they came first', zh: '距首次到访天数' },
  days_since_order: { en: 'days since they ordered', zh: '距上次下单天数' },
}

const outcomes = {
  ordered: { en: 'whether they ordered', zh: '是否下单' },
  revenue: { en: 'what they ordered for, less what went back', zh: '消费金额（扣除退款）' },
}

/** What counts as outcome, in words; a metric by its id. */
export const outcomeText = (outcome: 'ordered' | 'revenue' | 'metric', metric: string | null): Sentence =>
  outcome === 'metric' ? { en: `the metric “${metric ?? ''}”`, zh: `指标“${metric ?? ''}”` } : outcomes[outcome]

const missing = ' is missing'

/** A feature in words, as `featureNames` calls it; a column of somebody’s own by its name. */
export function featureText(name: string): Sentence {
  if (Object.hasOwn(features, name)) return features[name as FeatureColumn]
  const column = name.endsWith(missing) ? name.slice(0, -missing.length) : undefined
  if (column !== undefined && Object.hasOwn(features, column)) {
    const { en, zh } = features[column as FeatureColumn]
    return { en: `nothing known of “${en}”`, zh: `“${zh}”未知` }
  }
  return { en: name, zh: name }
}

/** What `attune uplift` says in the terminal. */
export const upliftTexts = {
  en: {
    effect: 'average effect',
    measure: 'measure',
    value: 'value (95% interval)',
    uplift: (share: number) => `uplift of the best ${Math.round(100 * share)}%`,
    overRandom: 'won a person over treating 30% by lot',
    judgedOn: (treated: number, control: number) =>
      `Judged on ${treated} treated and ${control} untreated people that the model never saw.`,
    saved: (folder: string) => `Saved in ${folder}. Whom it pays to treat: attune uplift target --model ${folder} …`,
    neither: (count: number) => `${count} rows were neither treated nor not, or had no outcome, and were left out.`,
    treat: (share: string, interval: string) => `Treat the best ${share} (95% interval ${interval}).`,
    profit: (profit: string, everybody: string) =>
      `Expected profit a person over treating nobody: ${profit}; of treating everybody: ${everybody}.`,
    chosen: (count: number, all: number) => `${count} of these ${all} people are among them.`,
    written: (path: string) => `Written to ${path}.`,
    rows: (treated: number, control: number) => `${treated} treated and ${control} untreated people.`,
    segment: (name: string, threshold: string) => `As a segment: score ${name} >= ${threshold}`,
    refutation: 'tests that try to refute the effect',
    tests: {
      'placebo-treatment': 'treatments drawn by lot',
      'random-common-cause': 'a meaningless feature more',
      'data-subset': '80% of the people',
    },
    passed: { true: 'stands', false: 'fails' },
    modelColumns: ['model', 'learnt from', 'treatment / control', 'outcome', 'Qini (scikit-uplift)', 'people'],
    groupColumns: ['tenth', 'people', 'predicted', 'uplift (95% interval)'],
    within: (what: string, days: number) => `${what}, ${days} days`,
    judgedOnPeople: (people: number) => `Judged on ${people} people that the model never saw.`,
    states: { running: 'is learnt', failed: 'failed', cancelled: 'cancelled', interrupted: 'was interrupted' },
    drivers: 'What the order rests on:',
    none: 'There is no model of uplift yet: attune uplift train --experiment ID learns one.',
    trained: (id: string) =>
      `Kept as ${id}. Whom it pays to treat: attune uplift target --model ${id} --value … --cost …`,
    among: (chosen: number, people: number, days: number) =>
      `${chosen} of ${people} people who did something in the last ${days} days and agreed are among them.`,
    expected: (chosen: string, random: string, everybody: string) =>
      `Expected of them altogether: ${chosen}; of as many drawn by lot: ${random}; of everybody: ${everybody}.`,
    kept: (segment: string, members: number) => `Kept as segment ${segment}: ${members} people.`,
    removed: (id: string) => `${id} is removed.`,
  },
  zh: {
    effect: '平均效果',
    measure: '指标',
    value: '数值（95% 区间）',
    uplift: (share: number) => `前 ${Math.round(100 * share)}% 人群的提升`,
    overRandom: '与随机投放 30% 相比每人增益',
    judgedOn: (treated: number, control: number) => `以模型未见过的 ${treated} 名处理者与 ${control} 名对照者评价。`,
    saved: (folder: string) => `已保存到 ${folder}。查看该投放给谁：attune uplift target --model ${folder} …`,
    neither: (count: number) => `${count} 行既非处理也非对照，或没有结果，未计入。`,
    treat: (share: string, interval: string) => `投放给前 ${share}（95% 区间 ${interval}）。`,
    profit: (profit: string, everybody: string) => `与不投放相比每人预期利润：${profit}；全部投放：${everybody}。`,
    chosen: (count: number, all: number) => `这 ${all} 人中有 ${count} 人应投放。`,
    written: (path: string) => `已写入 ${path}。`,
    rows: (treated: number, control: number) => `处理组 ${treated} 人，对照组 ${control} 人。`,
    segment: (name: string, threshold: string) => `作为人群规则：分数 ${name} >= ${threshold}`,
    refutation: '反驳检验',
    tests: {
      'placebo-treatment': '随机指定处理',
      'random-common-cause': '增加无意义特征',
      'data-subset': '仅用 80% 的人',
    },
    passed: { true: '通过', false: '未通过' },
    modelColumns: ['模型', '来源', '处理 / 对照', '结果', 'Qini（scikit-uplift）', '人数'],
    groupColumns: ['十分位', '人数', '预测', '增益（95% 区间）'],
    within: (what: string, days: number) => `${what}，${days} 天`,
    judgedOnPeople: (people: number) => `以模型未见过的 ${people} 人评价。`,
    states: { running: '训练中', failed: '失败', cancelled: '已取消', interrupted: '已中断' },
    drivers: '排序的主要依据：',
    none: '还没有增益模型：请运行 attune uplift train --experiment ID。',
    trained: (id: string) => `已保存为 ${id}。查看该投放给谁：attune uplift target --model ${id} --value … --cost …`,
    among: (chosen: number, people: number, days: number) =>
      `最近 ${days} 天有活动且已同意的 ${people} 人中，有 ${chosen} 人应投放。`,
    expected: (chosen: string, random: string, everybody: string) =>
      `合计预期利润：投放给他们 ${chosen}；随机投放同样人数 ${random}；全部投放 ${everybody}。`,
    kept: (segment: string, members: number) => `已保存为人群 ${segment}：${members} 人。`,
    removed: (id: string) => `已删除 ${id}。`,
  },
} as const

/** The sentences of these codes, each once. */
export function sentencesOf(warnings: readonly { readonly code: keyof typeof upliftWarnings }[]) {
  return [...new Set(warnings.map(({ code }) => code))].map((code) => ({ code, ...upliftWarnings[code] }))
}
