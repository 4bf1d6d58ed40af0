import { expect, test } from 'vitest'
import type { EffectReport, ReportRow } from '../../api/schemas/report.ts'
import { checkNumbers } from './check-numbers.ts'
import type { ClickSums } from './clicks-by-person-sql.ts'
import { decisionDraft } from './decision-draft.ts'
import type { DecisionFigures } from './read-decision-figures.ts'
import { checkOptionsOf } from './write-summary.ts'

const row = (placement: string, exposures: number, clicks: number, more: Partial<ReportRow> = {}): ReportRow => ({
  group: placement === '' ? {} : { placement },
  decisions: exposures,
  persons: exposures,
  exposures,
  clicks,
  conversions: 0,
  revenue: 0,
  currency: 'CNY',
  ctr: exposures > 0 ? { value: clicks / exposures, low: 0, high: 1 } : null,
  cvr: null,
  revenuePerThousand: null,
  coverage: 0.5,
  personalisation: null,
  ...more,
})
const sums = (key: string, exposures: number, clicks: number): ClickSums => ({
  key,
  persons: exposures,
  exposures,
  clicks,
  exposures_squares: exposures,
  clicks_squares: clicks,
  clicks_exposures: clicks,
})
const effect = (verdict: 'better' | 'worse' | 'undecided', sampleRatioP = 0.5): EffectReport => ({
  placement: 'home',
  treatment: 'personalised',
  control: 'popular',
  persons: { treatment: 900, control: 100 },
  sampleRatioP,
  effects: [{ metric: 'ctr', treatment: 0.05, control: 0.04, lift: { value: 0.25, low: 0.1, high: 0.4 }, verdict }],
})

/** More is shown in the cart, where fewer click; each placement keeps its own rate. */
const figures = (more: Partial<DecisionFigures> = {}): DecisionFigures => ({
  by: 'placement',
  currency: 'CNY',
  total: row('', 20_000, 1200),
  totalBefore: row('', 11_000, 1020),
  groups: [row('cart', 10_000, 200), row('home', 10_000, 1000)],
  groupsBefore: [row('cart', 1000, 20), row('home', 10_000, 1000)],
  days: [],
  effects: [effect('better')],
  groupClicks: [sums('cart', 10_000, 200), sums('home', 10_000, 1000)],
  itemClicks: [sums('tea', 5000, 100), sums('cup', 5000, 400)],
  ...more,
})
const placements = [{ id: 'home' }, { id: 'cart' }, { id: 'unseen' }] as unknown as Parameters<
  typeof decisionDraft
>[1]['placements']
const range = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1), offsetMinutes: 0 }
const draft = (given: DecisionFigures, language: 'en' | 'zh' = 'en') =>
  decisionDraft(given, {
    kind: 'month',
    subject: '2026-10',
    language,
    period: { range, before: range },
    titleOf: (id) => `Title of ${id}`,
    placements,
  })
const words = (section: string, given: DecisionFigures, language: 'en' | 'zh' = 'en') =>
  draft(given, language)
    .sections.find(({ id }) => id === section)!
    .sentences.map(({ text }) => text)

test('a rate that fell because other things are shown is told as mix, with the part that did it', () => {
  const [moved, parts] = words('changed', figures())
  expect(moved).toMatch(/^The click rate went from 9\.27% .* to 6\.00% .*; the difference is −3\.27%/)
  expect(parts).toBe('Of the difference, 0.00% comes from other rates and −3.27% from another mix of what was shown.')
  expect(words('next', figures())).toContainEqual(expect.stringMatching(/^The mix moved the rate/))
})

test('weak placements and items are named with their rate beside the rest', () => {
  expect(words('weak', figures())).toEqual([
    expect.stringMatching(/^“cart” is clicked at 2\.00% \(.*\), while the rest gets 10\.0%\.$/),
    expect.stringMatching(/^“Title of tea” is clicked at 2\.00% .* 7\.33%\.$/),
  ])
})

test('what to try follows from the effect, and arms of wrong sizes come first', () => {
  expect(words('next', figures())[0]).toMatch(/“personalised” is reliably better/)
  expect(words('next', figures({ effects: [effect('worse')] }))[0]).toMatch(/reliably worse: take its share back/)
  expect(words('next', figures({ effects: [effect('better', 1e-9)] }))[0]).toMatch(/arms have not the sizes/)
  expect(words('next', figures({ effects: [effect('undecided')] }), 'zh')).toContain(
    '请让“home”的对比继续运行：效果尚不明确。',
  )
  // A placement without a control is told only where something was seen.
  expect(words('next', figures()).join()).toMatch(/Give “cart” a control/)
  expect(words('next', figures()).join()).not.toContain('unseen')
})

test('a time in which nothing was seen says so and asks for exposures', () => {
  const nothing = figures({ total: row('', 0, 0), groups: [], effects: [], groupClicks: [], itemClicks: [] })
  expect(words('numbers', nothing)).toEqual(['Nothing was seen in this time, so there is nothing to report.'])
  expect(words('next', nothing)[0]).toMatch(/^Report what was seen/)
  expect(words('changed', nothing, 'zh')).toEqual(['上期没有曝光，无法比较。'])
})

test.each(['en', 'zh'] as const)('every sentence in %s quotes only numbers of the tables', (language) => {
  const one = draft(figures(), language)
  for (const sentence of one.sections.flatMap(({ sentences }) => sentences))
    expect(checkNumbers(sentence, checkOptionsOf(one)), sentence.text).toBeUndefined()
  expect(JSON.stringify(one)).not.toMatch(/NaN|undefined/)
})
