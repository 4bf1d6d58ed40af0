import { ratioLift, sampleRatioMismatch, welchTest } from '@attune/measure'
import { afterEach, expect, test } from 'vitest'
import type { Placement } from '../api/schemas/decide.ts'
import { outsideVariation } from '../decide/audience.ts'
import { sampleEvent } from '../store/sample-rows.ts'
import { decisionReport } from './decision-report.ts'
import { armsOf, effectReports } from './effect-report.ts'
import {
  days,
  type FixtureFact,
  type FixtureLog,
  type FixtureSource,
  midnight,
  openFixture,
} from './event-log.fixture.ts'
import { timeRange } from './time-range.ts'

let source: FixtureSource
afterEach(() => source?.close())

const range = timeRange({ from: '2026-03-01', to: '2026-03-31' }, days(40))

function placement(weights: Readonly<Record<string, number>>, control: string | null = 'popular'): Placement {
  const split = Object.entries(weights).map(([variation, weight]) => ({ variation, model: variation, weight }))
  return {
    id: 'home',
    title: { en: 'Home', zh: '首页' },
    split,
    control,
    includeSeen: false,
    filter: {},
    exploration: 0,
  }
}

const halves = placement({ personalised: 1, popular: 1 })
const effect = async (options: Partial<Parameters<typeof effectReports>[1]> = {}) =>
  (await effectReports(source, { workspace: 'default', placements: [halves], range, currency: 'CNY', ...options })).get(
    'home',
  )

/** A person who was shown ten items at some time, clicked some of them and paid something afterwards. */
function person(name: string, variation: string, clicks: number, paid: readonly number[], at = midnight): FixtureLog {
  const id = `d-${name}`
  const item = (n: number) => ({ person: name, item: `item-${n}`, decision: id })
  return {
    decisions: [{ id, person: name, at, variation }],
    facts: [
      ...Array.from({ length: 10 }, (_, n): FixtureFact => ({ kind: 'exposure', at: at + 1, ...item(n) })),
      ...Array.from({ length: clicks }, (_, n): FixtureFact => ({ kind: 'click', at: at + 2, ...item(n) })),
      ...paid.map(
        (value, n): FixtureFact => ({
          kind: 'order',
          person: name,
          item: 'anything',
          at: at + 10 + n,
          value,
          currency: 'CNY',
        }),
      ),
    ],
  }
}

test('an empty store has nobody in either arm and says nothing', async () => {
  source = await openFixture()
  expect(await effect()).toEqual({
    placement: 'home',
    treatment: 'personalised',
    control: 'popular',
    persons: { treatment: 0, control: 0 },
    sampleRatioP: 1,
    effects: [],
  })
})

/** Up to the order in which sums are added. */
const nearly = ({ value, low, high }: { value: number; low: number; high: number }) =>
  Object.fromEntries(Object.entries({ value, low, high }).map(([name, value]) => [name, expect.closeTo(value, 10)]))

test('three persons an arm, worked by hand', async () => {
  source = await openFixture()
  for (const log of [
    person('t1', 'personalised', 3, [10, 20]),
    person('t2', 'personalised', 2, []),
    person('t3', 'personalised', 4, [60]),
    person('c1', 'popular', 1, [30]),
    person('c2', 'popular', 0, []),
    person('c3', 'popular', 2, []),
  ])
    await source.write(log)
  const report = await effect()
  expect(report).toMatchObject({ persons: { treatment: 3, control: 3 }, sampleRatioP: 1 })
  const of = (metric: string) => report!.effects.find((e) => e.metric === metric)!
  // 9 clicks on 30 items against 3 on 30.
  expect(of('ctr')).toMatchObject({ treatment: 0.3, control: 0.1 })
  const ctr = ratioLift(
    { n: 3, numerator: 3, denominator: 30, numeratorSquares: 5, denominatorSquares: 300, cross: 30 },
    { n: 3, numerator: 9, denominator: 30, numeratorSquares: 29, denominatorSquares: 300, cross: 90 },
  )!
  expect(of('ctr').lift).toEqual(nearly(ctr.effect))
  expect(of('clicksPerPerson')).toMatchObject({ treatment: 3, control: 1 })
  // Orders 2, 0, 1 against 1, 0, 0; revenue 30, 0, 60 against 30, 0, 0.
  const orders = welchTest({ n: 3, sum: 1, sumSquares: 1 }, { n: 3, sum: 3, sumSquares: 5 }).relative!
  expect(of('ordersPerPerson')).toMatchObject({ treatment: 1, lift: nearly(orders.effect), verdict: 'undecided' })
  const revenue = welchTest({ n: 3, sum: 30, sumSquares: 900 }, { n: 3, sum: 90, sumSquares: 4500 }).relative!
  expect(of('revenuePerPerson')).toMatchObject({ treatment: 30, control: 10, lift: nearly(revenue.effect) })
})

