import type { Comparison, EvaluatedModel } from '../api/schemas/evaluations.ts'

export type Language = 'en' | 'zh'

/** Four digits: what recommenders differ by. */
const digits = 4

/** NDCG@10, MAP@10, RMSE; but Recall@20. */
export function metricName(metric: string): string {
  return metric.toUpperCase().replace(/^([A-Z]{5,})/, (word) => word[0] + word.slice(1).toLowerCase())
}

export function decimal(value: number): string {
  return value.toFixed(digits).replace('-', '−')
}

/** With its sign: +0.0120, −0.0034. */
export function signed(value: number): string {
  const text = decimal(value)
  return value > 0 && !text.startsWith('−') ? `+${text}` : text
}

/** Ends of an interval: 0.0312–0.0345, in Chinese 0.0312～0.0345; with signs “to” keeps them apart. */
export function range([low, high]: readonly [number, number], language: Language, write = decimal): string {
  const to = language === 'zh' ? '～' : write === signed ? ' to ' : '–'
  return `${write(low)}${to}${write(high)}`
}

/** Whether a model does reliably better or worse than the first: the interval of the difference leaves out zero. */
export function verdictOf({ differences }: EvaluatedModel, { metric, better }: Pick<Comparison, 'metric' | 'better'>) {
  const difference = differences[metric]
  if (!difference || (difference.low <= 0 && difference.high >= 0)) return 'none'
  return difference.low > 0 === (better === 'higher') ? 'good' : 'bad'
}

/** Best first; equal ones stay in the order in which they were asked for. */
export function bestFirst({ models, metric, better }: Comparison): readonly EvaluatedModel[] {
  const sign = better === 'higher' ? -1 : 1
  const of = ({ metrics }: EvaluatedModel): number => metrics[metric] ?? Number.NaN
  return models.toSorted((a, b) => sign * (of(a) - of(b)))
}

/** What the comparison says, in a sentence. */
export function comparisonSentence(comparison: Comparison, language: Language): string {
  const { data, metric, better, models } = comparison
  const [best] = bestFirst(comparison)
  const [first] = models
  if (!best || !first) return data
  const name = metricName(metric)
  const value = decimal(best.metrics[metric] ?? Number.NaN)
  const difference = best.differences[metric]
  if (models.length === 1) {
    return language === 'zh'
      ? `${data}：${best.name} 的 ${name} 为 ${value}`
      : `${best.name} on ${data}: ${name} ${value}`
  }
  if (best === first || !difference) {
    return language === 'zh'
      ? `${data}：没有模型超过 ${first.name}，其 ${name} 为 ${value}`
      : `On ${data} no model beats ${first.name}: ${name} ${value}`
  }
  const sure = verdictOf(best, comparison) === 'good'
  const by = decimal(Math.abs(difference.value))
  const ends = [difference.low, difference.high].map(Math.abs).sort((a, b) => a - b) as [number, number]
  const within = sure ? range(ends, language) : range([difference.low, difference.high], language, signed)
  if (language === 'zh') {
    const how = better === 'higher' ? '高' : '低'
    return sure
      ? `${data}：${best.name} 最好，${name} 为 ${value}，比 ${first.name} ${how} ${by}（95% 区间 ${within}）`
      : `${data}：${best.name} 的 ${name} 最${how}（${value}），但与 ${first.name} 的差异还不可靠（95% 区间 ${within}）`
  }
  const above = better === 'higher' ? 'above' : 'below'
  return sure
    ? `On ${data} ${best.name} is best: ${name} ${value}, ${by} ${above} ${first.name} (95% interval ${within})`
    : `On ${data} ${best.name} is first with ${name} ${value}, but not reliably ${above} ${first.name} (95% interval ${within})`
}

/** Texts of the picture. */
export const comparisonTexts = {
  difference: (first: string) => ({ en: `difference to ${first}`, zh: `与 ${first} 的差` }),
  reference: { en: 'reference', zh: '参照' },
  undecided: { en: 'undecided', zh: '未定' },
  how: {
    en: 'Line: 95% interval over persons; box: 50%; notch: estimate. Hollow: not reliably different.',
    zh: '细线：按人重抽样的 95% 区间；方块：50%；刻痕：估计值。空心：差异不可靠。',
  },
  lower: { en: 'lower is better', zh: '越低越好' },
  size: ({ persons, items }: Comparison) => ({
    en: `${persons.toLocaleString('en')} persons, ${items.toLocaleString('en')} items`,
    zh: `${persons.toLocaleString('en')} 人，${items.toLocaleString('en')} 个物品`,
  }),
  protocol: {
    ncf: { en: 'held-out item among sampled ones (NCF)', zh: '留出物品与抽样物品一起排序（NCF）' },
    'leave-one-out': { en: 'leave one out', zh: '留一法' },
    time: { en: 'split by time', zh: '按时间划分' },
    kfold: { en: 'folds of persons', zh: '按人分折' },
    ratings: { en: 'folds of ratings', zh: '按评分分折' },
  },
} as const
