import { expect, test } from 'vitest'
import { daysOf } from './days-of.ts'
import { lastMonths } from './last-months.ts'
import { isComplete, type OrderDraft, orderOf } from './report-order.ts'

const now = Date.UTC(2026, 10, 27, 12)
const draft: OrderDraft = {
  kind: 'placement',
  subject: ' home ',
  time: '28',
  firstDay: '',
  lastDay: '',
  language: 'zh',
  text: 'auto',
  segments: ['vip'],
}

test('a placement is reported over the days that were chosen, the last one included', () => {
  expect(orderOf(draft, now)).toEqual({
    ...{ kind: 'placement', subject: 'home', language: 'zh', text: 'auto', from: '2026-10-31' },
  })
  const own = { ...draft, time: 'own', firstDay: '2026-10-01', lastDay: '2026-10-31' }
  expect(orderOf(own, now)).toMatchObject({ from: '2026-10-01', to: '2026-11-01' })
})

test('a month and an experiment say themselves when they are; only an experiment is told by segments', () => {
  const month = { kind: 'month', subject: '2026-10', language: 'zh', text: 'auto' }
  expect(orderOf({ ...draft, kind: 'month', subject: '2026-10' }, now)).toEqual(month)
  expect(orderOf({ ...draft, kind: 'experiment', subject: 'colour' }, now)).toEqual({
    ...{ kind: 'experiment', subject: 'colour', language: 'zh', text: 'auto', by: ['vip'] },
  })
})

test('what lacks its subject or its days is not complete', () => {
  expect(isComplete(draft)).toBe(true)
  expect(isComplete({ ...draft, subject: '  ' })).toBe(false)
  expect(isComplete({ ...draft, time: 'own' })).toBe(false)
  expect(isComplete({ ...draft, time: 'own', firstDay: '2026-11-02', lastDay: '2026-11-01' })).toBe(false)
  expect(isComplete({ ...draft, time: 'own', kind: 'month' })).toBe(true)
})

test('the days of a report are those its id names; of an experiment those of its run', () => {
  const run = { from: '2026-09-29T16:00:00.000Z', to: '2026-11-30T16:00:00.000Z' }
  const days = (kind: 'placement' | 'experiment') =>
    daysOf({ kind, id: `${kind}-20261001-20261130-zh-0123456789ab`, ...run }).map((ms) => new Date(ms).toISOString())
  expect(days('placement')).toEqual(['2026-10-01T12:00:00.000Z', '2026-11-30T12:00:00.000Z'])
  expect(days('experiment')).toEqual(['2026-09-29T16:00:00.000Z', '2026-11-30T15:59:59.999Z'])
})

test('months run over the turn of the year', () => {
  expect(lastMonths(Date.UTC(2026, 1, 27), 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11'])
})
