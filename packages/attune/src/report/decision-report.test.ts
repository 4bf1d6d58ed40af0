import { meanOfRatio, wilsonInterval } from '@attune/measure'
import { afterEach, expect, test } from 'vitest'
import { decisionReport, mainCurrency } from './decision-report.ts'
import type { ReportColumn } from './decision-report-sql.ts'
import {
  days,
  type FixtureDecision,
  type FixtureFact,
  type FixtureLog,
  type FixtureSource,
  minutes,
  openFixture,
} from './event-log.fixture.ts'
import { timeRange } from './time-range.ts'

let source: FixtureSource
afterEach(() => source.close())

const range = timeRange({ from: '2026-03-01', to: '2026-03-31' }, days(40))
const report = (by: readonly ReportColumn[] = [], filter = {}) =>
  decisionReport(source, { workspace: 'default', range, by, filter })
const only = async (log: FixtureLog, items: readonly string[] = []) => {
  source = await openFixture(items)
  await source.write(log)
  return (await report()).rows[0]!
}

const seen = (decision: string, person: string, at: number, ...items: string[]): FixtureFact[] =>
  items.map((item) => ({ kind: 'exposure', person, item, at, decision }))
const click = (decision: string, person: string, at: number, item: string): FixtureFact => ({
  kind: 'click',
  person,
  item,
  at,
  decision,
})
const order = (
  person: string,
  at: number,
  item: string,
  value: number,
  more: Partial<FixtureFact> = {},
): FixtureFact => ({
  kind: 'order',
  person,
  item,
  at,
  value,
  currency: 'CNY',
  ...more,
})

test('an empty store gives zeros and nulls', async () => {
  source = await openFixture(['tea'])
  expect(await report()).toEqual({
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-31T00:00:00.000Z',
    attributionDays: 7,
    rows: [
      {
        group: {},
        decisions: 0,
        persons: 0,
        exposures: 0,
        clicks: 0,
        conversions: 0,
        revenue: 0,
        currency: null,
        ctr: null,
        cvr: null,
        revenuePerThousand: null,
        coverage: null,
        personalisation: null,
      },
    ],
  })
  expect((await report(['day'])).rows).toEqual([])
})

test('a day in a small shop, worked by hand', async () => {
  const row = await only(
    {
      decisions: [
        { id: 'd1', person: 'ann', at: minutes(0) },
        { id: 'd2', person: 'bob', at: minutes(10) },
        { id: 'd3', person: 'cas', at: minutes(20) },
      ],
      facts: [
        ...seen('d1', 'ann', minutes(1), 'tea', 'cup', 'pot', 'jar'),
        // Seen twice, counted once.
        ...seen('d1', 'ann', minutes(2), 'tea'),
        ...seen('d2', 'bob', minutes(11), 'tea', 'cup', 'pan', 'lid'),
        click('d1', 'ann', minutes(3), 'tea'),
        click('d1', 'ann', minutes(4), 'tea'),
        click('d2', 'bob', minutes(12), 'pan'),
        click('d2', 'bob', minutes(13), 'cup'),
        order('ann', minutes(30), 'tea', 60),
        order('bob', minutes(31), 'pan', 100),
        // Bob buys what he was shown and did not click.
        order('bob', minutes(31), 'lid', 999),
      ],
    },
    ['tea', 'cup', 'pot', 'jar', 'pan', 'lid', 'oil', 'salt', 'gone-1', 'gone-2'],
  )
  expect(row).toMatchObject({
    decisions: 3,
    persons: 3,
    exposures: 8,
    clicks: 3,
    conversions: 2,
    revenue: 160,
    currency: 'CNY',
  })
  expect(row.ctr).toEqual(wilsonInterval(3, 8))
  expect(row.cvr).toEqual(wilsonInterval(2, 3))
  // 160 of 8 exposures. Of the three parts (60/4, 100/4, 0/0) every draw but the empty one lies between 15 and 25.
  expect(row.revenuePerThousand?.value).toBe(20_000)
  expect(row.revenuePerThousand?.low).toBe(15_000)
  expect(row.revenuePerThousand?.high).toBe(25_000)
  // Six of the eight items that can be offered were seen.
  expect(row.coverage).toBe(0.75)
  // Two lists of four share two items; Cas saw nothing.
  expect(row.personalisation).toBeCloseTo(0.5, 12)
})

