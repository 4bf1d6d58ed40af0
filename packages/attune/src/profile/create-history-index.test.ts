import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TeaShop, teaShop } from '../decide/tea-shop.fixture.ts'
import type { EventStore } from '../store/event-store-types.ts'
import { createHistoryIndex } from './create-history-index.ts'

let shop: TeaShop
beforeEach(async () => {
  shop = await teaShop({ recommend: { historyLength: 3 } })
})
afterEach(() => shop.close())

const idOf = (ids: { userId?: string; anonymousId?: string }): string => shop.attune.identity.personIdOf('default', ids)
const historyOf = (personId: string) => {
  const { itemIds, kinds, weights, times } = shop.attune.histories.of('default', personId)
  return { itemIds, kinds, weights: [...weights], times: [...times] }
}
const seenBy = (personId: string) => [...shop.attune.histories.seen('default', personId)].sort()
const itemsOf = (personId: string) => historyOf(personId).itemIds
/** An index of its own on the shop's stores, with another way of reading. */
const indexReading = (columns: EventStore['columns']) =>
  createHistoryIndex({ ...shop.attune, events: { ...shop.attune.events, columns }, retryMs: 1 })
const identify = (userId: string, anonymousId: string) =>
  shop.attune.collector.collect({
    workspace: 'default',
    source: 'test',
    events: [{ type: 'identify', userId, anonymousId, messageId: `identify-${userId}-${anonymousId}` }],
  })

test('what was stored is remembered at once: oldest first, with kinds, weights and times, and after a restart', async () => {
  const start = shop.clock.now
  await shop.act('ann', 'Product Viewed', 'tea-1')
  await shop.act('ann', 'Order Completed', 'tea-2')
  const expected = {
    itemIds: ['tea-1', 'tea-2'],
    kinds: ['view', 'order'],
    weights: [Math.fround(0.1), 1],
    times: [start + 60_000, start + 120_000],
  }
  expect(historyOf(idOf({ userId: 'ann' }))).toEqual(expected)
  await shop.restart()
  expect(historyOf(idOf({ userId: 'ann' }))).toEqual(expected)
})

test('only the newest interactions count, more of them are remembered as seen, dislikes are seen and do not count', async () => {
  const ann = idOf({ userId: 'ann' })
  for (let item = 1; item <= 5; item++) await shop.act('ann', 'Product Viewed', `tea-${item}`)
  await shop.act('ann', 'Product Disliked', 'mug-1')
  const check = () => {
    expect(itemsOf(ann)).toEqual(['tea-3', 'tea-4', 'tea-5'])
    expect(seenBy(ann)).toEqual(['mug-1', 'tea-1', 'tea-2', 'tea-3', 'tea-4', 'tea-5'])
  }
  check()
  await shop.restart()
  check()
})

test('in the numbers of a model: the same history, without what the model does not know', async () => {
  const indexOf = new Map([
    ['tea-3', 0],
    ['tea-5', 7],
    ['mug-1', 2],
    ['tea-1', 4],
  ])
  for (const item of ['tea-1', 'tea-2', 'tea-3', 'tea-4', 'tea-5']) await shop.act('ann', 'Product Viewed', item)
  await shop.act('ann', 'Product Disliked', 'mug-1')
  const ann = idOf({ userId: 'ann' })
  const whole = historyOf(ann)
  const dense = shop.attune.histories.densely('default', ann, indexOf)
  expect({
    ...dense,
    items: [...dense.items],
    weights: [...dense.weights],
    times: [...dense.times],
    seen: [...dense.seen],
  }).toEqual({
    items: [0, 7],
    weights: [whole.weights[0], whole.weights[2]],
    times: [whole.times[0], whole.times[2]],
    kinds: ['view', 'view'],
    seen: [4, 0, 7, 2],
  })
  // Another model has numbers of its own.
  expect([...shop.attune.histories.densely('default', ann, new Map([['tea-4', 1]])).items]).toEqual([1])
  expect(shop.attune.histories.densely('default', 'p_nobody', indexOf).items).toHaveLength(0)
})

test('being shown an item is not seeing it', async () => {
  await shop.act('ann', 'Recommendation Viewed', 'tea-1')
  const ann = idOf({ userId: 'ann' })
  expect(seenBy(ann)).toEqual([])
  expect(shop.attune.histories.knows('default', ann)).toBe(true)
  await shop.restart()
  expect(seenBy(ann)).toEqual([])
  expect(shop.attune.histories.knows('default', ann)).toBe(true)
  expect(shop.attune.histories.knows('default', idOf({ userId: 'nobody' }))).toBe(false)
})

test('an event that comes late takes its place in time', async () => {
  await shop.act('ann', 'Product Viewed', 'tea-1')
  shop.clock.now -= 3_600_000
  await shop.act('ann', 'Product Viewed', 'tea-2')
  expect(itemsOf(idOf({ userId: 'ann' }))).toEqual(['tea-2', 'tea-1'])
})

