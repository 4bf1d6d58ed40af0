import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import type { Satisfaction, SatisfactionGroup } from '../api/schemas/satisfaction.ts'
import { measureSatisfaction } from './measure-satisfaction.ts'

let api: ApiFixture
let sent = 0
const hour = 3_600_000
const track = (userId: string, event: string, hoursAgo: number, properties: object) => ({
  type: 'track',
  userId,
  messageId: `m${sent++}`,
  event,
  timestamp: new Date(api.clock.now - hoursAgo * hour).toISOString(),
  properties,
})
const order = (userId: string, item: string, hoursAgo: number, event = 'Order Completed') =>
  track(userId, event, hoursAgo, { order_id: `o${sent}`, products: [{ product_id: item, price: 10, quantity: 1 }] })

/** Ten people buy tea and six of them cups, after a click on a decision of the home page. */
beforeAll(async () => {
  api = await apiFixture()
  await api.call('admin', 'PUT', '/v1/items/tea', { title: '龙井', price: 10 })
  await api.call('admin', 'PUT', '/v1/items/cup', { title: 'Cup', price: 10 })
  const placement = {
    title: { en: 'Home', zh: '首页' },
    split: [{ variation: 'popular', weight: 1, model: 'popular' }],
  }
  await api.call('admin', 'PUT', '/v1/placements/home', placement)
  const personOf = (who: number) => api.attune.identity.personIdOf('default', { userId: `u${who}` })
  await api.attune.events.append({
    decisions: Array.from({ length: 10 }, (_, who) => ({
      workspace: 'default',
      decisionId: `d${who}`,
      placement: 'home',
      personId: personOf(who),
      variation: 'popular',
      variationPropensity: 1,
      model: 'popular',
      modelVersion: 1,
      fallback: null,
      items: JSON.stringify([{ itemId: 'tea' }]),
      context: '{}',
      sealed: null,
      ts: api.clock.now - 50 * hour,
    })),
  })
  const events = Array.from({ length: 10 }, (_, who) => {
    const user = `u${who}`
    return [
      track(user, 'Recommendation Clicked', 49, { product_id: 'tea', decisionId: `d${who}` }),
      order(user, 'tea', 48),
      // Five stars from five, three from the others: (5 · 1 + 5 · .5) / 10.
      track(user, '评分', 24, { product_id: 'tea', rating: who < 5 ? 5 : 3 }),
      ...(who < 6 ? [order(user, 'cup', 40)] : []),
      ...(who < 5 ? [order(user, 'cup', 20, 'Order Refunded')] : []),
      track(user, 'NPS Submitted', 10, { score: [10, 9, 9, 9, 10, 8, 7, 7, 6, 0][who], placement: 'home' }),
      track(user, '满意度', 9, { 评分: who < 7 ? 8 : 3, 满分: 10 }),
      track(user, 'Product Reviewed', 8, {
        product_id: 'tea',
        rating: who < 5 ? 5 : 3,
        review_body: who < 8 ? 'I love this tea, great taste' : '太差了，很失望',
      }),
    ]
  }).flat()
  events.push(track('u9', '投诉', 5, { product_id: 'tea' }))
  const stored = await api.call('write', 'POST', '/v1/batch', { batch: events })
  expect(stored.json()).toMatchObject({ rejected: [] })
})
afterAll(() => api.close())