test('personalisation is the mean distance over lists of different persons, and lists of one person do not count', async () => {
  const row = await only({
    decisions: [
      { id: 'a1', person: 'ann', at: minutes(0) },
      { id: 'a2', person: 'ann', at: minutes(1) },
      { id: 'b1', person: 'bob', at: minutes(2) },
      { id: 'c1', person: 'cas', at: minutes(3) },
    ],
    facts: [
      ...seen('a1', 'ann', minutes(0), 'x', 'y'),
      ...seen('a2', 'ann', minutes(1), 'x', 'y'),
      ...seen('b1', 'bob', minutes(2), 'x', 'z'),
      ...seen('c1', 'cas', minutes(3), 'v', 'w'),
    ],
  })
  // Pairs: a1b1 and a2b1 share one of two; a1c1, a2c1, b1c1 share none: distances ½, ½, 1, 1, 1.
  expect(row.personalisation).toBeCloseTo(4 / 5, 12)
})

test('equal lists for everybody are not personal at all; one person alone has no distance', async () => {
  const row = await only({
    decisions: [
      { id: 'a', person: 'ann', at: minutes(0) },
      { id: 'b', person: 'bob', at: minutes(0) },
    ],
    facts: [...seen('a', 'ann', minutes(0), 'x', 'y', 'z'), ...seen('b', 'bob', minutes(0), 'x', 'y', 'z')],
  })
  expect(row.personalisation).toBeCloseTo(0, 12)
  expect(row.coverage).toBe(null)
  const alone = await decisionReport(source, {
    workspace: 'default',
    range,
    by: ['day'],
    filter: { variation: 'none' },
  })
  expect(alone.rows).toEqual([])
})

test('an order goes to the last click on the item before it, and to that decision only', async () => {
  source = await openFixture()
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(0), variation: 'popular' },
      { id: 'd2', person: 'ann', at: days(1), variation: 'personalised' },
      { id: 'd3', person: 'ann', at: days(2), variation: 'newest' },
    ],
    facts: [
      ...seen('d1', 'ann', days(0), 'tea'),
      ...seen('d2', 'ann', days(1), 'tea'),
      ...seen('d3', 'ann', days(2), 'tea'),
      click('d1', 'ann', days(0), 'tea'),
      click('d2', 'ann', days(1), 'tea'),
      order('ann', days(1.5), 'tea', 10),
      // After the order: too late to have led to it.
      click('d3', 'ann', days(2), 'tea'),
    ],
  })
  const { rows } = await report(['variation'])
  expect(rows.map(({ group, conversions, revenue }) => [group.variation, conversions, revenue])).toEqual([
    ['newest', 0, 0],
    ['personalised', 1, 10],
    ['popular', 0, 0],
  ])
})

test('a click on another placement takes the order away, also when only the first placement is asked for', async () => {
  source = await openFixture()
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(0), placement: 'home' },
      { id: 'd2', person: 'ann', at: days(1), placement: 'cart' },
    ],
    facts: [click('d1', 'ann', days(0), 'tea'), click('d2', 'ann', days(1), 'tea'), order('ann', days(2), 'tea', 10)],
  })
  expect((await report([], { placement: 'home' })).rows[0]).toMatchObject({ clicks: 1, conversions: 0, revenue: 0 })
  expect((await report([], { placement: 'cart' })).rows[0]).toMatchObject({ clicks: 1, conversions: 1, revenue: 10 })
})

test('the window closes after seven days to the millisecond', async () => {
  const row = await only({
    decisions: [
      { id: 'd1', person: 'ann', at: days(0) },
      { id: 'd2', person: 'bob', at: days(0) },
    ],
    facts: [
      click('d1', 'ann', days(0), 'tea'),
      click('d2', 'bob', days(0), 'tea'),
      order('ann', days(7), 'tea', 10),
      order('bob', days(7) + 1, 'tea', 100),
    ],
  })
  expect(row).toMatchObject({ clicks: 2, conversions: 1, revenue: 10 })
})

test('two orders after one click are two conversions of one converted click', async () => {
  const row = await only({
    decisions: [{ id: 'd1', person: 'ann', at: days(0) }],
    facts: [
      click('d1', 'ann', days(0), 'tea'),
      click('d1', 'ann', days(0), 'cup'),
      order('ann', days(1), 'tea', 10),
      order('ann', days(2), 'tea', 5),
    ],
  })
  expect(row).toMatchObject({ clicks: 2, conversions: 2, revenue: 15, exposures: 0, ctr: null })
  expect(row.cvr).toEqual(wilsonInterval(1, 2))
})

