import { afterEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import type { QualityReport } from '../api/schemas/quality.ts'
import type { ConfigInput } from '../config/schema.ts'

let api: ApiFixture
let sent = 0
afterEach(() => api.close())

const open = async (identity: ConfigInput['identity'], more: ConfigInput = {}): Promise<void> => {
  api = await apiFixture({ identity, ...more })
}
type Who = { readonly userId?: string; readonly anonymousId?: string }
const user = (userId: string): Who => ({ userId })
const visitor = (anonymousId: string): Who => ({ anonymousId })
async function tell(who: Who, traits: object, context: object = {}): Promise<void> {
  api.clock.now += 1000
  const event = { type: 'identify', ...who, traits, context, messageId: `m${sent++}` }
  const answer = await api.attune.collector.collect({ workspace: 'default', source: 'crm', events: [event] })
  expect(answer.rejected).toEqual([])
}
const personOf = (who: Who): string =>
  api.attune.identity.resolve('default', api.attune.identity.personIdOf('default', who))
const merges = () => api.attune.state.raw.prepare('SELECT id, reason FROM person_merges ORDER BY id').all()

test('nobody is joined by what they tell unless the configuration says so', async () => {
  await open({})
  await tell(user('ann'), { email: 'ann@example.com' })
  await tell(user('ann-2'), { email: 'ann@example.com' })
  expect(merges()).toEqual([])
  expect(api.attune.state.raw.prepare('SELECT count(*) AS n FROM person_identifiers').get()).toEqual({ n: 0 })
})

test('the same e-mail or phone, however written, joins people of several sources; visitors into users', async () => {
  await open({ join: ['email', 'phone'] })
  await tell(visitor('browser'), { email: ' Ann@Example.com' })
  await tell(user('ann'), { 邮箱: 'ann@example.com', mobile: '138 0013 8000' })
  await tell(user('till-7'), { 手机: '+8613800138000' })
  await tell(user('bob'), { email: 'bob@example.com', phone: 'unknown' })
  expect(personOf(visitor('browser'))).toBe(personOf(user('ann')))
  expect(personOf(user('till-7'))).toBe(api.attune.identity.personIdOf('default', user('ann')))
  expect(personOf(user('bob'))).not.toBe(personOf(user('ann')))
  expect(merges()).toMatchObject([{ reason: 'email' }, { reason: 'phone' }])
  const stored = JSON.stringify(api.attune.state.raw.prepare('SELECT * FROM person_identifiers').all())
  expect(stored).not.toMatch(/example|13800138000/i)
})

test('a join is taken back by hand and not made again', async () => {
  await open({ join: ['email'] })
  await tell(user('ann'), { email: 'family@example.com' })
  await tell(user('eve'), { email: 'family@example.com' })
  const [merge] = merges() as { id: number }[]
  const undone = await api.call('admin', 'DELETE', `/v1/people/ann/merges/${merge!.id}`)
  expect(undone.statusCode, undone.body).toBe(200)
  await tell(user('eve'), { email: 'FAMILY@example.com', city: '厦门' })
  await tell(user('ann'), { email: 'family@example.com', city: '泉州' })
  expect(personOf(user('eve'))).not.toBe(personOf(user('ann')))
})

test('what more people have than allowed joins nobody further, and the quality report says so', async () => {
  await open({ join: ['email'], atMost: 3 })
  for (const id of ['a', 'b', 'c', 'd', 'e']) await tell(user(id), { email: 'info@example.com' })
  await tell(user('f'), { email: 'f@example.com' })
  const people = ['a', 'b', 'c', 'd', 'e'].map((id) => personOf(user(id)))
  expect(new Set(people.slice(0, 3)).size).toBe(1)
  expect(new Set(people).size).toBe(3)
  const { checks } = (await api.call('read', 'GET', '/v1/quality')).json() as QualityReport
  expect(checks.find(({ check }) => check === 'crowded-identifier')).toMatchObject({
    of: 'email',
    value: 5 / 6,
    rows: 6,
    verdict: 'bad',
  })
})

test('a new e-mail takes the place of the old one, and one that is taken away joins nobody', async () => {
  await open({ join: ['email'] })
  await tell(user('ann'), { email: 'old@example.com' })
  await tell(user('ann'), { email: 'new@example.com' })
  await tell(user('bob'), { email: 'old@example.com' })
  await tell(user('bob'), { email: null })
  await tell(user('eve'), { email: 'old@example.com' })
  expect(merges()).toEqual([])
  await tell(user('dan'), { email: 'new@example.com' })
  expect(personOf(user('dan'))).toBe(personOf(user('ann')))
})

test('a device that a declaration keeps joins visitors and a user, never two users', async () => {
  const crm = {
    traits: { idfa: { type: 'text', keep: 'asIs' } },
    context: { 'device.id': { type: 'text', keep: 'sealed' } },
  } as const
  await open({ join: ['device'] }, { sources: { crm } })
  const id = '6D92078A-8246-4BA4-AE5B-76104861E7DC'
  const idfa = { idfa: id }
  await tell(visitor('app'), idfa)
  await tell(visitor('reinstalled app'), idfa)
  await tell(user('ann'), {}, { device: { id: id.toLowerCase() } })
  await tell(user('eve'), idfa)
  expect(personOf(visitor('app'))).toBe(personOf(user('ann')))
  expect(personOf(visitor('reinstalled app'))).toBe(personOf(user('ann')))
  expect(personOf(user('eve'))).not.toBe(personOf(user('ann')))
})

test('a device joins no two users through visitors who belong to them', async () => {
  await open({ join: ['device'] }, { sources: { crm: { traits: { idfa: { type: 'text', keep: 'asIs' } } } } })
  const idfa = { idfa: '6D92078A-8246-4BA4-AE5B-76104861E7DC' }
  for (const [anonymousId, userId] of [
    ['phone', 'ann'],
    ['tablet', 'eve'],
  ] as const)
    await tell({ userId, anonymousId }, {})
  await tell(visitor('phone'), idfa)
  await tell(visitor('tablet'), idfa)
  await tell(visitor('new'), idfa)
  expect(personOf(visitor('tablet'))).toBe(personOf(user('eve')))
  expect(personOf(user('eve'))).not.toBe(personOf(user('ann')))
  expect(personOf(visitor('new'))).toBe(personOf(user('ann')))
})

test('an e-mail that is put right joins nobody by the wrong one', async () => {
  await open({ join: ['email'] })
  await tell(user('ann'), { email: 'wrong@example.com' })
  const put = await api.call('admin', 'POST', '/v1/people/ann/correct', { traits: { email: 'right@example.com' } })
  expect(put.statusCode, put.body).toBe(200)
  await tell(user('bob'), { email: 'wrong@example.com' })
  expect(personOf(user('bob'))).not.toBe(personOf(user('ann')))
})

test('an erased person leaves no digest behind', async () => {
  await open({ join: ['email'] })
  await tell(user('ann'), { email: 'ann@example.com' })
  const erased = await api.call('admin', 'POST', '/v1/people/ann/erase', { confirm: 'ann' })
  expect(erased.statusCode, erased.body).toBeLessThan(300)
  expect(api.attune.state.raw.prepare('SELECT count(*) AS n FROM person_identifiers').get()).toEqual({ n: 0 })
})