test('a merge joins two histories in time order at once, and taking it back parts them again', async () => {
  await shop.act({ anonymousId: 'visitor' }, 'Product Viewed', 'mug-1')
  await shop.act('ann', 'Product Viewed', 'tea-1')
  await shop.act({ anonymousId: 'visitor' }, 'Product Viewed', 'mug-2')
  const [ann, visitor] = [idOf({ userId: 'ann' }), idOf({ anonymousId: 'visitor' })]
  await identify('ann', 'visitor')
  for (const personId of [ann, visitor]) expect(itemsOf(personId)).toEqual(['mug-1', 'tea-1', 'mug-2'])
  await shop.restart()
  for (const personId of [ann, visitor]) expect(itemsOf(personId)).toEqual(['mug-1', 'tea-1', 'mug-2'])

  const [merge] = await shop.attune.state.db.selectFrom('person_merges').select('id').execute()
  await shop.attune.identity.undo('default', merge?.id as number, shop.clock.now, 'key')
  await expect.poll(() => itemsOf(ann)).toEqual(['tea-1'])
  expect(itemsOf(visitor)).toEqual(['mug-1', 'mug-2'])
  await shop.act({ anonymousId: 'visitor' }, 'Product Viewed', 'mug-3')
  expect(itemsOf(visitor)).toEqual(['mug-1', 'mug-2', 'mug-3'])
  expect(itemsOf(ann)).toEqual(['tea-1'])
})

test('rows that were written past the collector are there after a reload', async () => {
  const ann = idOf({ userId: 'ann' })
  await shop.act('ann', 'Product Viewed', 'tea-1')
  await shop.attune.events.append({
    interactions: [
      {
        workspace: 'default',
        messageId: 'imported',
        personId: ann,
        itemId: 'mug-1',
        kind: 'order',
        amount: 1,
        value: null,
        currency: null,
        decisionId: null,
        position: null,
        ts: shop.clock.now + 1,
      },
    ],
  })
  expect(itemsOf(ann)).toEqual(['tea-1'])
  await shop.attune.histories.reload()
  expect(itemsOf(ann)).toEqual(['tea-1', 'mug-1'])
  const { itemIds, scores } = shop.attune.histories.popular('default', 5, () => true)
  expect(itemIds).toEqual(['mug-1', 'tea-1'])
  expect(scores[1]).toBeCloseTo(0.1, 6)
  const among = shop.attune.histories.popular('default', 5, () => true, ['nowhere', 'tea-1'])
  expect(among).toEqual({ itemIds: ['tea-1'], scores: [scores[1]] })
})

test('when the store cannot be read after a merge was taken back, it is read again until it can', async () => {
  await shop.act({ anonymousId: 'visitor' }, 'Product Viewed', 'mug-1')
  await shop.act('ann', 'Product Viewed', 'tea-1')
  await identify('ann', 'visitor')
  let broken = false
  let failures = 0
  const histories = await indexReading((...sql) => {
    if (!broken) return shop.attune.events.columns(...sql)
    failures += 1
    return Promise.reject(new Error('disk full'))
  })
  const ann = idOf({ userId: 'ann' })
  expect(histories.of('default', ann).itemIds).toEqual(['mug-1', 'tea-1'])
  broken = true
  await shop.attune.identity.undo('default', 1, shop.clock.now, 'key')
  await expect.poll(() => failures).toBeGreaterThan(1)
  broken = false
  await expect.poll(() => histories.of('default', ann).itemIds).toEqual(['tea-1'])
  expect(histories.of('default', idOf({ anonymousId: 'visitor' })).itemIds).toEqual(['mug-1'])
  histories.close()
})

test.each(['before', 'after'])(
  'what is stored while the store is read again, %s each query, is remembered and popular once',
  async (moment) => {
    for (const item of ['tea-1', 'tea-1', 'tea-2']) await shop.act('ann', 'Product Viewed', item)
    let steps = 0
    const stored = async () => {
      steps += 1
      await shop.act('ann', 'Order Completed', `mug-${steps}`)
    }
    let disturbed = false
    const histories = await indexReading(async (...sql) => {
      if (disturbed && moment === 'before') await stored()
      const found = await shop.attune.events.columns(...sql)
      if (disturbed && moment === 'after') await stored()
      return found
    })
    disturbed = true
    await histories.reload()
    disturbed = false
    const popular = () => histories.popular('default', 20, () => true)
    const ann = idOf({ userId: 'ann' })
    const [afterwards, seen, last] = [popular(), histories.seen('default', ann), histories.of('default', ann).itemIds]
    expect(afterwards.itemIds).toHaveLength(steps + 2)
    await histories.reload()
    expect([popular(), histories.seen('default', ann), histories.of('default', ann).itemIds]).toEqual([
      afterwards,
      seen,
      last,
    ])
    histories.close()
  },
)