test('a refund is taken off the order before it, never below zero; one without an amount takes the whole', async () => {
  source = await openFixture()
  const person = (name: string, ...more: FixtureFact[]): FixtureLog => ({
    decisions: [{ id: `d-${name}`, person: name, at: days(0), variation: name }],
    facts: [click(`d-${name}`, name, days(0), 'tea'), ...more],
  })
  const refund = (name: string, at: number, value: number | null): FixtureFact => ({
    kind: 'refund',
    person: name,
    item: 'tea',
    at,
    value,
    currency: 'CNY',
  })
  await source.write(person('part', order('part', days(1), 'tea', 60), refund('part', days(20), -20)))
  await source.write(person('over', order('over', days(1), 'tea', 60), refund('over', days(2), -500)))
  await source.write(person('whole', order('whole', days(1), 'tea', 60), refund('whole', days(2), null)))
  await source.write(
    person(
      'second',
      order('second', days(1), 'tea', 60),
      order('second', days(3), 'tea', 7),
      refund('second', days(4), -7),
    ),
  )
  await source.write(person('early', refund('early', days(0.5), -9), order('early', days(1), 'tea', 60)))
  const { rows } = await report(['variation'])
  expect(Object.fromEntries(rows.map(({ group, revenue }) => [group.variation, revenue]))).toEqual({
    part: 40,
    over: 0,
    whole: 0,
    second: 60,
    early: 60,
  })
})

test('an order is found again after the anonymous visitor became a known person', async () => {
  source = await openFixture()
  await source.write({
    decisions: [{ id: 'd1', person: 'anon', at: days(0) }],
    facts: [
      ...seen('d1', 'anon', days(0), 'tea'),
      click('d1', 'anon', days(0), 'tea'),
      order('user', days(1), 'tea', 10),
    ],
  })
  expect((await report()).rows[0]).toMatchObject({ persons: 1, conversions: 0 })
  await source.write({ merges: { anon: 'user' }, decisions: [{ id: 'd2', person: 'user', at: days(1) }] })
  expect((await report()).rows[0]).toMatchObject({ persons: 1, decisions: 2, conversions: 1, revenue: 10 })
})

test('revenue is in the currency of most orders; conversions count in all', async () => {
  const row = await only({
    decisions: [{ id: 'd1', person: 'ann', at: days(0) }],
    facts: [
      ...['tea', 'cup', 'pot', 'jar'].map((item) => click('d1', 'ann', days(0), item)),
      order('ann', days(1), 'tea', 10),
      order('ann', days(1), 'cup', 20),
      order('ann', days(1), 'pot', 1000, { currency: 'JPY' }),
      order('ann', days(1), 'jar', 3, { currency: null }),
    ],
  })
  expect(row).toMatchObject({ conversions: 4, revenue: 33, currency: 'CNY' })
  expect(await mainCurrency(source, 'nowhere', range)).toBe(null)
})

test('a decision belongs to the range that it was made in, whenever it was clicked', async () => {
  source = await openFixture()
  await source.write({
    decisions: [
      { id: 'before', person: 'ann', at: days(0) - 1 },
      { id: 'first', person: 'ann', at: days(0) },
      { id: 'last', person: 'ann', at: days(30) - 1 },
      { id: 'after', person: 'ann', at: days(30) },
    ],
    facts: ['before', 'first', 'last', 'after'].flatMap((d) => [
      ...seen(d, 'ann', days(31), 'tea'),
      click(d, 'ann', days(31), 'tea'),
    ]),
  })
  expect((await report()).rows[0]).toMatchObject({ decisions: 2, exposures: 2, clicks: 2 })
})

test('days follow the offset that is asked for', async () => {
  source = await openFixture()
  // 17:00 UTC is one o'clock of the next day in China.
  await source.write({ decisions: [{ id: 'd1', person: 'ann', at: Date.UTC(2026, 2, 4, 17) }] })
  const inChina = timeRange({ from: '2026-03-05', to: '2026-03-06', tz: '+08:00' }, days(40))
  const { rows } = await decisionReport(source, { workspace: 'default', range: inChina, by: ['day'] })
  expect(rows.map((row) => row.group)).toEqual([{ day: '2026-03-05' }])
  expect((await report(['day'])).rows.map((row) => row.group)).toEqual([{ day: '2026-03-04' }])
})

