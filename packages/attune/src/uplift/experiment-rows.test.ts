import { afterEach, expect, test } from 'vitest'
import type { Attune } from '../attune.ts'
import { days, type FixtureFact, type FixtureSource, openFixture } from '../report/event-log.fixture.ts'
import { timeRange } from '../report/time-range.ts'
import { type ExperimentRowsRequest, experimentRows } from './experiment-rows.ts'

let source: FixtureSource
afterEach(() => source?.close())

const placement = {
  id: 'home',
  title: { en: 'Home', zh: '首页' },
  split: [
    { variation: 'personalised', model: 'a', weight: 1 },
    { variation: 'popular', model: 'b', weight: 1 },
  ],
  control: 'popular',
  includeSeen: false,
  filter: {},
  exploration: 0,
}
const request: ExperimentRowsRequest = {
  workspace: 'default',
  placement: 'home',
  range: timeRange({ from: '2026-03-01', to: '2026-03-31' }, days(40)),
  days: 7,
}
const rowsOf = (given: Partial<ExperimentRowsRequest> = {}, refusing: readonly string[] = []) =>
  experimentRows(
    {
      events: source.events,
      placements: {
        get: (_: string, id: string) => (id === 'home' ? placement : undefined),
      } as unknown as Attune['placements'],
      consent: { exceptions: () => ({ allowedByDefault: true, personIds: refusing }) } as unknown as Attune['consent'],
    },
    { ...request, ...given },
  )
const fact = (kind: string, person: string, at: number, more: Partial<FixtureFact> = {}): FixtureFact => ({
  kind,
  person,
  item: 'tea',
  at,
  ...(kind === 'order' ? { value: 30, currency: 'CNY', message: `${person}-${at}` } : {}),
  ...more,
})

test('people are told with what they did before they saw it, and what they ordered afterwards', async () => {
  source = await openFixture(['tea', 'cup'])
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(10), variation: 'personalised' },
      { id: 'd2', person: '王', at: days(10), variation: 'popular' },
      // Ann is in the arm that she saw first.
      { id: 'd3', person: 'ann', at: days(12), variation: 'popular' },
      // Never seen, and seen too late for seven days to have passed.
      { id: 'd4', person: 'eve', at: days(10), variation: 'popular' },
      { id: 'd5', person: 'bob', at: days(28), variation: 'popular' },
      { id: 'd6', person: 'zoe', at: days(10), variation: 'popular' },
    ],
    facts: [
      fact('exposure', 'ann', days(10), { decision: 'd1' }),
      fact('exposure', 'ann', days(12), { decision: 'd3' }),
      fact('exposure', '王', days(10), { decision: 'd2' }),
      fact('exposure', 'bob', days(28), { decision: 'd5' }),
      fact('exposure', 'zoe', days(10), { decision: 'd6' }),
      fact('view', 'ann', days(8)),
      fact('view', 'ann', days(9), { item: 'cup' }),
      fact('order', 'ann', days(4)),
      // After the first sight: outcome, not feature; beyond seven days nothing.
      fact('view', 'ann', days(11)),
      fact('order', 'ann', days(13)),
      fact('order', 'ann', days(25)),
      fact('order', '王', days(19)),
    ],
  })
  const rows = await rowsOf({}, ['zoe'])
  expect(rows).toEqual([
    {
      person_id: 'ann',
      treated: 1,
      ordered: 1,
      revenue: 30,
      views_before: 2,
      clicks_before: 0,
      carts_before: 0,
      orders_before: 1,
      items_before: 2,
      spent_before: 30,
      days_since_last: 1,
      days_since_first: 6,
      days_since_order: 6,
    },
    expect.objectContaining({
      person_id: '王',
      treated: 0,
      ordered: 0,
      revenue: 0,
      views_before: 0,
      days_since_last: null,
    }),
  ])
})

test('a refund after the first sight changes the outcome and never what was spent before', async () => {
  source = await openFixture(['tea', 'cup'])
  const sent: FixtureFact[] = [
    fact('exposure', 'ann', days(10), { decision: 'd1' }),
    fact('exposure', '王', days(10), { decision: 'd2' }),
    fact('order', 'ann', days(4)),
    fact('order', '王', days(4), { item: 'cup' }),
    fact('order', '王', days(12)),
    fact('refund', 'ann', days(15), { value: -30, currency: 'CNY', message: 'back-1' }),
    fact('refund', '王', days(15), { value: -10, currency: 'CNY', message: 'back-2' }),
  ]
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(10), variation: 'personalised' },
      { id: 'd2', person: '王', at: days(10), variation: 'popular' },
    ],
    facts: sent,
  })
  expect(await rowsOf()).toMatchObject([
    { person_id: 'ann', spent_before: 30, revenue: 0 },
    { person_id: '王', spent_before: 30, revenue: 20 },
  ])
})

test('without a placement, a control or people, it is said what is missing', async () => {
  source = await openFixture()
  await expect(rowsOf({ placement: 'cart' })).rejects.toMatchObject({ code: 'unknown-placement' })
  await expect(rowsOf({ treatment: 'popular' })).rejects.toMatchObject({ code: 'no-control' })
  await expect(rowsOf()).rejects.toMatchObject({ code: 'no-rows' })
})
