import { afterEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'
import type { Person } from '../api/schemas/people.ts'

let api: ApiFixture
afterEach(() => api.close())

async function identify(source: string, who: object, traits: object): Promise<void> {
  api.clock.now += 60_000
  await api.attune.collector.collect({
    workspace: 'default',
    source,
    events: [{ type: 'identify', ...who, traits, messageId: `m-${api.clock.now}` }],
  })
}
const portrait = async (id: string): Promise<Person> => (await api.call('read', 'GET', `/v1/people/${id}`)).json()

test('several sources tell of one person: each trait follows its rule, and the portrait says who told it', async () => {
  api = await apiFixture({
    traits: {
      city: { keep: 'mostTrusted', trust: ['crm', 'web'] },
      firstChannel: { keep: 'oldest' },
      points: { keep: 'highest' },
      likes: { keep: 'union' },
    },
  })
  await identify('web', { anonymousId: 'visitor' }, { city: '泉州', firstChannel: 'web', likes: ['茶'], points: 5 })
  await identify('crm', { userId: 'ann' }, { city: '厦门', firstChannel: 'shop', likes: 'cups', points: 20 })
  await identify('web', { userId: 'ann' }, { city: '北京', points: 7, plan: 'free' })
  await identify('app', { userId: 'ann', anonymousId: 'visitor' }, { plan: 'gold' })
  const { traits, traitOrigins } = await portrait('ann')
  expect(traits).toEqual({ city: '厦门', firstChannel: 'web', likes: ['cups', '茶'], points: 20, plan: 'gold' })
  expect(Object.fromEntries(Object.entries(traitOrigins).map(([name, { source }]) => [name, source]))).toMatchObject({
    city: 'crm',
    firstChannel: 'web',
    points: 'crm',
    plan: 'app',
  })
  // Segments see the same as the portrait.
  const counted = async (text: string): Promise<number> =>
    (await api.call('read', 'POST', '/v1/segments/preview', { text })).json().count
  expect(await counted('trait city = "厦门"')).toBe(1)
  expect(await counted('trait city = "北京"')).toBe(0)
})

test('what is put right names nobody as its source, and a less trusted word does not undo it', async () => {
  api = await apiFixture({ traits: { city: { keep: 'mostTrusted', trust: ['crm'] } } })
  await identify('crm', { userId: 'ann' }, { city: '厦门' })
  const fixed = await api.call('admin', 'POST', '/v1/people/ann/correct', { traits: { city: '泉州' } })
  expect(fixed.statusCode, fixed.body).toBe(200)
  await identify('crm', { userId: 'ann' }, { city: '厦门', points: 1 })
  const { traits, traitOrigins } = await portrait('ann')
  expect(traits).toEqual({ city: '泉州', points: 1 })
  expect(traitOrigins).toMatchObject({ city: { source: null, corrected: true }, points: { source: 'crm' } })
  const taken = (await api.call('admin', 'GET', '/v1/people/ann/export')).json()
  expect(taken.traitSources).toMatchObject({ city: { source: null }, points: { source: 'crm' } })
})

test('where traits come from is sealed like the traits', async () => {
  api = await apiFixture()
  await identify('crm-canary', { userId: 'ann' }, { canaryName: 'x' })
  const rows = JSON.stringify(api.attune.state.raw.prepare('SELECT * FROM people').all())
  expect(rows).not.toMatch(/canary/)
})
