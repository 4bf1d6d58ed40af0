import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { InterestMap } from '../schemas/interests.ts'
import type { SegmentPreview } from '../schemas/segments.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
  await api.call('admin', 'PUT', '/v1/items', {
    items: [
      { id: 'green', title: '龙井', categories: ['茶'], brand: 'Hill', tags: ['Gift'] },
      { id: 'black', title: '正山小种', categories: ['茶'], brand: 'Hill' },
      { id: 'cup', title: 'Clay cup', categories: ['ware'], brand: 'Kiln', tags: ['gift'] },
      { id: 'pills', title: 'Sleeping pills', categories: ['Health & Medicine'] },
    ],
  })
  await view('green', 0, 12)
  await view('cup', 6, 14)
  await view('pills', 0, 9)
  await view('black', 0, 4)
})
afterEach(() => api.close())

let sent = 0
/** People `from` … `to` − 1 look at an item. */
async function view(itemId: string, from: number, to: number): Promise<void> {
  const batch = Array.from({ length: to - from }, (_, at) => ({
    type: 'track',
    event: 'Product Viewed',
    userId: `u${from + at}`,
    messageId: `interests-${sent++}`,
    properties: { product_id: itemId },
  }))
  expect((await api.call('write', 'POST', '/v1/batch', { batch })).json().rejected).toEqual([])
}
const map = async (query = ''): Promise<InterestMap> => {
  const answer = await api.call('read', 'GET', `/v1/interests${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json() as InterestMap
}

test('what people are interested in, with what they share, what it is made of, and a rule that selects as many', async () => {
  const { nodes, base, people, fewest, leftOut } = await map()
  expect({ base, people, fewest }).toEqual({ base: 14, people: 14, fewest: 5 })
  expect(nodes.map(({ name, people: own }) => [name, own])).toEqual([
    ['茶', 12],
    ['ware', 8],
  ])
  expect(nodes[0]?.near).toEqual([{ name: 'ware', shared: 6, lift: 0.88 }])
  // Four looked at the black one: too few to say.
  expect(nodes[0]?.items).toEqual([{ id: 'green', title: '龙井', people: 12 }])
  expect(leftOut).toEqual({ tooFew: 0, beyond: 0 })
  for (const { rule, people: own } of nodes) {
    const preview = (await api.call('admin', 'POST', '/v1/segments/preview', { rule })).json() as SegmentPreview
    expect(preview.count).toBe(own)
  }
})

test('of a segment, of brands, tags and items; nothing of health anywhere', async () => {
  await api.call('admin', 'PUT', '/v1/segments/cups', { title: 'Cups', text: 'viewed category "ware"' })
  const ofCups = await map('?segment=cups&part=brand')
  expect(ofCups.segment).toEqual({ id: 'cups', title: 'Cups' })
  expect(ofCups.nodes.map(({ name, people, share }) => [name, people, share])).toEqual([
    ['Kiln', 8, 1],
    ['Hill', 6, 0.75],
  ])
  // Written in two ways it is one tag.
  expect((await map('?part=tag')).nodes.map(({ title, people }) => [title, people])).toEqual([['Gift', 14]])
  const items = await map('?part=item')
  expect(items.nodes.map(({ title, people }) => [title, people])).toEqual([
    ['龙井', 12],
    ['Clay cup', 8],
  ])
  expect(JSON.stringify([ofCups, items])).not.toMatch(/pills|Health/)
  const unknown = await api.call('read', 'GET', '/v1/interests?segment=secret-name')
  expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'unknown-segment'])
  expect(unknown.body).not.toContain('secret-name')
})

test('who says no to a portrait, or is erased, is counted no more, at once', async () => {
  expect((await map('?part=item')).nodes[0]?.people).toBe(12)
  await api.call('admin', 'POST', '/v1/consent', { userId: 'u0', purposes: { profiling: false }, source: 'api' })
  expect((await map('?part=item')).nodes[0]?.people).toBe(11)
  await api.call('admin', 'POST', '/v1/people/u1/erase', { confirm: 'u1', note: '' })
  expect((await map('?part=item')).nodes[0]?.people).toBe(10)
  // What somebody does is seen within a minute.
  await view('green', 20, 21)
  expect((await map('?part=item')).nodes[0]?.people).toBe(10)
  api.clock.now += 61_000
  expect((await map('?part=item')).nodes[0]?.people).toBe(11)
})
