/** The closed lists of words that rules are made of. */
export const numberOps = ['=', '!=', '<', '<=', '>', '>='] as const
export type NumberOp = (typeof numberOps)[number]

/**
 * What is worked out from everything a person did that fits. An event about several items counts once. `perDay` needs a
 * window. Of whoever never did it, `average*`, `sinceFirst` and `sinceLast` are unknown: every comparison is false.
 */
export const aggregates = [
  'count',
  'sumOfValue',
  'sumOfAmount',
  'averageValue',
  'averageAmount',
  'distinctItems',
  'distinctDays',
  'sinceFirst',
  'sinceLast',
  'perDay',
] as const
export type Aggregate = (typeof aggregates)[number]

export const calendarPeriods = [
  'today',
  'yesterday',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'thisYear',
  'lastYear',
] as const
export type CalendarPeriod = (typeof calendarPeriods)[number]

/** Where somebody stands, as portraits tell it. */
export const lifecycleStages = ['new', 'active', 'atRisk', 'lapsed'] as const
export type LifecycleStage = (typeof lifecycleStages)[number]

/** What may be somebody's most frequent one. */
export const frequentParts = ['category', 'brand', 'hour', 'device', 'channel'] as const
export type FrequentPart = (typeof frequentParts)[number]

export const compareNumbers = (op: NumberOp, left: number, right: number): boolean => {
  switch (op) {
    case '=':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}
