import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserOf } from '../access.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { AccessReview } from '../schemas/access-review.ts'

const day = 86_400_000
let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

const review = async (): Promise<AccessReview> => (await api.call('admin', 'GET', '/v1/access/review')).json()
const record = (body: object) => api.call('admin', 'POST', '/v1/access/review', body)
const key = (name: string, expiresAt: number | null = null) =>
  api.attune.keys.create({ workspace: 'default', name, scopes: ['write'], actor: 'test', expiresAt })

test('who can do much without a second factor, who and what was never used or long ago, and keys without an end are marked', async () => {
  const { users } = api.attune.access
  const user = (role: 'owner' | 'marketer', name: string, passwordHash?: string) =>
    users.create('default', { email: `${name}@example.org`, name, role, passwordHash }, 'test').id
  const old = user('owner', 'Ann', 'hash')
  users.signedIn(old)
  const lasting = key('lasting', api.clock.now + 400 * day)
  key('revoked')
  const [revoked] = api.attune.keys.list('default').filter(({ name }) => name === 'revoked')
  api.attune.keys.revoke('default', revoked?.id ?? '', 'test')
  key('over', api.clock.now + day)
  api.attune.keys.verify(lasting.secret)
  api.clock.now += 90 * day
  const fresh = user('marketer', 'Bob', 'hash')
  users.signedIn(fresh)
  api.clock.now += 1
  user('owner', 'Cai')
  const gone = user('marketer', 'Dee', 'hash')
  users.setDisabled('default', gone, true, 'test')

  const { users: people, keys } = await review()
  expect(people.map(({ name, flags }) => [name, flags])).toEqual([
    ['Ann', ['unused', 'no-second-factor']],
    ['Bob', []],
    // Nobody can sign in as them with a password yet.
    ['Cai', ['never-used']],
  ])
  expect(Object.fromEntries(keys.map(({ name, flags }) => [name, flags]))).toEqual({
    write: ['never-used', 'no-expiry'],
    decide: ['never-used', 'no-expiry'],
    read: ['never-used', 'no-expiry'],
    admin: ['no-expiry'],
    lasting: ['unused'],
  })
})

test('sessions that are open are counted, and nothing secret is told', async () => {
  const browser = browserOf(api, 'analyst')
  const { users } = await review()
  expect(users.find(({ id }) => id === browser.userId)?.sessions).toBe(1)
  const text = JSON.stringify(await review())
  expect(text).not.toContain(browser.token)
  expect(text).not.toContain(api.secret('read'))
})

test('a review is recorded with who and when, and refused when somebody’s access changed since', async () => {
  const { digest, users, keys } = await review()
  await api.call('read', 'GET', '/v1/items')
  expect((await review()).digest).toBe(digest)
  const officer = browserOf(api, 'dataProtectionOfficer')
  const stale = await officer.ask('POST', '/v1/access/review', { digest })
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'access-changed'])
  const seen = await review()
  expect(seen.digest).not.toBe(digest)
  const answer = await officer.ask('POST', '/v1/access/review', { digest: seen.digest, note: 'Quarterly review' })
  expect(answer.statusCode).toBe(201)
  expect(answer.json().reviews).toEqual([
    {
      at: new Date(api.clock.now).toISOString(),
      by: officer.userId,
      name: 'Name of dataProtectionOfficer',
      note: 'Quarterly review',
    },
  ])
  const { entries, names } = (await api.call('admin', 'GET', '/v1/audit?action=access.')).json()
  expect(entries).toMatchObject([
    { actor: officer.userId, details: { users: users.length + 1, keys: keys.length, note: 'Quarterly review' } },
  ])
  expect(names).toEqual({ [officer.userId]: 'Name of dataProtectionOfficer' })
  expect((await record({ digest: seen.digest, note: 'x'.repeat(501) })).statusCode).toBe(400)
})

test('as CSV a spreadsheet reads it in either language, and runs nothing', async () => {
  key('=HYPERLINK("http://evil.example","x")')
  key('two, words')
  const csv = async (language: string) =>
    (await api.call('admin', 'GET', `/v1/access/review?format=csv&language=${language}`)).body
  const zh = await csv('zh')
  expect(zh.startsWith('\u{feff}类型,名称,')).toBe(true)
  expect(zh).toContain('从未使用; 永不到期')
  const en = await csv('en')
  expect(en).toContain(`key,"'=HYPERLINK(""http://evil.example"",""x"")",`)
  expect(en).toContain('key,"two, words",')
  const { users, keys } = await review()
  expect(en.trimEnd().split('\r\n')).toHaveLength(1 + users.length + keys.length)
})

test('it is for owners, admins and data-protection officers', async () => {
  for (const [role, status] of [
    ['owner', 200],
    ['admin', 200],
    ['dataProtectionOfficer', 200],
    ['developer', 403],
    ['readOnly', 403],
  ] as const)
    expect((await browserOf(api, role).ask('GET', '/v1/access/review')).statusCode, role).toBe(status)
})
