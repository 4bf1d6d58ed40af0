import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportLake } from '../packages/attune/src/store/lake.ts'
import { openInstallation, temporaryFolder } from './support.ts'

/** Every file below a folder that holds one of the texts, in any of the ways a store may write it down. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  const needles = texts.flatMap((text) => [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
  ])
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesWith(path, texts)
    const bytes = readFileSync(path)
    return needles.some((needle) => bytes.includes(needle)) ? [path] : []
  })
}

/** What people said of themselves; none of it may stand in a file. */
const personal = {
  userId: 'wang.fang-4711@canary.example',
  anonymousId: 'browser-canary-8f3a',
  name: '王芳-金丝雀',
  phone: '13800138000',
  search: 'gift for my canary sister',
  message: '请放在邻居金丝雀家门口',
  referrer: 'https://search.example/?q=canary-birthday',
  refused: 'refused canary text',
  context: 'decision canary context',
}

test('no file holds in clear who somebody is or what they said: stores, journal, models and lake', async () => {
  const house = await openInstallation()
  const who = { userId: personal.userId }
  await house.ask('admin', 'PUT', '/v1/items/tea', { title: 'Tea', kind: 'product' })
  await house.send([
    {
      type: 'track',
      anonymousId: personal.anonymousId,
      event: 'Products Searched',
      properties: { query: personal.search },
    },
    {
      type: 'identify',
      ...who,
      anonymousId: personal.anonymousId,
      traits: { name: personal.name, phone: personal.phone },
    },
    {
      type: 'track',
      ...who,
      event: 'Product Viewed',
      properties: { product_id: 'tea' },
      context: { page: { referrer: personal.referrer } },
    },
    {
      type: 'track',
      ...who,
      event: 'Order Completed',
      properties: { order_id: 'o-1', total: 5, message: personal.message, products: [{ product_id: 'tea', price: 5 }] },
    },
  ])
  const refused = { type: 'track', ...who, event: 'Product Viewed', properties: { note: personal.refused } }
  expect((await house.ask('write', 'POST', '/v1/batch', { batch: [refused] })).body.rejected).toHaveLength(1)
  const asked = { placement: 'home', ...who, context: { mood: personal.context } }
  const { decisionId } = (await house.ask('read', 'POST', '/v1/recommendations', asked)).body
  expect((await house.ask('read', 'POST', '/v1/exposures', { decisionId })).status).toBe(200)
  const lake = temporaryFolder()
  await exportLake({ ...house.attune, dir: lake })
  const texts = Object.values(personal)
  const inUse = filesWith(house.dataDir, texts)
  // Whoever may read them still can.
  const person = (await house.ask('read', 'GET', `/v1/people/${encodeURIComponent(personal.userId)}`)).body
  expect(person).toMatchObject({ userId: personal.userId, name: personal.name, traits: { phone: personal.phone } })
  const events = (await house.ask('read', 'GET', '/v1/events?limit=20')).body.events as {
    messageId: string
    payload: string | null
  }[]
  const payloads = await Promise.all(
    events.map(
      async ({ messageId, payload }) =>
        payload ?? (await house.ask('read', 'GET', `/v1/events/${messageId}`)).body.payload,
    ),
  )
  for (const text of [personal.search, personal.message, personal.referrer, personal.refused, personal.userId])
    expect(payloads.join('\n')).toContain(text)
  await house.close()
  expect(inUse).toEqual([])
  expect(filesWith(house.dataDir, texts)).toEqual([])
  expect(filesWith(lake, texts)).toEqual([])
  // The search itself finds what is there.
  expect(filesWith(lake, ['order_id']).length + filesWith(house.dataDir, ['Product Viewed']).length).toBeGreaterThan(0)
})
