import { afterEach, expect, test } from 'vitest'
import type { Placement } from '../api/schemas/decide.ts'
import type { Attune } from '../attune.ts'
import {
  days,
  type FixtureFact,
  type FixtureSource,
  midnight,
  minutes,
  openFixture,
} from '../report/event-log.fixture.ts'
import { timeRange } from '../report/time-range.ts'
import { sampleEvent } from '../store/sample-rows.ts'
import { type AttributionReportOptions, attributionReport } from './attribution-report.ts'

let source: FixtureSource
afterEach(() => source?.close())

const range = timeRange({ from: '2026-03-01', to: '2026-03-31' }, days(40))
const options: AttributionReportOptions = {
  workspace: 'default',
  range,
  by: 'channel',
  touch: 'click',
  lookbackDays: 14,
  halfLifeDays: 7,
  order: 1,
}
const placement = (id: string, control: string | null): Placement => ({
  id,
  title: { en: id, zh: id },
  split: ['personalised', 'popular'].map((variation) => ({ variation, model: variation, weight: 1 })),
  control,
  includeSeen: false,
  filter: {},
  exploration: 0,
})

const report = (
  given: Partial<AttributionReportOptions> = {},
  refusing: readonly string[] = [],
  placements: readonly Placement[] = [],
) =>
  attributionReport(
    {
      events: source.events,
      placements: { list: () => placements } as unknown as Attune['placements'],
      consent: { exceptions: () => ({ allowedByDefault: true, personIds: refusing }) } as unknown as Attune['consent'],
    },
    { ...options, ...given },
  )

let visits = 0
const visit = (person: string, at: number, context: object) =>
  sampleEvent({
    messageId: `visit-${++visits}`,
    type: 'page',
    event: null,
    personId: person,
    itemId: null,
    properties: '{}',
    context: JSON.stringify({ page: { path: '/' }, ...context }),
    ts: at,
  })
const email = (name = 'spring') => ({ campaign: { name, medium: 'email', source: 'newsletter' } })
const search = { page: { path: '/', referrer: 'https://www.baidu.com/s' } }
const order = (person: string, at: number, value = 100): FixtureFact => ({
  kind: 'order',
  person,
  item: 'tea',
  at,
  value,
  currency: 'CNY',
  message: `order-${person}-${at}`,
})
const conversionsOf = (
  { channels }: Awaited<ReturnType<typeof report>>,
  method: 'first' | 'last' | 'linear' | 'time-decay',
) => Object.fromEntries(channels.map(({ channel, credits }) => [channel, credits[method].conversions]))

test('visits are touches by channel, orders end a way, and who ordered nothing counts as a loss', async () => {
  source = await openFixture()
  await source.events.append({
    events: [
      // Ann: search, a week later the mail, then an order.
      visit('ann', days(1), search),
      visit('ann', days(1) + 60_000, { page: { path: '/tea', referrer: 'https://shop.example/' } }),
      visit('ann', days(8), email()),
      // 王: only the mail, and an order; then a visit that leads nowhere.
      visit('王', days(3), email()),
      visit('王', days(5), search),
      // Bob never orders.
      visit('bob', days(4), search),
    ],
  })
  await source.write({
    facts: [order('ann', days(8) + 600_000), order('王', days(3) + 60_000, 50), order('eve', days(9), 10)],
  })
  const found = await report()
  expect(found.currency).toBe('CNY')
  expect(found.total).toEqual({ conversions: 3, value: 160 })
  expect(found.unattributed).toEqual({ conversions: 1, value: 10 })
  expect(found.losses).toBe(2)
  expect(conversionsOf(found, 'first')).toEqual({ search: 1, email: 1 })
  expect(conversionsOf(found, 'last')).toEqual({ search: 0, email: 2 })
  expect(conversionsOf(found, 'linear')).toEqual({ search: 0.5, email: 1.5 })
  // The search is seven days old: half of the mail.
  expect(conversionsOf(found, 'time-decay').search).toBeCloseTo(1 / 3, 9)
  const value = found.channels.find(({ channel }) => channel === 'email')?.credits.linear.value
  expect(value).toBeCloseTo(100 / 2 + 50, 9)
  expect(found.warnings).toEqual([])
})