test('who comes in counts from their first decision inside, who leaves keeps their arm, who is outside counts for nobody', async () => {
  source = await openFixture()
  const again = (name: string, variation: string, at: number): FixtureLog => {
    const id = `d-${name}-${at}`
    const shown = { person: name, item: 'item-1', decision: id }
    return {
      decisions: [{ id, person: name, at, variation }],
      facts: [
        { kind: 'exposure', at: at + 1, ...shown },
        { kind: 'click', at: at + 2, ...shown },
      ],
    }
  }
  const order = (name: string, at: number): FixtureLog => ({
    facts: [{ kind: 'order', person: name, item: 'x', at, value: 8, currency: 'CNY' }],
  })
  // Comes in a day later: what they bought before does not count.
  await source.write(again('t1', outsideVariation, midnight))
  await source.write(order('t1', midnight + 10))
  await source.write(person('t1', 'personalised', 2, [], days(1)))
  // Leaves a day later: the click of then does not count, the order does.
  await source.write(person('c1', 'popular', 3, [], midnight))
  await source.write(again('c1', outsideVariation, days(1)))
  await source.write(order('c1', days(1) + 10))
  await source.write(again('outsider', outsideVariation, midnight))
  for (const [name, arm] of [
    ['t2', 'personalised'],
    ['c2', 'popular'],
  ] as const)
    await source.write(person(name, arm, 0, []))
  const report = await effect()
  expect(report!.persons).toEqual({ treatment: 2, control: 2 })
  const of = (metric: string) => report!.effects.find((e) => e.metric === metric)!
  expect(of('clicksPerPerson')).toMatchObject({ treatment: 1, control: 1.5 })
  expect(of('ordersPerPerson')).toMatchObject({ treatment: 0, control: 0.5 })
})

test('the verdict follows the interval', async () => {
  source = await openFixture()
  for (let i = 0; i < 40; i++) {
    await source.write(person(`t${i}`, 'personalised', 4 + (i % 2), [10 + (i % 3)]))
    await source.write(person(`c${i}`, 'popular', 1 + (i % 2), [30 + (i % 3)]))
  }
  const verdicts = Object.fromEntries((await effect())!.effects.map((e) => [e.metric, e.verdict]))
  expect(verdicts).toEqual({
    ctr: 'better',
    clicksPerPerson: 'better',
    ordersPerPerson: 'undecided',
    revenuePerPerson: 'worse',
  })
})

test('orders before the first exposure are not the effect of anything', async () => {
  source = await openFixture()
  await source.write(person('t1', 'personalised', 0, [5], days(2)))
  await source.write(person('t2', 'personalised', 0, [], days(2)))
  await source.write(person('c1', 'popular', 0, [5], days(2)))
  await source.write(person('c2', 'popular', 0, [], days(2)))
  await source.write({ facts: [{ kind: 'order', person: 't1', item: 'x', at: days(1), value: 1000, currency: 'CNY' }] })
  const report = await effect()
  expect(report!.effects.find((e) => e.metric === 'revenuePerPerson')).toMatchObject({ treatment: 2.5, control: 2.5 })
})

test('a person of two arms belongs to the first that they saw', async () => {
  source = await openFixture()
  await source.write(person('anon', 'popular', 1, [], days(1)))
  await source.write(person('user', 'personalised', 5, [], days(2)))
  await source.write(person('t', 'personalised', 5, [], days(2)))
  expect((await effect())!.persons).toEqual({ treatment: 2, control: 1 })
  await source.write({ merges: { anon: 'user' } })
  expect((await effect())!.persons).toEqual({ treatment: 1, control: 1 })
})

test('a decision that nobody saw puts nobody into an arm', async () => {
  source = await openFixture()
  await source.write({ decisions: [{ id: 'd', person: 'ann', at: days(1), variation: 'popular' }] })
  expect((await effect())!.persons.control).toBe(0)
})

test('arms of the wrong sizes are told by the sample ratio, in the weights that were asked for', async () => {
  source = await openFixture()
  for (let i = 0; i < 12; i++) await source.write(person(`t${i}`, i < 9 ? 'personalised' : 'popular', 0, []))
  expect((await effect())!.sampleRatioP).toBeCloseTo(sampleRatioMismatch([9, 3], [1, 1]).p, 12)
  const asked = placement({ personalised: 3, popular: 1 })
  expect((await effect({ placements: [asked] }))!.sampleRatioP).toBe(1)
})

