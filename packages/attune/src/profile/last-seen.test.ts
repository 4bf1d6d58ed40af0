import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import { shownKept } from './shown-times.ts'

let shop: TeaShop
beforeEach(async () => {
  shop = await teaShop()
})
afterEach(() => shop.close())

const lastSeenBy = (ids: { userId?: string; anonymousId?: string }) =>
  Object.fromEntries(shop.attune.histories.lastSeen('default', shop.attune.identity.personIdOf('default', ids)))

test('what somebody did and what they were shown counts by its last time, and after a restart', async () => {
  const start = shop.clock.now
  const minutes = (n: number): number => start + n * 60_000
  await shop.act('ann', 'Recommendation Viewed', 'tea-1', 'tea-2')
  await shop.act('ann', 'Product Viewed', 'tea-1')
  await shop.act('ann', 'Recommendation Viewed', 'tea-1')
  await shop.act('ann', 'Product Viewed', 'tea-3')
  await shop.act('ann', 'Product Disliked', 'tea-2')
  await shop.act('bob', 'Recommendation Viewed', 'tea-4')
  const expected = { 'tea-1': minutes(3), 'tea-2': minutes(5), 'tea-3': minutes(4) }
  expect(lastSeenBy({ userId: 'ann' })).toEqual(expected)
  await shop.restart()
  expect(lastSeenBy({ userId: 'ann' })).toEqual(expected)
  expect(lastSeenBy({ userId: 'bob' })).toEqual({ 'tea-4': minutes(6) })
  expect(lastSeenBy({ userId: 'nobody' })).toEqual({})
})

test('what a visitor was shown counts for the user it turns out to be', async () => {
  await shop.act({ anonymousId: 'visitor' }, 'Recommendation Viewed', 'mug-1')
  await shop.act('ann', 'Recommendation Viewed', 'mug-2')
  await shop.attune.collector.collect({
    workspace: 'default',
    source: 'test',
    events: [{ type: 'identify', userId: 'ann', anonymousId: 'visitor', messageId: 'identify-ann' }],
  })
  expect(Object.keys(lastSeenBy({ userId: 'ann' })).sort()).toEqual(['mug-1', 'mug-2'])
  expect(lastSeenBy({ anonymousId: 'visitor' })).toEqual(lastSeenBy({ userId: 'ann' }))
})

test('the newest exposures of a person are kept, live and after a restart', async () => {
  const shown = Array.from({ length: shownKept + 5 }, (_, at) => `tea-${at}`)
  await shop.send(shown.map((id) => ({ who: 'ann', event: 'Recommendation Viewed', itemIds: [id] })))
  const check = () => expect(Object.keys(lastSeenBy({ userId: 'ann' })).sort()).toEqual(shown.slice(5).sort())
  check()
  await shop.restart()
  check()
})
