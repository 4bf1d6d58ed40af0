import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

const works = async (secret: string): Promise<boolean> =>
  (await api.app.inject({ url: '/v1/items', headers: { authorization: `Bearer ${secret}` } })).statusCode === 200
const day = 86_400_000
const create = (body: object) => api.call('admin', 'POST', '/v1/keys', { name: 'server', scopes: ['read'], ...body })

test('a key stops by itself at the moment it was given', async () => {
  const { key, secret } = (await create({ expiresAt: new Date(api.clock.now + day).toISOString() })).json()
  expect(Date.parse(key.expiresAt)).toBe(api.clock.now + day)
  api.clock.now += day - 1
  expect(await works(secret)).toBe(true)
  api.clock.now += 1
  expect(await works(secret)).toBe(false)
})

test('a moment that is over, or is none, is refused', async () => {
  expect((await create({ expiresAt: new Date(api.clock.now).toISOString() })).statusCode).toBe(400)
  expect((await create({ expiresAt: 'tomorrow' })).statusCode).toBe(400)
})

test('after a rotation both work for as long as was said, then the new one only; its life is as long', async () => {
  const old = (await create({ expiresAt: new Date(api.clock.now + 10 * day).toISOString() })).json()
  api.clock.now += 2 * day
  const rotated = await api.call('admin', 'POST', `/v1/keys/${old.key.id}/rotate`, { overlapMinutes: 60 })
  expect(rotated.statusCode).toBe(201)
  const fresh = rotated.json()
  expect(fresh.key).toMatchObject({ name: 'server', scopes: ['read'] })
  expect(Date.parse(fresh.key.expiresAt)).toBe(api.clock.now + 10 * day)
  expect([await works(old.secret), await works(fresh.secret)]).toEqual([true, true])
  api.clock.now += 3_600_000
  expect([await works(old.secret), await works(fresh.secret)]).toEqual([false, true])
  expect((await api.call('admin', 'POST', `/v1/keys/${old.key.id}/rotate`, {})).statusCode).toBe(404)
})

test('an overlap never makes a key live longer', async () => {
  const { key, secret } = (await create({ expiresAt: new Date(api.clock.now + 60_000).toISOString() })).json()
  await api.call('admin', 'POST', `/v1/keys/${key.id}/rotate`, { overlapMinutes: 600 })
  api.clock.now += 60_000
  expect(await works(secret)).toBe(false)
})
