import type { Metric } from 'attune/api-types'
import { describe, expect, test } from 'vitest'
import { createFormat } from '../../format/create-format.ts'
import type { Language } from '../../texts/text.ts'
import { metricDraftOf, metricOf, namesOf } from './metric-draft.ts'
import { metricWords } from './metric-words.ts'

const common = { title: 'x', better: 'down', delayHours: 2, windowHours: 168, preDays: 7, cap: 0.995 } as const
const of = {
  events: ['Ride, at night', '夜间行程'],
  kinds: ['order'],
  where: [
    { property: 'category', is: 'eq', value: 'night' },
    { property: 'zip', is: 'eq', value: '0042' },
    { property: 'distance', is: 'gte', value: 3.5 },
    { property: 'city', is: 'in', value: ['北京', 'Paris'] },
    { property: 'coupon', is: 'exists' },
    { property: 'paid', is: 'ne', value: false },
  ],
} as const
const measure = { of: { events: ['Ride'], kinds: [], where: [] }, value: 'sum', property: 'distance' } as const
const metrics = [
  { id: 'a', kind: 'proportion', of, ...common },
  { id: 'b', kind: 'mean', measure, ...common },
  { id: 'c', kind: 'ratio', numerator: measure, denominator: { of: measure.of, value: 'count' }, ...common },
  { id: 'd', kind: 'quantile', measure: { ...measure, value: 'max' }, quantile: 0.95, ...common, cap: null },
  { id: 'e', kind: 'funnel', steps: [of, measure.of, { events: [], kinds: ['order'], where: [] }], ...common },
  { id: 'f', kind: 'retention', fromDay: 3, toDay: 5, ...common, windowHours: null },
  { id: 'g', kind: 'retention', of: measure.of, fromDay: 0, toDay: 1, ...common },
  { id: 'h', kind: 'revenue', ...common },
] as unknown as readonly Metric[]

describe('editing a metric', () => {
  test.each(metrics)('saving a $kind without a change changes nothing ($id)', (metric) => {
    const { id: _, ...definition } = metric
    expect(metricOf(metricDraftOf(metric))).toEqual(definition)
  })
  test('a new one counts the share of people who order, until something else is chosen', () => {
    const draft = metricDraftOf(undefined)
    expect(metricOf(draft)).toMatchObject({
      kind: 'proportion',
      of: { kinds: ['order'] },
      windowHours: null,
      cap: null,
    })
    expect(metricOf({ ...draft, kind: 'funnel' })).toMatchObject({ steps: [{ kinds: ['cart'] }, { kinds: ['order'] }] })
    // Empty: whatever they do.
    expect(metricOf({ ...draft, kind: 'retention', of: { ...draft.of, kinds: ' ' } })).not.toHaveProperty('of')
  })
  test('a property belongs to sums and largest ones only, and fields that are no numbers are for the server to refuse', () => {
    const draft = metricDraftOf(metrics[1])
    expect(metricOf({ ...draft, measure: { ...draft.measure, value: 'count' } })).toMatchObject({
      measure: { value: 'count' },
    })
    expect(JSON.stringify(metricOf({ ...draft, measure: { ...draft.measure, value: 'any' } }))).not.toContain(
      'distance',
    )
    expect(metricOf({ ...draft, preDays: 'many' }).preDays).toBeNaN()
  })
  test('names are parted by commas of either script, and those with a comma are a list', () => {
    expect(namesOf(' view，order , ,')).toEqual(['view', 'order'])
    expect(namesOf('["a, b", "c"]')).toEqual(['a, b', 'c'])
    expect(namesOf('[odd')).toEqual(['[odd'])
  })
})

test('a metric in words says what it counts, in either language', () => {
  const words = (metric: Metric | undefined, language: Language) =>
    metric &&
    metricWords(metric, {
      t: (text) => text[language === 'zh' ? 1 : 0],
      f: createFormat({ language, now: () => 0 }),
    })
  expect(words(metrics[1], 'en')).toBe('sum of distance: Ride')
  expect(words(metrics[2], 'zh')).toBe('distance之和：Ride ÷ 次数：Ride')
  expect(words(metrics[3], 'en')).toBe('at 95% of: largest distance: Ride')
  expect(words(metrics[5], 'zh')).toBe('第 3 天起、第 5 天前回来')
  expect(words(metrics[0], 'en')).toContain('where conditions hold (6)')
  // Not a hundred, and what coming back means is told.
  const quantile = metrics.find(({ kind }) => kind === 'quantile') as Metric
  expect(words({ ...quantile, quantile: 0.995 } as Metric, 'en')).toContain('at 99.5% of')
  const retention = metrics.find((one) => one.kind === 'retention') as Extract<Metric, { kind: 'retention' }>
  expect(words({ ...retention, of: { events: ['Ride, at night'], kinds: ['order'], where: [] } }, 'en')).toMatch(
    /: order.*Ride, at night/,
  )
})
