import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Placement } from '../api/schemas/decide.ts'
import { decisionReport } from './decision-report.ts'
import { effectReports } from './effect-report.ts'
import {
  type FixtureDecision,
  type FixtureFact,
  type FixtureLog,
  type FixtureSource,
  midnight,
  openFixture,
} from './event-log.fixture.ts'
import { timeRange } from './time-range.ts'

/** What a decision did not offer is not clicked in it. */
const offered = (decisions: readonly FixtureDecision[], fact: FixtureFact): boolean =>
  fact.kind !== 'click' || decisions.some((d) => d.id === fact.decision && d.items!.includes(fact.item))

/** The slow and obvious way: loops over all decisions and all facts, nothing aggregated. */
function reference(
  { decisions = [], facts: all = [], merges = {} }: FixtureLog,
  variation: string,
  from: number,
  to: number,
) {
  const facts = all.filter((fact) => offered(decisions, fact))
  const who = (person: string) => merges[person] ?? person
  const week = 7 * 86_400_000
  const scope = decisions.filter((d) => d.variation === variation && d.at >= from && d.at < to)
  const itemsOf = (decision: FixtureDecision, kind: string) =>
    [...new Set(facts.filter((f) => f.kind === kind && f.decision === decision.id).map((f) => f.item))].sort()
  const lastBefore = <T extends FixtureFact>(list: readonly T[], fact: FixtureFact): T | undefined =>
    list
      .filter((f) => who(f.person) === who(fact.person) && f.item === fact.item && f.at <= fact.at)
      .sort((a, b) => a.at - b.at)
      .at(-1)
  const clicks = facts.filter((f) => f.kind === 'click' && decisions.some((d) => d.id === f.decision))
  const orders = facts.filter((f) => f.kind === 'order')
  let conversions = 0
  let revenue = 0
  const converted = new Set<string>()
  for (const order of orders) {
    const click = lastBefore(clicks, order)
    if (!click || order.at - click.at > week || !scope.some((d) => d.id === click.decision)) continue
    conversions++
    converted.add(`${click.decision} ${click.item}`)
    const refunds = facts.filter((f) => f.kind === 'refund' && lastBefore(orders, f) === order)
    revenue += Math.max(0, order.value! - refunds.reduce((sum, refund) => sum + Math.abs(refund.value!), 0))
  }
  const count = (pick: (d: FixtureDecision) => number) => scope.reduce((sum, d) => sum + pick(d), 0)
  const lists = scope
    .map((d) => ({ person: who(d.person), items: itemsOf(d, 'exposure') }))
    .filter((l) => l.items.length > 0)
  const distances: number[] = []
  for (const [i, a] of lists.entries())
    for (const b of lists.slice(i + 1)) {
      if (a.person === b.person) continue
      const shared = a.items.filter((item) => b.items.includes(item)).length
      distances.push(1 - shared / Math.sqrt(a.items.length * b.items.length))
    }
  return {
    decisions: scope.length,
    persons: new Set(scope.map((d) => who(d.person))).size,
    exposures: count((d) => itemsOf(d, 'exposure').length),
    clicks: count((d) => itemsOf(d, 'click').length),
    seenClicks: count((d) => itemsOf(d, 'click').filter((item) => itemsOf(d, 'exposure').includes(item)).length),
    converted: converted.size,
    conversions,
    revenue,
    items: new Set(lists.flatMap((l) => l.items)).size,
    personalisation: distances.length === 0 ? null : distances.reduce((a, b) => a + b) / distances.length,
  }
}

