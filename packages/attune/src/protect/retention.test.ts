import { expect, test } from 'vitest'
import { apiFixture } from '../api/api.fixture.ts'
import { expire } from './retention.ts'

const day = 86_400_000

test('events go when their own time is over, refusals after four weeks with their key, the rest stays', async () => {
  const api = await apiFixture({ protect: { retention: { 'Product Viewed': 30, '*': 365 } } })
  try {
    const { attune, clock } = api
    const at = (daysAgo: number) => new Date(clock.now - daysAgo * day).toISOString()
    const act = (event: string, daysAgo: number) => ({
      type: 'track',
      userId: 'ann',
      event,
      timestamp: at(daysAgo),
      properties: { product_id: `${event} ${daysAgo}` },
    })
    const batch = [
      act('Product Viewed', 10),
      act('Product Viewed', 31),
      act('Order Completed', 31),
      act('Order Completed', 366),
      { type: 'track', userId: 'ann', event: 'Product Viewed', properties: { q: 'x' } },
    ]
    const sent = await api.call('write', 'POST', '/v1/batch', { batch })
    expect(sent.json()).toMatchObject({ accepted: 4, rejected: [{ index: 4 }] })
    const left = async () =>
      (await attune.events.query<{ item: string }>('SELECT item_id AS item FROM interactions ORDER BY ts')).map(
        ({ item }) => item,
      )
    expect(await expire(attune)).toEqual({ events: 2, refused: 0, keys: 0 })
    expect(await left()).toEqual(['Order Completed 31', 'Product Viewed 10'])
    expect(await attune.events.query('SELECT count(*) AS n FROM events')).toEqual([{ n: 2 }])
    const person = attune.identity.personIdOf('default', { userId: 'ann' })
    expect(attune.histories.of('default', person).itemIds).toEqual(['Order Completed 31', 'Product Viewed 10'])
    clock.now += 29 * day
    expect(await expire(attune)).toEqual({ events: 1, refused: 1, keys: 1 })
    expect(await expire(attune)).toEqual({ events: 0, refused: 0, keys: 0 })
    // The person's own key is not of those.
    expect(attune.vault.has('default', person)).toBe(true)
  } finally {
    await api.close()
  }
})