const satisfaction = async (query = ''): Promise<Satisfaction> => {
  const response = await api.call('read', 'GET', `/v1/satisfaction${query}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}
const values = (group: SatisfactionGroup | undefined) =>
  Object.fromEntries(group?.parts.map(({ part, n, estimate }) => [part, [n, estimate?.value ?? null]]) ?? [])

test('over all: every part with the people in it, on 0 to 1', async () => {
  const { all } = await satisfaction()
  const found = values(all)
  expect(found.ratings).toEqual([10, 0.75])
  expect(found.csat).toEqual([10, 0.7])
  // Five promoters, three passives, two detractors.
  expect(found.nps).toEqual([10, 0.65])
  expect(found.sentiment?.[0]).toBe(10)
  expect(found.sentiment?.[1]).toBeCloseTo(0.8, 12)
  // Five of ten people gave back one of their two orders.
  expect(found.returns?.[1]).toBeCloseTo((5 * 0.5 + 5) / 10, 12)
  expect(found.complaints).toEqual([10, 0.9])
  const expected = 0.25 * 0.75 + 0.2 * 0.7 + 0.15 * 0.65 + 0.15 * 0.8 + 0.15 * 0.75 + 0.1 * 0.9
  expect(all.index?.value).toBeCloseTo(expected, 10)
  expect(all.coverage).toBeCloseTo(1, 12)
})

test('by item: what is said and done about it; what nobody tells is left out and said', async () => {
  const { groups } = await satisfaction('?by=item')
  const [tea, cup] = groups
  expect(tea).toMatchObject({ key: 'tea', title: { zh: '龙井' }, people: 10 })
  expect(values(tea)).toMatchObject({ ratings: [10, 0.75], returns: [10, 1], complaints: [10, 0.9] })
  expect(values(cup).returns?.[1]).toBeCloseTo(1 / 6, 12)
  expect(cup?.warnings.map(({ code, part }) => `${code} ${part}`)).toContain('missing-part ratings')
  expect(cup?.coverage).toBeCloseTo(0.25, 12)
})

test('by placement: what names it, and what follows a click there', async () => {
  const { groups } = await satisfaction('?by=placement')
  expect(groups.map(({ key, title }) => [key, title?.zh])).toEqual([['home', '首页']])
  expect(values(groups[0])).toMatchObject({ ratings: [10, 0.75], nps: [10, 0.65], returns: [10, 1] })
  expect(values(groups[0]).sentiment?.[1]).toBeCloseTo(0.8, 12)
  expect(values(groups[0]).csat).toEqual([0, null])
})

test('by segment: those who are in it now', async () => {
  await api.call('admin', 'PUT', '/v1/segments/cups', { title: 'Cups', text: 'bought item "cup"' })
  const { groups } = await satisfaction('?by=segment')
  expect(groups[0]).toMatchObject({ key: 'cups', title: { en: 'Cups' }, people: 6 })
  expect(values(groups[0]).ratings?.[1]).toBeCloseTo((5 + 0.5) / 6, 12)
})

test('people are put to segments some at a time, which changes nothing', async () => {
  const ask = {
    workspace: 'default',
    range: { from: api.clock.now - 100 * hour, to: api.clock.now },
    by: 'segment',
    limit: 50,
  } as const
  const lengths: number[] = []
  const columns: typeof api.attune.events.columns = async (...given) => {
    const found = await api.attune.events.columns(...given)
    lengths.push(found[0]?.length ?? 0)
    return found
  }
  const source = { ...api.attune, events: { ...api.attune.events, columns } }
  const whole = await measureSatisfaction(source, ask)
  expect(lengths).toEqual([1, 10])
  const sliced = await measureSatisfaction(source, ask, { peopleASlice: 2 })
  const slices = lengths.slice(3)
  expect(slices).toHaveLength(5)
  expect(slices.reduce((sum, length) => sum + length, 0)).toBe(10)
  expect(Math.max(...slices)).toBeLessThan(10)
  expect(sliced.groups[0]).toMatchObject({ key: 'cups', people: 6 })
  for (const [part, [n, value]] of Object.entries(values(whole.groups[0]))) {
    expect(values(sliced.groups[0])[part]?.[0]).toBe(n)
    if (value !== null) expect(values(sliced.groups[0])[part]?.[1]).toBeCloseTo(Number(value), 12)
  }
})

test('who says no to analytics is in no figure, and fewer than five people are not told', async () => {
  for (const who of [5, 6, 7, 8, 9, 0])
    await api.call('read', 'POST', '/v1/consent', { userId: `u${who}`, purposes: { analytics: false } })
  const { all, groups } = await satisfaction('?by=item')
  expect(all).toMatchObject({ people: 0, index: null })
  expect(all.warnings.map(({ code }) => code)).toContain('suppressed')
  expect(groups).toEqual([])
})

test('a group with many texts and few other answers is told with all of them, however few groups are asked for', async () => {
  for (const id of ['jar', 'pot']) await api.call('admin', 'PUT', `/v1/items/${id}`, { title: id, price: 10 })
  const batch = Array.from({ length: 12 }, (_, who) => {
    const user = `w${who}`
    return [
      // Twelve people write about the pot and five rate it; six rate the jar.
      track(user, 'Product Reviewed', 3, { product_id: 'pot', review_body: who % 2 ? '非常喜欢' : 'I love it' }),
      ...(who < 5 ? [track(user, '评分', 3, { product_id: 'pot', rating: 1 })] : []),
      ...(who < 6 ? [track(user, '评分', 3, { product_id: 'jar', rating: 5 })] : []),
    ]
  }).flat()
  expect((await api.call('write', 'POST', '/v1/batch', { batch })).json()).toMatchObject({ rejected: [] })
  const { groups } = await satisfaction('?by=item&limit=1')
  expect(groups.map(({ key, people }) => [key, people])).toEqual([['pot', 12]])
  expect(values(groups[0])).toMatchObject({ ratings: [5, 0], sentiment: [12, 1] })
})