test('touches older than the look-back window, or before the order before, are of no account', async () => {
  source = await openFixture()
  await source.events.append({
    events: [visit('ann', days(1), search), visit('ann', days(10), email()), visit('bob', days(1), search)],
  })
  await source.write({ facts: [order('ann', days(2)), order('ann', days(11)), order('bob', days(20))] })
  const found = await report()
  expect(conversionsOf(found, 'linear')).toEqual({ search: 1, email: 1 })
  // Bob's search is nineteen days old: his order has no touch, and his way is lost.
  expect(found.unattributed.conversions).toBe(1)
  expect(found.losses).toBe(1)
  const longer = await report({ lookbackDays: 30 })
  expect(conversionsOf(longer, 'linear')).toEqual({ search: 2, email: 1 })
  expect(longer.losses).toBe(0)
})

test('campaigns go by their names, many pages of one visit are one touch', async () => {
  source = await openFixture()
  await source.events.append({
    events: [
      visit('ann', minutes(0), email('spring')),
      visit('ann', minutes(5), email('spring')),
      visit('ann', minutes(6), email('双十一')),
      visit('ann', minutes(300), email('spring')),
    ],
  })
  await source.write({ facts: [order('ann', minutes(301))] })
  const found = await report({ by: 'campaign' })
  expect(conversionsOf(found, 'linear')).toEqual({ spring: expect.closeTo(2 / 3, 9), 双十一: expect.closeTo(1 / 3, 9) })
})

test('merged persons are one, refunds are taken off, and who refuses analytics is in none of it', async () => {
  source = await openFixture()
  await source.events.append({
    events: [visit('visitor', days(1), search), visit('ann', days(2), email()), visit('bob', days(1), search)],
  })
  await source.write({
    facts: [
      order('ann', days(3)),
      { kind: 'refund', person: 'ann', item: 'tea', at: days(4), value: -40, currency: 'CNY' },
      order('bob', days(3)),
    ],
    merges: { visitor: 'ann' },
  })
  const found = await report({}, ['bob'])
  expect(found.total).toEqual({ conversions: 1, value: 60 })
  expect(conversionsOf(found, 'first')).toEqual({ search: 1, email: 0 })
})

test('clicks and exposures of placements are touches, and their experiment stands beside', async () => {
  source = await openFixture(['tea'])
  const persons = Array.from({ length: 40 }, (_, i) => `p${i}`)
  const facts = persons.flatMap((person, i): FixtureFact[] => {
    const treated = i % 2 === 0
    const seen: FixtureFact = { kind: 'exposure', person, item: 'tea', at: minutes(i), decision: `d${i}` }
    const click: FixtureFact = { ...seen, kind: 'click', at: minutes(i) + 1000 }
    // Of the treated 15 of 20 click and order; of the others 5 of 20 order without a click.
    if (treated) return i < 30 ? [seen, click, order(person, minutes(i) + 2000)] : [seen]
    return i < 10 ? [seen, order(person, minutes(i) + 2000)] : [seen]
  })
  const decisions = persons.map((person, i) => ({
    id: `d${i}`,
    person,
    at: minutes(i),
    variation: i % 2 === 0 ? 'personalised' : 'popular',
  }))
  await source.write({ decisions, facts })
  const clicked = await report({ by: 'placement' }, [], [placement('home', 'popular')])
  expect(conversionsOf(clicked, 'last')).toEqual({ home: 15 })
  expect(clicked.unattributed.conversions).toBe(5)
  expect(clicked.increments).toMatchObject([
    { channel: 'home', treatment: 'personalised', control: 'popular', persons: 20 },
  ])
  // .75 orders a person instead of .25: ten more of twenty persons.
  expect(clicked.increments[0]?.conversions?.value).toBeCloseTo(10, 9)
  expect(clicked.comparison[0]?.channels[0]).toMatchObject({ credited: 15, ratio: expect.closeTo(1.5, 9) })
  // One touch a path: all methods say fifteen, and none of them is closer.
  expect(clicked.closest).toBeNull()
  const clickers = persons.flatMap((person, i) =>
    i % 2 === 0 && i < 30 ? [{ person, at: minutes(i) + 1500, id: `c${i}` }] : [],
  )
  await source.write({
    decisions: clickers.map(({ person, at, id }) => ({ id, person, at, placement: 'cart' })),
    facts: clickers.map(({ person, at, id }) => ({ kind: 'click', person, item: 'tea', at, decision: id })),
  })
  const both = await report({ by: 'placement' }, [], [placement('home', 'popular')])
  expect(conversionsOf(both, 'first')).toEqual({ home: 15, cart: 0 })
  expect(conversionsOf(both, 'last')).toEqual({ home: 0, cart: 15 })
  // Ten were added: half of fifteen is nearer than all of them, or none.
  expect(both.closest).toBe(both.comparison[0]?.method)
  expect(['first', 'last']).not.toContain(both.closest)
  const seen = await report({ by: 'placement', touch: 'exposure' }, [], [placement('home', null)])
  expect(conversionsOf(seen, 'last')).toEqual({ home: 20 })
  expect(seen.increments).toEqual([])
  expect(seen.comparison).toEqual([])
})

