import type { RfmGroup } from '@attune/measure'
import type { ValueWarningCode } from '../api/schemas/value.ts'
import type { ChurnFeature } from './churn-features.ts'

interface InBoth {
  readonly en: string
  readonly zh: string
}

export const groupTexts: Readonly<Record<RfmGroup, InBoth>> = {
  champions: { en: 'Champions', zh: '核心客户' },
  loyal: { en: 'Loyal', zh: '忠诚客户' },
  'potentially-loyal': { en: 'Potentially loyal', zh: '潜力客户' },
  new: { en: 'New', zh: '新客户' },
  'needs-attention': { en: 'Needs attention', zh: '需关注' },
  'about-to-sleep': { en: 'About to fall asleep', zh: '将沉睡' },
  'at-risk': { en: 'At risk', zh: '有流失风险' },
  'cannot-lose': { en: 'Cannot be lost', zh: '务必挽留' },
  hibernating: { en: 'Hibernating', zh: '沉睡' },
  lost: { en: 'Lost', zh: '已流失' },
}

export const warningTexts: Readonly<Record<ValueWarningCode, InBoth>> = {
  'not-converged': {
    en: 'The model did not settle: take its figures as rough ones.',
    zh: '模型未能收敛，数值仅供粗略参考。',
  },
  'not-identified': {
    en: 'The orders do not tell all parameters apart, so there are no intervals.',
    zh: '现有订单不足以区分所有参数，因此没有区间。',
  },
  'at-the-edge': {
    en: 'So far hardly anybody seems to have left for good, or all buy alike; the figures hold only as long as that stays so.',
    zh: '目前几乎看不出有人真正流失，或者大家购买节奏相近；只有情况不变，这些数值才成立。',
  },
  'spend-depends-on-frequency': {
    en: 'Frequent buyers spend clearly more or less an order than others, which the model does not expect: values of the extremes are off.',
    zh: '常客的单次消费与其他人明显不同，这不符合模型的假设，两端客户的价值会有偏差。',
  },
  'no-mean-spend': {
    en: 'A few orders are so large that a typical amount cannot be told; everybody’s own mean is used.',
    zh: '个别订单金额过大，无法得出典型金额，因此改用每个人自己的均值。',
  },
  'few-repeat-customers': {
    en: 'Fewer than 100 people bought again: intervals are wide.',
    zh: '回购的人不到 100 位，区间会比较宽。',
  },
  'no-spend-model': {
    en: 'Amounts hardly differ, so everybody’s own mean is used.',
    zh: '订单金额几乎没有差别，因此直接使用每个人自己的均值。',
  },
  'churn-by-alive': {
    en: 'Too few people left or stayed to learn from; the chance of leaving is that of not being a customer any more.',
    zh: '流失或留存的人数太少，无法学习；流失概率取自“已不再是客户”的概率。',
  },
  'other-currencies': {
    en: 'Some people paid in other currencies; that money is not counted.',
    zh: '有人使用其他货币付款，这部分金额未计入。',
  },
}

interface FeatureText {
  readonly name: InBoth
  /** The person's own value in words. */
  readonly own: (value: string) => InBoth
}

/** One place for the words of every feature. */
export const featureTexts: Readonly<Record<ChurnFeature, FeatureText>> = {
  daysSinceOrder: {
    name: { en: 'days since the last order', zh: '距上次下单的天数' },
    own: (n) => ({ en: `the last order was ${n} days ago`, zh: `上次下单在 ${n} 天前` }),
  },
  orders: {
    name: { en: 'days with an order', zh: '下单天数' },
    own: (n) => ({ en: `ordered on ${n} days`, zh: `共在 ${n} 天下过单` }),
  },
  daysBetweenOrders: {
    name: { en: 'usual days between orders', zh: '平时的下单间隔' },
    own: (n) => ({ en: `usually ${n} days between orders`, zh: `平时每 ${n} 天下单一次` }),
  },
  pauseAgainstUsual: {
    name: { en: 'the pause against the usual one', zh: '当前间隔与平时相比' },
    own: (n) => ({ en: `the pause is ${n} times the usual one`, zh: `当前间隔是平时的 ${n} 倍` }),
  },
  daysAsCustomer: {
    name: { en: 'days since the first order', zh: '成为客户的天数' },
    own: (n) => ({ en: `a customer for ${n} days`, zh: `成为客户已 ${n} 天` }),
  },
  spendPerOrder: {
    name: { en: 'money an order', zh: '单次消费金额' },
    own: (n) => ({ en: `spends ${n} an order`, zh: `每次消费 ${n}` }),
  },
  spendTrend: {
    name: { en: 'the last order against the mean', zh: '最近一单与均值相比' },
    own: (n) => ({ en: `the last order was ${n} times the mean`, zh: `最近一单是均值的 ${n} 倍` }),
  },
  ordersLately: {
    name: { en: 'orders of the last 90 days', zh: '近 90 天的订单' },
    own: (n) => ({ en: `ordered on ${n} of the last 90 days`, zh: `近 90 天有 ${n} 天下过单` }),
  },
  daysSinceVisit: {
    name: { en: 'days since they were last seen', zh: '距上次出现的天数' },
    own: (n) => ({ en: `last seen ${n} days ago`, zh: `上次出现在 ${n} 天前` }),
  },
  visitsLately: {
    name: { en: 'what they did in the last 30 days', zh: '近 30 天的活跃度' },
    own: (n) => ({ en: `did ${n} things in the last 30 days`, zh: `近 30 天有 ${n} 次行为` }),
  },
  visitsTrend: {
    name: { en: 'activity against the 30 days before', zh: '与前 30 天相比的活跃变化' },
    own: (n) => ({ en: `${n} things more than in the 30 days before`, zh: `比前 30 天多 ${n} 次行为` }),
  },
}

/** Over all: which way a feature pushes. */
export function driverText(feature: ChurnFeature, direction: number): InBoth {
  const { name } = featureTexts[feature]
  if (direction === 0) return { en: `Counts, neither way alone: ${name.en}`, zh: `有影响，但方向不单一：${name.zh}` }
  return direction > 0
    ? { en: `The more, the likelier to leave: ${name.en}`, zh: `越多越容易流失：${name.zh}` }
    : { en: `The more, the likelier to stay: ${name.en}`, zh: `越多越容易留下：${name.zh}` }
}

/** One person: what the feature is and what it does. */
export function personDriverText(
  feature: ChurnFeature,
  value: number | null,
  effect: number,
  language: 'en' | 'zh',
): string {
  const { name, own } = featureTexts[feature]
  const what =
    value === null ? name[language] : own(value.toLocaleString(language, { maximumFractionDigits: 1 }))[language]
  if (language === 'zh') return `${effect > 0 ? '更可能流失' : '更可能留下'}：${what}`
  return `${effect > 0 ? 'Likelier to leave' : 'Likelier to stay'}: ${what}`
}
