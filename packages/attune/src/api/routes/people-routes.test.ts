import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { PeoplePage, Person, Timeline } from '../schemas/people.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
  await api.call('admin', 'PUT', '/v1/items', {
    items: [
      { id: 'tea', title: '铁观音', categories: ['茶', 'gift'] },
      { id: 'cup', title: 'Cup', categories: ['ware'] },
      { id: 'bad', title: 'Bad tea', categories: ['coffee'] },
    ],
  })
})
afterEach(() => api.close())

const hour = 3_600_000
/** Hours before noon of the fixture's day. */
const ago = (hours: number): string => new Date(api.clock.now - hours * hour).toISOString()
let sent = 0

async function send(...events: Record<string, unknown>[]): Promise<void> {
  const batch = events.map((event) => ({ type: 'track', messageId: `people-${sent++}`, ...event }))
  const answer = await api.call('write', 'POST', '/v1/batch', { batch })
  expect(answer.json().rejected).toEqual([])
}

const get = async <T>(path: string): Promise<T> => {
  const answer = await api.call('read', 'GET', path)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json() as T
}

const order = (who: object, hours: number, ...products: object[]) => ({
  ...who,
  event: 'Order Completed',
  timestamp: ago(hours),
  properties: { order_id: `o-${hours}`, currency: 'CNY', products },
})
const act = (who: object, event: string, hours: number, itemId: string, more: object = {}) => ({
  ...who,
  event,
  timestamp: ago(hours),
  properties: { product_id: itemId, ...more },
})

test('nobody is known at first', async () => {
  expect(await get('/v1/people')).toEqual({ people: [], total: 0, next: null })
  const answer = await api.call('read', 'GET', '/v1/people/ann')
  expect(answer.statusCode).toBe(404)
  expect(answer.json().code).toBe('unknown-person')
})

test('the portrait of a person, worked by hand', async () => {
  const ann = { userId: 'ann' }
  await send(
    { type: 'identify', ...ann, timestamp: ago(50), traits: { name: '安安', city: '泉州' } },
    act(ann, 'Product Viewed', 49, 'cup'),
    act(ann, 'Product Disliked', 48, 'bad'),
    order(ann, 2, { product_id: 'tea', price: 60, quantity: 2 }, { product_id: 'cup', price: 30 }),
  )
  const person = await get<Person>('/v1/people/ann')
  expect(person).toMatchObject({
    userId: 'ann',
    name: '安安',
    events: 4,
    orders: 1,
    firstSeen: ago(50),
    lastSeen: ago(2),
    traits: { name: '安安', city: '泉州' },
    identifiers: [{ kind: 'user', mergeId: null, since: ago(50) }],
    counts: { view: 1, dislike: 1, order: 2 },
  })
  // Tea 1, shared by two categories; cup .1 + 1; what was disliked is no interest. Together 2.1.
  const shares = person.interests.map(({ category, interactions }) => [category, interactions])
  expect(shares).toEqual([
    ['ware', 2],
    ['gift', 1],
    ['茶', 1],
  ])
  expect(person.interests[0]!.share).toBeCloseTo(1.1 / 2.1, 9)
  expect(person.interests[1]!.share).toBeCloseTo(0.5 / 2.1, 9)
  // Noon of 2 March: 50 to 48 hours ago is 28 February, 2 hours ago is today.
  expect(person.activity).toHaveLength(90)
  expect(person.activity.slice(-3)).toEqual([3, 0, 1])
  // By person id it is the same person.
  expect(await get(`/v1/people/${person.personId}`)).toEqual(person)
})

test('an anonymous visitor who becomes known is one person with both histories, until the merge is taken back', async () => {
  await send(
    act({ anonymousId: 'visitor' }, 'Product Viewed', 5, 'tea'),
    act({ anonymousId: 'visitor', userId: 'ann' }, 'Product Viewed', 3, 'cup'),
    { type: 'identify', anonymousId: 'visitor', userId: 'ann', timestamp: ago(2) },
  )
  const both = await get<Person>('/v1/people/ann')
  expect(both).toMatchObject({ events: 3, counts: { view: 2 }, firstSeen: ago(5) })
  expect(await get('/v1/people/visitor')).toEqual(both)
  expect((await get<PeoplePage>('/v1/people')).total).toBe(1)
  const anonymous = both.identifiers.find(({ kind }) => kind === 'anonymous')!
  expect(anonymous.mergeId).not.toBe(null)

  const undo = `/v1/people/ann/merges/${anonymous.mergeId}`
  expect((await api.call('read', 'DELETE', undo)).statusCode).toBe(403)
  const undone = await api.call('admin', 'DELETE', undo)
  expect(undone.statusCode, undone.body).toBe(200)
  expect(undone.json()).toMatchObject({ events: 2, counts: { view: 1 }, identifiers: [{ kind: 'user' }] })
  expect((await get<Person>('/v1/people/visitor')).events).toBe(1)
  expect((await get<PeoplePage>('/v1/people')).total).toBe(2)
  expect((await api.call('admin', 'DELETE', undo)).json().code).toBe('unknown-merge')
  const key = api.attune.keys.list('default').find(({ name }) => name === 'admin')
  const audit = api.attune.state.raw
    .prepare("SELECT actor, action FROM audit WHERE action LIKE 'person.%' ORDER BY id")
    .all()
  expect(audit).toEqual([
    { actor: 'system', action: 'person.merge' },
    { actor: key?.id, action: 'person.unmerge' },
  ])
})

