import type { ExperimentView } from 'attune/api-types'
import { describe, expect, test } from 'vitest'
import { createFormat } from '../../format/create-format.ts'
import type { Language } from '../../texts/text.ts'
import { daysRun } from './days-run.ts'
import { digitsFor, effectFormat } from './effect-format.ts'
import { draftOf, inputOf } from './experiment-draft.ts'
import { metricTitle } from './metric-title.ts'
import { powerAsked } from './power-asked.ts'

const stored: ExperimentView = {
  id: 'checkout',
  title: 'Checkout',
  hypothesis: 'Fewer steps, more orders.',
  kind: 'test',
  unit: 'attribute',
  attribute: 'shop',
  variations: [
    { id: 'a', title: 'As it is', weight: 3 },
    { id: 'b', title: '', weight: 1 },
  ],
  traffic: 0.35,
  layer: { id: 'cart', from: 0, to: 0.5 },
  segments: ['vip'],
  condition: { country: 'CN' },
  holdout: 'keep-out',
  switchback: null,
  bandit: { everyHours: 12, least: 0.1 },
  endsAt: '2026-12-24T00:00:00Z',
  metrics: ['buyers', 'revenue'],
  guardrails: [{ metric: 'retention-7d', margin: 0.015 }],
  method: 'bayesian',
  level: 0.9,
  correction: 'none',
  cuped: false,
  smallestEffect: 0.07,
  plannedUnits: 900,
  status: 'draft',
  startedAt: null,
  stoppedAt: null,
  winner: null,
  phases: [],
  revision: 4,
  createdAt: '2026-11-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  shownBy: { flags: ['x'], placements: [], prompts: [] },
}

describe('the set-up of an experiment', () => {
  test('saving without a change keeps every setting, and sends nothing of what became of it', () => {
    const { id, status, startedAt, stoppedAt, winner, phases, revision, createdAt, updatedAt, shownBy, ...settings } =
      stored
    expect(inputOf(draftOf(stored), stored)).toEqual(settings)
  })
  test('a metric that becomes the main one is no longer a guardrail or a second goal', () => {
    const { metrics, guardrails } = inputOf({ ...draftOf(stored), main: 'retention-7d' }, stored)
    expect(metrics).toEqual(['retention-7d', 'revenue'])
    expect(guardrails).toEqual([])
  })
  test('a new guardrail accepts two per cent of harm until something else is written', () => {
    const draft = draftOf(undefined)
    const of = (margins: Record<string, string>) =>
      inputOf({ ...draft, roles: { revenue: 'guardrail' }, margins }, undefined).guardrails
    expect(of({})).toEqual([{ metric: 'revenue', margin: 0.02 }])
    expect(of({ revenue: '0.5' })).toEqual([{ metric: 'revenue', margin: 0.005 }])
  })
  test('a unit that is no attribute has no name of one', () => {
    expect(inputOf({ ...draftOf(stored), unit: 'person' }, stored)).not.toHaveProperty('attribute')
  })
  test('how many it takes is asked for the arms and the traffic that stand there, and not for nonsense', () => {
    const draft = draftOf(stored)
    expect(powerAsked(draft)).toEqual({ metric: 'buyers', effect: 0.07, arms: 2, traffic: 0.35, method: 'frequentist' })
    expect(powerAsked({ ...draft, method: 'msprt' })?.method).toBe('sequential')
    for (const wrong of [{ smallest: '' }, { smallest: '-3' }, { traffic: '0' }, { traffic: 'many' }])
      expect(powerAsked({ ...draft, ...wrong })).toBeUndefined()
  })
})

describe('effects', () => {
  const formatIn = (language: Language, scale: 'relative' | 'absolute', kind: 'mean' | 'proportion') => {
    const f = createFormat({ language, now: () => 0, timeZone: 'UTC' })
    return effectFormat({ t: (text) => text[language === 'zh' ? 1 : 0], f }, scale, kind)
  }
  const estimate = { value: 0.0123, low: 0.004, high: 0.0206 }
  const plain = (text: string) => text.replaceAll('\u2060', '').replaceAll('\u00a0', ' ')

  test('relative ones are told in per cent, whatever the metric', () => {
    const { value, range } = formatIn('en', 'relative', 'mean')
    expect([value(estimate), plain(range(estimate))]).toEqual(['+1.2%', '+0.4% to +2.1%'])
  })
  test('absolute ones of shares in percentage points, of amounts in their own unit', () => {
    expect(formatIn('en', 'absolute', 'proportion').value(estimate)).toBe('+1.2 pp')
    expect(plain(formatIn('zh', 'absolute', 'proportion').range(estimate))).toBe('+0.4～+2.1 个百分点')
    expect(formatIn('en', 'absolute', 'mean').value({ value: 3.456, low: 2, high: 5 })).toBe('+3.5')
  })
  test('the narrower the interval the more decimals, five at most', () => {
    expect([2500, 30, 3, 0.3, 0.004, 1e-9, 0].map(digitsFor)).toEqual([0, 0, 1, 2, 4, 5, 2])
  })
  test('a title in both languages gives each reader their part', () => {
    const title = 'People who order · 下单的人'
    expect([metricTitle({ id: 'buyers', title }, 'en'), metricTitle({ id: 'buyers', title }, 'zh')]).toEqual([
      'People who order',
      '下单的人',
    ])
    expect(metricTitle({ id: 'clicks', title: '' }, 'zh')).toBe('clicks')
  })
  test('days count from the start to the end, or to now', () => {
    const startedAt = '2026-11-01T00:00:00Z'
    const now = Date.parse('2026-11-10T23:00:00Z')
    expect(daysRun({ startedAt, stoppedAt: null }, now)).toBe(9)
    expect(daysRun({ startedAt, stoppedAt: '2026-11-03T00:00:00Z' }, now)).toBe(2)
    expect(daysRun({ startedAt: null, stoppedAt: null }, now)).toBeUndefined()
  })
})