/** Persons of an arm with what they did, for the effect report, the obvious way. */
function effectReference(
  { decisions = [], facts = [], merges = {} }: FixtureLog,
  arm: string,
  from: number,
  to: number,
) {
  const who = (person: string) => merges[person] ?? person
  const scope = decisions.filter((d) => d.at >= from && d.at < to)
  const inTime = facts.filter((f) => f.at < to && offered(decisions, f))
  return [...new Set(scope.map((d) => who(d.person)))].flatMap((person) => {
    const own = scope.filter((d) => who(d.person) === person)
    const touched = (kind: string) =>
      own.flatMap((d) => [
        ...new Set(inTime.filter((f) => f.kind === kind && f.decision === d.id).map((f) => `${d.id} ${f.item}`)),
      ])
    const first = inTime
      .filter((f) => f.kind === 'exposure' && own.some((d) => d.id === f.decision))
      .sort((a, b) => a.at - b.at)[0]
    if (!first || own.find((d) => d.id === first.decision)?.variation !== arm) return []
    const orders = inTime.filter((f) => f.kind === 'order' && who(f.person) === person && f.at >= first.at)
    // A refund gives back the person's last order of the item; where that was before they saw anything, it is not counted.
    const orderOf = (refund: FixtureFact) =>
      inTime
        .filter((f) => f.kind === 'order' && who(f.person) === person && f.item === refund.item && f.at <= refund.at)
        .sort((a, b) => a.at - b.at)
        .at(-1)
    const refunds = inTime.filter((f) => f.kind === 'refund' && who(f.person) === person)
    const givenBack = (order: FixtureFact) =>
      refunds.filter((refund) => orderOf(refund) === order).reduce((sum, refund) => sum + Math.abs(refund.value!), 0)
    return [
      {
        exposures: touched('exposure').length,
        clicks: touched('click').length,
        seenClicks: touched('click').filter((key) => touched('exposure').includes(key)).length,
        orders: orders.length,
        revenue: orders.reduce((sum, o) => sum + Math.max(0, o.value! - givenBack(o)), 0),
      },
    ]
  })
}

const persons = ['ann', 'bob', 'cas', 'anon-1', 'anon-2']
const items = ['tea', 'cup', 'pot', 'jar']
const variations = ['personalised', 'popular']

/** All times differ, so that first and last are never a matter of taste. */
const logs = fc
  .record({
    decisions: fc.array(
      fc.record({
        person: fc.constantFrom(...persons),
        variation: fc.constantFrom(...variations),
        items: fc.subarray(items, { minLength: 2 }),
        hour: fc.integer({ min: 0, max: 24 * 20 }),
      }),
      { maxLength: 12 },
    ),
    facts: fc.array(
      fc.record({
        kind: fc.constantFrom('exposure', 'exposure', 'exposure', 'click', 'click', 'order', 'refund', 'view'),
        decision: fc.integer({ min: 0, max: 12 }),
        stray: fc.constantFrom(false, false, false, true),
        person: fc.constantFrom(...persons),
        item: fc.constantFrom(...items),
        hour: fc.integer({ min: 0, max: 24 * 20 }),
        value: fc.integer({ min: 0, max: 100 }),
      }),
      { maxLength: 60 },
    ),
    merges: fc.subarray([
      ['anon-1', 'ann'],
      ['anon-2', 'bob'],
    ] as [string, string][]),
  })
  .map(({ decisions, facts, merges }): FixtureLog => {
    const made = decisions.map(
      ({ hour, ...rest }, at): FixtureDecision => ({ ...rest, id: `d${at}`, at: midnight + hour * 3_600_000 + at }),
    )
    return {
      decisions: made,
      merges: Object.fromEntries(merges),
      facts: facts.map(({ stray, decision, hour, person, value, ...rest }, at): FixtureFact => {
        const about = rest.kind === 'exposure' || rest.kind === 'click' ? made[decision] : undefined
        const money = rest.kind === 'order' ? value : rest.kind === 'refund' ? -value : null
        return {
          ...rest,
          person: about?.person ?? person,
          decision: stray ? 'nowhere' : (about?.id ?? null),
          // What is done with a decision is done after it.
          at: (about ? about.at : midnight) + hour * 3_600_000 + 1000 + at,
          value: money,
          currency: 'CNY',
        }
      }),
    }
  })