test('a merge can be deleted, too', async () => {
  await send(act({ anonymousId: 'visitor' }, 'Product Viewed', 3, 'cup'), {
    type: 'identify',
    anonymousId: 'visitor',
    userId: 'ann',
    timestamp: ago(2),
  })
  const { identifiers } = await get<Person>('/v1/people/ann')
  const { mergeId } = identifiers.find(({ kind }) => kind === 'anonymous')!
  expect((await api.call('admin', 'DELETE', `/v1/people/ann/merges/${mergeId}`)).statusCode).toBe(200)
  expect((await get<Person>('/v1/people/ann')).identifiers).toHaveLength(1)
})

test('a merge is taken back only through its own person', async () => {
  await send(
    act({ anonymousId: 'visitor', userId: 'ann' }, 'Product Viewed', 3, 'cup'),
    { type: 'identify', anonymousId: 'visitor', userId: 'ann', timestamp: ago(2) },
    act({ userId: 'bob' }, 'Product Viewed', 3, 'cup'),
  )
  expect((await api.call('admin', 'DELETE', '/v1/people/bob/merges/1')).json().code).toBe('unknown-merge')
})

test('people come by last seen, page by page, each once', async () => {
  for (let i = 0; i < 7; i++) await send(act({ userId: `user-${i}` }, 'Product Viewed', 20 - (i % 3), 'tea'))
  const seen: string[] = []
  let next: string | null = null
  do {
    const page: PeoplePage = await get(`/v1/people?limit=3${next ? `&cursor=${next}` : ''}`)
    expect(page.total).toBe(7)
    seen.push(...page.people.map((person) => person.userId!))
    next = page.next
  } while (next)
  expect(seen.map((id) => Number(id.slice(5)) % 3)).toEqual([2, 2, 1, 1, 0, 0, 0])
  expect(new Set(seen).size).toBe(7)
  expect((await api.call('read', 'GET', '/v1/people?cursor=nonsense')).json().code).toBe('invalid-cursor')
})

test('the search finds by user id, anonymous id, person id and name, and takes signs for themselves', async () => {
  await send(
    { type: 'identify', userId: 'Ann-1', timestamp: ago(3), traits: { name: '李安' } },
    act({ anonymousId: 'browser-77' }, 'Product Viewed', 2, 'tea'),
    act({ userId: "o'neil 100%" }, 'Product Viewed', 1, 'tea'),
  )
  const found = async (search: string) =>
    (await get<PeoplePage>(`/v1/people?search=${encodeURIComponent(search)}`)).people.map((person) => person.userId)
  expect(await found('ann')).toEqual(['Ann-1'])
  expect(await found('李')).toEqual(['Ann-1'])
  expect(await found('SER-77')).toEqual([null])
  expect(await found("o'neil")).toEqual(["o'neil 100%"])
  expect(await found('0%')).toEqual(["o'neil 100%"])
  expect(await found('_')).toHaveLength(3) // Every person id begins with p_.
  expect(await found('nobody')).toEqual([])
  const { personId } = await get<Person>('/v1/people/browser-77')
  expect((await get<PeoplePage>(`/v1/people?search=${personId}`)).total).toBe(1)
})

test('the timeline tells what they did and what we did, newest first, page by page', async () => {
  const ann = { userId: 'ann' }
  await send(
    act(ann, 'Product Viewed', 5, 'tea'),
    order(ann, 2, { product_id: 'tea', price: 60 }, { product_id: 'cup', price: 30 }),
    { type: 'page', ...ann, name: 'Home', timestamp: ago(1) },
  )
  const decided = await api.call('read', 'POST', '/v1/recommendations', { userId: 'ann', n: 2 })
  const { decisionId, variation, items } = decided.json()
  api.clock.now += 60_000
  await send({
    ...ann,
    event: 'Recommendation Clicked',
    timestamp: new Date(api.clock.now).toISOString(),
    properties: { decisionId, product_id: items[0].itemId, position: 0 },
  })
  const { entries, next } = await get<Timeline>('/v1/people/ann/timeline')
  expect(next).toBe(null)
  expect(entries.map(({ by, kind, event }) => [by, kind, event])).toEqual([
    ['they', 'click', 'Recommendation Clicked'],
    ['we', 'decision', null],
    ['they', 'page', 'Home'],
    ['they', 'order', 'Order Completed'],
    ['they', 'view', 'Product Viewed'],
  ])
  expect(entries[0]).toMatchObject({ placement: 'home', variation, decisionId, position: 0 })
  expect(entries[1]).toMatchObject({ placement: 'home', decisionId })
  expect(entries[1]!.items).toHaveLength(items.length)
  expect(entries[3]).toMatchObject({ value: 90, currency: 'CNY' })
  expect(entries[3]!.items.map((item) => item.title).sort()).toEqual(['Cup', '铁观音'])

  const paged: Timeline['entries'][number][] = []
  let cursor: string | null = null
  do {
    const page: Timeline = await get(`/v1/people/ann/timeline?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    paged.push(...page.entries)
    cursor = page.next
  } while (cursor)
  expect(paged).toEqual(entries)

  const only = async (which: string) =>
    (await get<Timeline>(`/v1/people/ann/timeline?only=${which}`)).entries.map(({ kind }) => kind)
  expect(await only('orders')).toEqual(['order'])
  expect(await only('ours')).toEqual(['decision'])
})