test('groups and filters by model, with and without a version', async () => {
  source = await openFixture()
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(0), model: 'knn', version: 1 },
      { id: 'd2', person: 'ann', at: days(0), model: 'knn', version: 2 },
      { id: 'd3', person: 'ann', at: days(0), model: 'popular', version: 0, placement: 'it\'s "cart"; DROP' },
    ],
  })
  expect((await report([], { model: 'knn' })).rows[0]?.decisions).toBe(2)
  expect((await report([], { model: 'knn@2' })).rows[0]?.decisions).toBe(1)
  expect((await report(['placement', 'model'])).rows.map(({ group, decisions }) => [group, decisions])).toEqual([
    [{ placement: 'home', model: 'knn' }, 2],
    [{ placement: 'it\'s "cart"; DROP', model: 'popular' }, 1],
  ])
})

test('other workspaces and clicks on decisions that never were do not count', async () => {
  source = await openFixture()
  const log: FixtureLog = {
    decisions: [{ id: 'd1', person: 'ann', at: days(0) }],
    facts: [
      ...seen('d1', 'ann', days(0), 'tea'),
      click('d1', 'ann', days(0), 'tea'),
      // The order goes to the real click before, not to the invented one.
      click('invented', 'ann', days(0.5), 'tea'),
      order('ann', days(1), 'tea', 10),
    ],
  }
  await source.write(log)
  await source.write(log, 'other')
  expect((await report()).rows[0]).toMatchObject({ decisions: 1, exposures: 1, clicks: 1, conversions: 1, revenue: 10 })
})

test('a thousand persons: the bootstrap agrees with the delta method over persons', async () => {
  source = await openFixture()
  const total = { n: 1000, numerator: 0, denominator: 0, numeratorSquares: 0, denominatorSquares: 0, cross: 0 }
  const log: { decisions: FixtureDecision[]; facts: FixtureFact[] } = { decisions: [], facts: [] }
  for (let i = 0; i < total.n; i++) {
    const person = `person-${i}`
    const exposures = 1 + (i % 5)
    const paid = i % 3 === 0 ? 10 * (1 + (i % 7)) : 0
    log.decisions.push({ id: `d${i}`, person, at: minutes(0) })
    for (let n = 0; n < exposures; n++) log.facts.push(...seen(`d${i}`, person, minutes(1), `item-${n}`))
    if (paid > 0)
      log.facts.push(click(`d${i}`, person, minutes(2), 'item-0'), order(person, minutes(3), 'item-0', paid))
    total.numerator += paid
    total.denominator += exposures
    total.numeratorSquares += paid * paid
    total.denominatorSquares += exposures * exposures
    total.cross += paid * exposures
  }
  await source.write(log)
  const row = (await report()).rows[0]!
  expect(row).toMatchObject({ persons: 1000, exposures: total.denominator, revenue: total.numerator })
  const { mean, variance } = meanOfRatio(total)
  const half = 1.96 * Math.sqrt(variance)
  const { value, low, high } = row.revenuePerThousand!
  expect(value).toBeCloseTo(1000 * mean, 6)
  expect(Math.abs((high - low) / 2000 - half)).toBeLessThan(0.15 * half)
})

test('a click counts for the decision that offered the item, not for any that it names', async () => {
  source = await openFixture()
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: days(0), items: ['tea', '"quoted" 茶'] },
      { id: 'd2', person: 'ann', at: days(0), items: ['cup'] },
    ],
    facts: [
      ...seen('d1', 'ann', days(0), 'tea', '"quoted" 茶'),
      click('d1', 'ann', days(0.1), 'tea'),
      click('d1', 'ann', days(0.1), '"quoted" 茶'),
      click('d1', 'ann', days(0.2), 'cup'),
      click('d2', 'ann', days(0.2), 'tea'),
      order('ann', days(1), 'cup', 10),
      order('ann', days(1), 'tea', 5),
    ],
  })
  const { rows } = await report([])
  expect(rows[0]).toMatchObject({ exposures: 2, clicks: 2, conversions: 1, revenue: 5 })
  expect(rows[0]!.cvr).toEqual(wilsonInterval(1, 2))
})