let source: FixtureSource
let workspaces = 0
beforeAll(async () => {
  source = await openFixture(items)
})
afterAll(() => source.close())

const placement: Placement = {
  id: 'home',
  title: { en: 'Home', zh: '首页' },
  split: variations.map((variation) => ({ variation, model: variation, weight: 1 })),
  control: 'popular',
  includeSeen: false,
  filter: {},
  exploration: 0,
}

test('on random logs the report is what loops over everything find', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(logs, async (log) => {
      const workspace = `w${workspaces++}`
      await source.write(log, workspace)
      const range = timeRange({ from: '2026-03-03', to: '2026-03-16' }, midnight)
      const { rows } = await decisionReport(source, { workspace, range, by: ['variation'] })
      for (const variation of variations) {
        const expected = reference(log, variation, range.from, range.to)
        const row = rows.find(({ group }) => group.variation === variation)
        if (expected.decisions === 0) {
          expect(row).toBe(undefined)
          continue
        }
        const { decisions, persons: people, exposures, clicks, conversions, revenue } = row!
        expect({ decisions, persons: people, exposures, clicks, conversions }).toEqual({
          decisions: expected.decisions,
          persons: expected.persons,
          exposures: expected.exposures,
          clicks: expected.clicks,
          conversions: expected.conversions,
        })
        expect(revenue).toBeCloseTo(expected.revenue, 9)
        if (exposures > 0) {
          expect(row!.ctr!.value).toBeCloseTo(expected.seenClicks / exposures, 12)
          expect(row!.coverage).toBeCloseTo(expected.items / items.length, 12)
          expect(row!.revenuePerThousand!.value).toBeCloseTo((1000 * revenue) / exposures, 9)
        }
        if (clicks > 0) expect(row!.cvr!.value).toBeCloseTo(expected.converted / clicks, 12)
        if (expected.personalisation === null) expect(row!.personalisation).toBe(null)
        else expect(row!.personalisation).toBeCloseTo(expected.personalisation, 9)
      }
    }),
    { numRuns: 60 },
  )
})

test('on random logs the effect is the quotient of the plain means of the persons of each arm', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(logs, async (log) => {
      const workspace = `w${workspaces++}`
      await source.write(log, workspace)
      const range = timeRange({ from: '2026-03-03', to: '2026-03-16' }, midnight)
      const options = { workspace, range, placements: [placement], currency: 'CNY' }
      const effect = (await effectReports(source, options)).get('home')!
      const [treated, untreated] = variations.map((arm) => effectReference(log, arm, range.from, range.to))
      expect(effect.persons).toEqual({ treatment: treated!.length, control: untreated!.length })
      if (treated!.length < 2 || untreated!.length < 2) {
        expect(effect.effects).toEqual([])
        return
      }
      const total = (people: typeof treated, key: keyof NonNullable<typeof treated>[number]) =>
        people!.reduce((sum, person) => sum + person[key], 0)
      const expected = (['clicks', 'orders', 'revenue'] as const).map((key) => ({
        metric: `${key}PerPerson`,
        treatment: total(treated, key) / treated!.length,
        control: total(untreated, key) / untreated!.length,
      }))
      const ratio = (people: typeof treated) => total(people, 'seenClicks') / total(people, 'exposures')
      for (const { metric, treatment, control } of [
        { metric: 'ctr', treatment: ratio(treated), control: ratio(untreated) },
        ...expected,
      ]) {
        const found = effect.effects.find((e) => e.metric === metric)
        if (control === 0) expect(found).toBe(undefined)
        else {
          expect(found!.treatment).toBeCloseTo(treatment, 9)
          expect(found!.control).toBeCloseTo(control, 9)
          expect(found!.lift.value).toBeCloseTo(treatment / control - 1, 9)
        }
      }
    }),
    { numRuns: 60 },
  )
})
