import { expect, test } from 'vitest'
import { apiFixture } from '../api/api.fixture.ts'
import { expire } from './retention.ts'
import { retentionRules, ruleFor } from './retention-rules.ts'

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
    expect(await expire(attune)).toEqual({ events: 2, refused: 0, keys: 0, lakeFiles: 0 })
    expect(await left()).toEqual(['Order Completed 31', 'Product Viewed 10'])
    expect(await attune.events.query('SELECT count(*) AS n FROM events')).toEqual([{ n: 2 }])
    const person = attune.identity.personIdOf('default', { userId: 'ann' })
    expect(attune.histories.of('default', person).itemIds).toEqual(['Order Completed 31', 'Product Viewed 10'])
    clock.now += 29 * day
    expect(await expire(attune)).toEqual({ events: 1, refused: 1, keys: 1, lakeFiles: 0 })
    expect(await expire(attune)).toEqual({ events: 0, refused: 0, keys: 0, lakeFiles: 0 })
    // The person's own key is not of those.
    expect(attune.vault.has('default', person)).toBe(true)
  } finally {
    await api.close()
  }
})

test('the first rule that holds counts: an event of a source, an event by name, a type, the rest of a source, everything', async () => {
  const api = await apiFixture({
    protect: { retention: { 'Order Completed': 100, page: 20, '*': 50 } },
    sources: {
      web: {
        standard: true,
        retentionDays: 10,
        events: { 'Product Viewed': { retentionDays: 5 }, 'Order Completed': {} },
        screen: { retentionDays: 3 },
      },
    },
  })
  try {
    const { attune, clock } = api
    const rules = retentionRules(attune.config, attune.sources)
    const cases = [
      ['web', 'track', 'product_viewed', 5],
      ['web', 'track', 'Order Completed', 100],
      ['web', 'page', 'Home', 20],
      ['web', 'screen', 'Home', 3],
      ['web', 'track', 'Signed Up', 10],
      ['app', 'track', 'Product Viewed', 50],
      ['app', 'identify', null, 50],
    ] as const
    // A second before its time is over each is kept, a second after it none: as told, and as SQL.
    for (const [source, type, event, days] of cases) {
      expect(ruleFor(rules, { workspace: 'default', source, type, event })?.days).toBe(days)
      for (const [id, seconds] of [
        ['kept', 1],
        ['gone', -1],
      ] as const)
        await attune.events.run(
          `INSERT INTO events (workspace, message_id, type, event, person_id, properties, context, source, received_at, ts)
           VALUES ('default', $1, $2, $3, 'p', '{}', '{}', $4, $5, $6)`,
          [
            `${id} ${source} ${type} ${event}`,
            type,
            event,
            source,
            new Date(clock.now),
            new Date(clock.now - days * day + seconds * 1000),
          ],
        )
    }
    expect((await expire(attune)).events).toBe(cases.length)
    const left = await attune.events.query<{ id: string }>('SELECT message_id AS id FROM events')
    expect(left.filter(({ id }) => !id.startsWith('kept'))).toEqual([])
    expect(left).toHaveLength(cases.length)
    const { entries } = (await api.call('admin', 'GET', '/v1/audit?action=data-expired')).json()
    expect(entries).toMatchObject([{ actor: 'system' }])
  } finally {
    await api.close()
  }
})
