import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserOf } from '../access.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { AuditPage } from '../schemas/audit.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

const page = async (query: string): Promise<AuditPage> => (await api.call('admin', 'GET', `/v1/audit?${query}`)).json()

test('entries are found by when: at or after one moment, before another', async () => {
  const start = api.clock.now
  for (let hour = 0; hour < 4; hour++) {
    api.attune.keys.create({ workspace: 'default', name: `key ${hour}`, scopes: ['write'], actor: 'clockwork' })
    api.clock.now += 3_600_000
  }
  const at = (hour: number) => encodeURIComponent(new Date(start + hour * 3_600_000).toISOString())
  const names = async (query: string) =>
    (await page(`actor=clockwork&${query}`)).entries.map(({ details }) => details.name)
  expect(await names(`from=${at(1)}&to=${at(3)}`)).toEqual(['key 2', 'key 1'])
  expect(await names(`from=${at(3)}`)).toEqual(['key 3'])
  expect(await names('from=2026-03-03')).toEqual([])
  expect((await api.call('admin', 'GET', '/v1/audit?from=yesterday')).statusCode).toBe(400)
})

test('users and keys of the page are named, and only those', async () => {
  const officer = browserOf(api, 'dataProtectionOfficer')
  await officer.ask('PUT', '/v1/consent/texts/v1/en', { body: 'We count.' })
  const { entries, names } = await page('action=consent.')
  expect(entries).toHaveLength(1)
  expect(names).toEqual({ [officer.userId]: 'Name of dataProtectionOfficer' })
  const key = (await page('action=key-created&limit=1')).entries[0]
  expect((await page('action=key-created&limit=1')).names).toEqual({ [key?.subject ?? '']: 'key 3' })
})