test.each([1, 2, 3, 4])(
  'a merge and its taking back are followed while the store is read again, at query %i',
  async (moment) => {
    await shop.act({ anonymousId: 'visitor' }, 'Product Viewed', 'mug-1')
    await shop.act('ann', 'Product Viewed', 'tea-1')
    const [ann, visitor] = [idOf({ userId: 'ann' }), idOf({ anonymousId: 'visitor' })]
    let happens: (() => Promise<unknown>) | undefined
    let queries = 0
    const histories = await indexReading(async (...sql) => {
      const found = await shop.attune.events.columns(...sql)
      queries += 1
      if (queries === moment) await happens?.()
      return found
    })
    const itemsNow = () => [ann, visitor].map((person) => histories.of('default', person).itemIds)
    const reloadWhile = async (what: () => Promise<unknown>) => {
      happens = what
      queries = 0
      await histories.reload()
      // Where the read has fewer queries, it happens after them.
      if (queries < moment) await what()
    }
    await reloadWhile(() => identify('ann', 'visitor'))
    expect(itemsNow()).toEqual([
      ['mug-1', 'tea-1'],
      ['mug-1', 'tea-1'],
    ])
    await reloadWhile(() => shop.attune.identity.undo('default', 1, shop.clock.now, 'key'))
    await expect.poll(itemsNow).toEqual([['tea-1'], ['mug-1']])
    histories.close()
  },
)

test('a reload asked for during another waits for it, and one that fails leaves what was known', async () => {
  await shop.act('ann', 'Product Viewed', 'tea-1')
  let broken = false
  const histories = await indexReading((...sql) =>
    broken ? Promise.reject(new Error('disk full')) : shop.attune.events.columns(...sql),
  )
  broken = true
  await expect(histories.reload()).rejects.toThrow('disk full')
  await shop.act('ann', 'Product Viewed', 'tea-2')
  const ann = idOf({ userId: 'ann' })
  expect(histories.of('default', ann).itemIds).toEqual(['tea-1', 'tea-2'])
  broken = false
  const both = Promise.all([histories.reload(), histories.reload()])
  await shop.act('ann', 'Product Viewed', 'tea-3')
  await both
  expect(histories.of('default', ann).itemIds).toEqual(['tea-1', 'tea-2', 'tea-3'])
  expect(histories.popular('default', 3, () => true).itemIds).toHaveLength(3)
  histories.close()
})

test('stars are remembered as they were given, low ones and later ones too; nothing else says stars', async () => {
  const rate = (itemId: string, rating: number) => {
    shop.clock.now += 60_000
    return shop.attune.collector.collect({
      workspace: 'default',
      source: 'test',
      events: [
        {
          type: 'track',
          event: 'Product Rated',
          userId: 'ann',
          messageId: `${itemId}-${rating}`,
          timestamp: new Date(shop.clock.now).toISOString(),
          properties: { product_id: itemId, rating, max_rating: 10 },
        },
      ],
    })
  }
  const ann = idOf({ userId: 'ann' })
  await shop.act('ann', 'Product Viewed', 'mug-1')
  await rate('tea-1', 1)
  await rate('tea-2', 9)
  await rate('tea-1', 4)
  await shop.act('ann', 'Order Completed', 'tea-2')
  const indexOf = new Map(['mug-1', 'tea-1', 'tea-2'].map((id, index) => [id, index] as const))
  const check = () => {
    const { items, weights, kinds, seen } = shop.attune.histories.ratings('default', ann, indexOf)
    expect([...items]).toEqual([1, 2, 1])
    // Ten is the best here, so that a nine is 4.5 of five.
    expect([...weights]).toEqual([0.5, 4.5, 2])
    expect(kinds).toEqual(['rating', 'rating', 'rating'])
    expect([...seen]).toEqual([0, 1, 2, 1, 2])
    // The others are asked with weights: a one and a four of ten are no liking.
    expect(historyOf(ann).kinds).toEqual(['view', 'rating', 'order'])
    expect(historyOf(ann).weights[1]).toBeCloseTo((4.5 - 2.5) / 2.5, 6)
  }
  check()
  await shop.restart()
  check()
})

test('exposures are counted by item, and once after a restart', async () => {
  await shop.act('ann', 'Recommendation Viewed', 'tea-1', 'tea-2')
  await shop.act('bob', 'Recommendation Viewed', 'tea-1')
  await shop.act('bob', 'Product Viewed', 'tea-1')
  const check = () =>
    expect(['tea-1', 'tea-2', 'tea-3'].map((id) => shop.attune.histories.exposures('default', id))).toEqual([2, 1, 0])
  check()
  await shop.restart()
  check()
  expect(shop.attune.histories.exposures('other', 'tea-1')).toBe(0)
})
