import { afterAll, beforeAll, expect, test } from 'vitest'
import { funnelInputSchema } from '../api/schemas/behaviour.ts'
import { type FixtureSource, midnight, minutes, openFixture } from '../report/event-log.fixture.ts'
import type { EventRow } from '../store/rows.ts'
import { behaviourWorld } from './behaviour-world.fixture.ts'
import { countFunnel } from './count-funnel.ts'

let source: FixtureSource
beforeAll(async () => {
  source = await openFixture()
})
afterAll(() => source.close())

const eventRow = (person: string, event: string, at: number, properties: object): EventRow => ({
  workspace: 'w',
  messageId: `${person} ${event} ${at}`,
  type: 'track',
  event,
  personId: person,
  itemId: null,
  value: null,
  currency: null,
  decisionId: null,
  properties: JSON.stringify(properties),
  context: '{}',
  sealed: null,
  source: 'http',
  sentAt: null,
  receivedAt: at,
  ts: at,
})

test('conditions on properties are looked up in the event store, after merges', async () => {
  const there = behaviourWorld(source.events)
  const rows: EventRow[] = []
  const act = (person: string, event: string, at: number, properties: object) => {
    rows.push(eventRow(person, event, at, properties))
    there.world.act(person, { time: at, event, parts: [{ kind: null, item: null, amount: 1, value: Number.NaN }] })
  }
  for (let person = 0; person < 9; person++) {
    act(`p${person}`, 'Plan Chosen', minutes(person), { plan: person < 7 ? 'pro' : 'free', seats: person })
    act(`p${person}`, 'Paid', minutes(60 + person), { 'de"al': true })
  }
  await source.events.append({ events: rows })
  await source.write({ merges: { p6: 'p60' } }, 'w')
  there.world.merge('p6', 'p60')
  const counted = async (properties: readonly object[], name = 'Plan Chosen') => {
    const steps = [{ doing: { did: { event: name } }, properties }, { doing: { did: { event: 'Paid' } } }]
    const ask = there.ask({ from: midnight, to: minutes(30) }, minutes(200))
    return (await countFunnel(ask, funnelInputSchema.parse({ steps }))).steps.map(({ people }) => people)
  }
  expect(await counted([{ name: 'plan', op: '=', value: 'pro' }])).toEqual([7, 7])
  expect(
    await counted([
      { name: 'plan', op: '=', value: 'pro' },
      { name: 'seats', op: '>=', value: 2 },
    ]),
  ).toEqual([5, 5])
  expect(await counted([{ name: 'plan', op: '!=', value: 'free' }])).toEqual([7, 7])
  expect(await counted([{ name: 'nothing', op: '=', value: 'pro' }])).toEqual([0, 0])
  expect(await counted([{ name: 'nothing', op: '!=', value: 1 }])).toEqual([9, 9])
})

test('a name of a property cannot leave its quotes', () => {
  const parse = (name: string) =>
    funnelInputSchema.safeParse({
      steps: [{ text: 'bought', properties: [{ name, op: '=', value: 1 }] }, { text: 'bought' }],
    }).success
  expect(parse('plan')).toBe(true)
  expect(parse('套餐')).toBe(true)
  expect(parse('a" || 1')).toBe(false)
})