test('the time before the model first answered can be left out', async () => {
  source = await openFixture()
  const stand = person('early', 'personalised', 0, [], days(1))
  await source.write({ ...stand, decisions: stand.decisions!.map((d) => ({ ...d, fallback: 'no-model' })) })
  await source.write(person('early-c', 'popular', 0, [], days(1)))
  await source.write(person('late', 'personalised', 0, [], days(5)))
  await source.write(person('late-c', 'popular', 0, [], days(6)))
  expect((await effect())!.persons).toEqual({ treatment: 2, control: 2 })
  expect((await effect({ sinceFirstAnswer: true }))!.persons).toEqual({ treatment: 1, control: 1 })
})

test('a control that did nothing leaves no relative effect instead of a division by zero', async () => {
  source = await openFixture()
  for (const name of ['a', 'b']) {
    await source.write(person(`t-${name}`, 'personalised', 2, [1]))
    await source.write(person(`c-${name}`, 'popular', 0, []))
  }
  expect((await effect())!.effects).toEqual([])
})

test('which arms are compared: the control with the largest other arm, or those asked for', () => {
  const three = placement({ a: 1, b: 5, popular: 2 })
  expect(armsOf(three)).toEqual({ treatment: 'b', control: 'popular' })
  expect(armsOf(three, { treatment: 'a', control: 'b' })).toEqual({ treatment: 'a', control: 'b' })
  expect(armsOf(placement({ only: 1 }, 'only'))).toBe(undefined)
  expect(armsOf(placement({ a: 1, b: 1 }, null))).toBe(undefined)
  expect(armsOf(three, { treatment: 'popular' })).toBe(undefined)
})

test('what was given back is no revenue, as in the decision report: by amount, wholly, and by the order alone', async () => {
  source = await openFixture()
  const spent: Record<string, number> = { t1: 40, t2: 0, t3: 75, c1: 100, c2: 100 }
  for (const name of Object.keys(spent)) {
    const log = person(name, name.startsWith('t') ? 'personalised' : 'popular', 1, [])
    const bought = (item: string, value: number): FixtureFact => ({
      kind: 'order',
      person: name,
      item,
      at: midnight + 10,
      value,
      currency: 'CNY',
      message: `order-${name}`,
    })
    await source.write({ ...log, facts: [...(log.facts ?? []), bought('item-0', 60), bought('item-5', 40)] })
  }
  const back = (name: string, item: string, value: number | null): FixtureFact => ({
    kind: 'refund',
    person: name,
    item,
    at: midnight + 100,
    value,
    currency: 'CNY',
  })
  await source.write({ facts: [back('t1', 'item-0', null), back('t2', 'item-0', -70), back('t2', 'item-5', null)] })
  const event = (messageId: string, name: string, value: number, properties: object) =>
    sampleEvent({
      messageId,
      type: 'track',
      event: value < 0 ? 'Order Refunded' : 'Order Completed',
      personId: name,
      itemId: null,
      value,
      currency: 'CNY',
      properties: JSON.stringify(properties),
      ts: midnight + 50,
    })
  await source.events.append({
    events: [
      event('order-t3', 't3', 100, { order_id: 'o-3' }),
      event('order-c1', 'c1', 100, { order_id: 'o-4' }),
      event('refund-t3', 't3', -25, { order_id: 'o-3' }),
      // Of an order that nobody knows, and by somebody else: nothing is taken off.
      event('refund-c1', 'c1', -10, { order_id: 'o-9' }),
      event('refund-c2', 'c2', -10, { order_id: 'o-4' }),
    ],
  })
  const report = await effect()
  const mean = (arm: string) =>
    Object.entries(spent)
      .filter(([name]) => name.startsWith(arm))
      .reduce((sum, [, value], _, all) => sum + value / all.length, 0)
  const revenue = report!.effects.find(({ metric }) => metric === 'revenuePerPerson')!
  expect(revenue.treatment).toBeCloseTo(mean('t'), 9)
  expect(revenue.control).toBeCloseTo(mean('c'), 9)
  // Every person clicked on item-0, which cost 60 of the 100: the refund of the order alone takes 25 × 0.6 of it.
  const { rows } = await decisionReport(source, { workspace: 'default', range, by: ['variation'] })
  const revenueOf = Object.fromEntries(rows.map(({ group, revenue: sum }) => [group.variation, sum]))
  expect(revenueOf).toEqual({ personalised: 0 + 0 + 45, popular: 120 })
})