test('the rarest ways are left out where there are too many, and it is said', async () => {
  source = await openFixture()
  await source.events.append({
    events: [visit('ann', days(1), search), visit('bob', days(1), search), visit('eve', days(1), email())],
  })
  await source.write({ facts: ['ann', 'bob', 'eve'].map((person) => order(person, days(1) + 1000)) })
  const found = await report({ mostPaths: 1 })
  expect(conversionsOf(found, 'linear')).toEqual({ search: 2 })
  expect(found.warnings.map(({ code }) => code)).toEqual(['paths-left-out'])
})

test('without orders, and without touches, sentences say what is missing', async () => {
  source = await openFixture()
  expect((await report()).warnings).toMatchObject([{ code: 'no-orders', zh: expect.stringContaining('没有订单') }])
  await source.write({ facts: [order('ann', midnight + 5000)] })
  expect(await report({ by: 'placement' })).toMatchObject({ channels: [], warnings: [{ code: 'no-touches' }] })
})

test('of more than a hundred campaigns those with the fewest orders are one, in a thread, and it is said', async () => {
  source = await openFixture()
  const names = Array.from({ length: 104 }, (_, i) => `c${i}`)
  // Everybody came by a campaign of their own, and also by one of two that everybody knows; five never order.
  await source.events.append({
    events: names.flatMap((name, i) => [
      visit(`p${i}`, days(1), email(i % 2 === 0 ? 'spring' : '双十一')),
      visit(`p${i}`, days(2), email(name)),
    ]),
  })
  await source.write({ facts: names.slice(0, -5).map((_, i) => order(`p${i}`, days(2) + 1000)) })
  const found = await report({ by: 'campaign' })
  expect(found.channels).toHaveLength(101)
  expect(found.together).toBe(6)
  expect(found.warnings.map(({ code }) => code)).toEqual(['put-together'])
  const last = found.channels.map(({ channel, credits }) => [channel, credits.last.conversions])
  // All but one of the rest never led to an order.
  expect(last).toContainEqual([null, 1])
  expect(last.reduce((sum, [, conversions]) => sum + Number(conversions), 0)).toBe(99)
  expect(found.channels.map(({ channel }) => channel)).toEqual(expect.arrayContaining(['spring', '双十一']))
  expect((await report({ by: 'campaign', order: 4 })).channels).toHaveLength(26)
  // Not where requests are answered, but in a thread that can be stopped.
  await expect(report({ by: 'campaign', signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'training-aborted',
  })
})
