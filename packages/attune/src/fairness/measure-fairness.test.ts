import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import type { Fairness } from '../api/schemas/fairness.ts'

let api: ApiFixture
const people = 80
const personOf = (who: number) => api.attune.identity.personIdOf('default', { userId: `u${who}` })
async function decideFor(
  from: number,
  to: number,
  { city, sees }: { readonly city: (who: number) => string; readonly sees: (who: number) => boolean },
): Promise<void> {
  const now = api.clock.now - 3_600_000
  const all = Array.from({ length: to - from }, (_, i) => from + i)
  await api.attune.collector.collect({
    workspace: 'default',
    source: 'test',
    events: all.map((who) => ({
      type: 'identify',
      userId: `u${who}`,
      messageId: `i${who}`,
      traits: { city: city(who) },
    })),
  })
  await api.attune.events.append({
    decisions: all.map((who) => ({
      workspace: 'default',
      decisionId: `d${who}`,
      placement: 'home',
      personId: personOf(who),
      variation: 'personalised',
      variationPropensity: 1,
      model: 'ials',
      modelVersion: 1,
      fallback: who % 2 === 0 || who < 8 ? null : 'unknown-person',
      items: JSON.stringify(['tea', 'cup'].map((itemId) => ({ itemId }))),
      context: '{}',
      sealed: null,
      ts: now,
    })),
    interactions: all.filter(sees).flatMap((who) => {
      const fact = (kind: string, itemId: string, position: number | null) => ({
        workspace: 'default',
        messageId: `${kind} ${itemId} ${who}`,
        personId: personOf(who),
        itemId,
        kind,
        amount: 1,
        value: null,
        currency: null,
        decisionId: kind === 'order' ? null : `d${who}`,
        position,
        ts: now,
      })
      return [
        fact('exposure', 'tea', 0),
        fact('exposure', 'cup', 1),
        fact('order', who % 2 === 0 ? 'tea' : 'cup', null),
        ...(who % 4 < 2 ? [fact('click', 'tea', 0)] : []),
      ]
    }),
  })
}

/** Everybody sees Acme first and Zen second; both sell as much. Half of them are given answers of their own. */
beforeAll(async () => {
  api = await apiFixture()
  for (const [id, brand, supplier] of [
    ['tea', 'Acme', '甲'],
    ['cup', 'Zen', '乙'],
  ] as const)
    await api.call('admin', 'PUT', `/v1/items/${id}`, { title: id, brand, price: 10, attributes: { supplier } })
  await decideFor(0, people, { city: (who) => (who % 2 === 0 ? '上海' : 'Paris'), sees: () => true })
})
afterAll(() => api.close())

const fairness = async (query = ''): Promise<Fairness> => {
  const response = await api.call('read', 'GET', `/v1/fairness${query}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}

test('exposure by place against orders: second is .6309 of first, and an alarm says so in both languages', async () => {
  const { exposure, alarms } = await fairness()
  expect(exposure?.groups.map(({ group, places, meritShare }) => [group, places, meritShare])).toEqual([
    ['Acme', people, 0.5],
    ['Zen', people, 0.5],
  ])
  expect(exposure?.treatmentRatio?.value).toBeCloseTo(0.63093, 5)
  expect(alarms).toMatchObject([{ measure: 'exposure', certainty: 'certain' }])
  expect(alarms[0]?.zh).toContain('63%')
  expect((await fairness('?by=supplier')).exposure?.groups.map(({ group }) => group).sort()).toEqual(
    ['乙', '甲'].sort(),
  )
  expect((await fairness('?placement=nowhere')).exposure).toBeNull()
})

test('people are compared by a trait that they gave, and no other way', async () => {
  const { people: compared, alarms } = await fairness('?trait=city')
  const [personalised, clicked] = compared?.measures ?? []
  expect(personalised?.groups.map(({ group, people: own, rate }) => [group, own, rate?.value])).toEqual([
    ['Paris', 40, 4 / 40],
    ['上海', 40, 1],
  ])
  expect(personalised?.ratio?.value).toBeCloseTo(0.1, 12)
  expect(clicked?.difference?.value).toBe(0)
  expect(alarms.map(({ measure }) => measure)).toContain('personalised')
  const refused = await api.call('read', 'GET', '/v1/fairness?trait=religion')
  expect(refused.json()).toMatchObject({ code: 'sensitive-trait' })
  for (let who = 0; who < 8; who++)
    await api.call('read', 'POST', '/v1/consent', { userId: `u${who}`, purposes: { profiling: false } })
  const fewer = await fairness('?trait=city')
  expect(fewer.people?.unknown).toBe(8)
  expect(fewer.people?.measures[0]?.groups.map(({ people: own }) => own)).toEqual([36, 36])
})

test('of a group in which fewer than five saw something it is not told who clicked', async () => {
  await decideFor(people, people + 6, { city: () => '成都', sees: (who) => who < people + 3 })
  const { people: compared } = await fairness('?trait=city&by=supplier')
  const groups = compared?.measures.map((one) => [one.measure, one.groups.map(({ group }) => group).sort()])
  expect(groups).toEqual([
    ['personalised', ['Paris', '上海', '成都'].sort()],
    ['clicked', ['Paris', '上海'].sort()],
  ])
})

test('of more than a hundred suppliers those that merit least are one, and it is said in both languages', async () => {
  const items = Array.from({ length: 105 }, (_, i) => `many-${i}`)
  for (const id of items)
    await api.call('admin', 'PUT', `/v1/items/${id}`, { title: id, price: 10, attributes: { supplier: id } })
  const { exposure, warnings } = await fairness('?by=supplier&placement=home')
  expect(exposure?.together).toBe(7)
  expect(exposure?.groups).toHaveLength(101)
  expect(exposure?.groups.find(({ group }) => group === null)).toMatchObject({ items: 7, places: 0, small: true })
  // Those that were bought stay, and what each was shown does not change.
  expect(
    exposure?.groups
      .slice(0, 2)
      .map(({ group, places }) => [group, places])
      .sort(),
  ).toEqual(
    [
      ['乙', 83],
      ['甲', 83],
    ].sort(),
  )
  const said = warnings.filter(({ code, zh }) => code === 'put-together' || zh.includes('其他'))
  expect(said.map(({ code, group }) => [code, group])).toContainEqual(['small-group', null])
  expect(said.find(({ code }) => code === 'put-together')?.en).toMatch(/put together/)
})
