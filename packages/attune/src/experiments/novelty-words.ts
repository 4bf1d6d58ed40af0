import type { Words } from './decision-words.ts'
import type { NoveltyGap } from './experiment-results.ts'

const words: Readonly<Record<NoveltyGap, Words>> = {
  'needs-window': {
    en: 'Whether the effect fades cannot be told: whoever came first has had more time. Give the metric windowHours.',
    zh: '无法判断效果是否消退：先来的人有更长的时间。请为指标设定 windowHours。',
  },
  'needs-days': {
    en: 'Whether the effect fades can be told once there are five days of people whose window is over.',
    zh: '至少要有五天的人走完统计窗口，才能判断效果是否消退。',
  },
  'not-of-quantiles': {
    en: 'Whether the effect on a quantile fades cannot be told: quantiles of single days are too rough.',
    zh: '分位数的效果无法判断是否消退：单日的分位数过于粗略。',
  },
  'not-of-blocks': {
    en: 'In a switchback everybody sees every variation, so nothing is new to those who came last.',
    zh: '切换实验中人人都会见到各个版本，没有先来后到之分。',
  },
}

/** Why it is not known whether an effect fades, as a sentence in both languages. */
export const noveltyWords = (gap: NoveltyGap): Words => words[gap]
