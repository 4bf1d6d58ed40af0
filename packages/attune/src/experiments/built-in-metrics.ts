import type { Metric } from '../api/schemas/metrics.ts'

const common = { better: 'up', delayHours: 0, windowHours: null, preDays: 14, cap: null } as const
const ordered = { events: [], kinds: ['order'], where: [] }

/** Metrics that every workspace has from the start; one of the same id takes its place. */
export const builtInMetrics: readonly Metric[] = [
  { ...common, id: 'buyers', title: 'People who order · 下单的人', kind: 'proportion', of: ordered },
  {
    ...common,
    id: 'orders',
    title: 'Orders per person · 人均订单',
    kind: 'mean',
    measure: { of: ordered, value: 'count' },
  },
  { ...common, id: 'revenue', title: 'Revenue per person · 人均收入', kind: 'revenue', cap: 0.999 },
  {
    ...common,
    id: 'order-value',
    title: 'Value of an order · 每单金额',
    kind: 'ratio',
    numerator: { of: ordered, value: 'sum' },
    denominator: { of: ordered, value: 'count' },
  },
  {
    ...common,
    id: 'retention-7d',
    title: 'Back in days 1 to 7 · 1–7 天内回来',
    kind: 'retention',
    fromDay: 1,
    toDay: 8,
    preDays: 0,
  },
]
