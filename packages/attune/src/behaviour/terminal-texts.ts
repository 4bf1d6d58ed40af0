/** What `attune funnel`, `retention` and `paths` say, in both languages. */
export const terminalTexts = {
  en: {
    range: (from: string, to: string) => `${from} to ${to}, 95% intervals`,
    funnel: ['step', 'people', 'of the first', 'of the step before', 'lost', 'median time', ''],
    all: 'everybody',
    rest: 'not known or small',
    cohorts: { day: 'first day', week: 'first week', month: 'first month', other: 'group' },
    people: 'people',
    after: { day: 'day', week: 'week', month: 'month' },
    paths: ['step', 'what', 'people', 'of everybody', ''],
    other: '(other)',
    end: '(nothing more)',
    noneBefore: '(nothing before)',
    minutes: 'min',
    hours: 'h',
    days: 'd',
  },
  zh: {
    range: (from: string, to: string) => `${from} 至 ${to}，95% 区间`,
    funnel: ['步骤', '人数', '占首步', '占上一步', '流失', '用时中位数', ''],
    all: '所有人',
    rest: '未知或人数过少',
    cohorts: { day: '首日', week: '首周', month: '首月', other: '分组' },
    people: '人数',
    after: { day: '第几天', week: '第几周', month: '第几月' },
    paths: ['步骤', '行为', '人数', '占全部', ''],
    other: '（其他）',
    end: '（此后无行为）',
    noneBefore: '（此前无行为）',
    minutes: '分钟',
    hours: '小时',
    days: '天',
  },
} as const

/** How long something takes, in the unit that fits. */
export function waitText(ms: number, language: 'en' | 'zh'): string {
  const { minutes, hours, days } = terminalTexts[language]
  if (ms < 3_600_000) return `${(ms / 60_000).toFixed(1)} ${minutes}`
  return ms < 172_800_000 ? `${(ms / 3_600_000).toFixed(1)} ${hours}` : `${(ms / 86_400_000).toFixed(1)} ${days}`
}
