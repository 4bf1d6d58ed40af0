import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonExport } from '../../protect/rights/export-person.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { Auth } from '../app.ts'
import type { Profile } from '../schemas/profiles.ts'
import { profileFor } from '../without-personal.ts'

let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture()
  await api.call('admin', 'PUT', '/v1/items', {
    items: [
      ...[1, 2, 3, 4, 5, 6].map((n) => ({
        id: `tea-${n}`,
        title: `铁观音 礼盒 ${n}`,
        categories: ['茶'],
        brand: 'Hill',
        price: 10 * n,
        currency: 'CNY',
        language: 'zh-CN',
      })),
      { id: 'cup', title: 'Clay cup', categories: ['ware'], brand: 'Kiln', price: 30, currency: 'CNY', language: 'en' },
      { id: 'pills', title: 'Sleeping pills', categories: ['Health & Medicine'], brand: 'Pharma' },
    ],
  })
})
afterEach(() => api.close())

const hour = 3_600_000
const ago = (hours: number): string => new Date(api.clock.now - hours * hour).toISOString()
let sent = 0

async function send(...events: Record<string, unknown>[]): Promise<void> {
  const batch = events.map((event) => ({ type: 'track', messageId: `profiles-${sent++}`, ...event }))
  const answer = await api.call('write', 'POST', '/v1/batch', { batch })
  expect(answer.json().rejected).toEqual([])
}

const ann = { userId: 'ann' }
const view = (hours: number, itemId: string, more: object = {}) => ({
  ...ann,
  event: 'Product Viewed',
  timestamp: ago(hours),
  properties: { product_id: itemId },
  ...more,
})

const profile = async (language = 'en', id = 'ann'): Promise<Profile> => {
  const answer = await api.call('read', 'GET', `/v1/profiles/${id}?language=${language}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json() as Profile
}
const patch = (body: object, id = 'ann') => api.call('admin', 'PATCH', `/v1/profiles/${id}`, body)
const namesOf = (interests: readonly { name: string }[]) => interests.map(({ name }) => name)

test('what somebody gave, what was counted and what was concluded, each with its source and evidence', async () => {
  const phone = { context: { device: { type: 'phone' }, campaign: { medium: 'email', source: 'weekly' } } }
  await send(
    { type: 'identify', ...ann, timestamp: ago(50), traits: { age: 29, 性别: '女', city: '泉州', locale: 'zh-CN' } },
    view(49, 'tea-1', phone),
    view(48, 'cup', phone),
    {
      ...ann,
      event: 'Order Completed',
      timestamp: ago(2),
      properties: { order_id: 'o-1', currency: 'CNY', products: [{ product_id: 'tea-1', price: 10, quantity: 3 }] },
    },
  )
  const portrait = await profile()
  expect(portrait).toMatchObject({ profiling: true, rfm: null, sentiment: null, vectors: null, summary: null })
  expect(portrait.basics).toMatchObject({
    ageBand: { value: '25–34', trait: 'age', source: 'given' },
    gender: { value: '女', source: 'given' },
    region: { value: '泉州', source: 'given' },
  })
  const computed = (name: string, days: number | null = null) =>
    portrait.computed.find((one) => one.name === name && one.days === days)
  expect(computed('orders', 30)).toMatchObject({ value: 1, source: 'observed', asOf: ago(2) })
  expect(computed('spend', 365)).toMatchObject({ value: 30, unit: 'CNY', source: 'observed' })
  expect(computed('lastSeen')).toMatchObject({ value: ago(2), observations: 4 })
  expect(computed('mostFrequentCategory')).toMatchObject({ value: '茶', observations: 3 })
  const [tea, ware] = portrait.interests.categories
  expect(tea).toMatchObject({ name: '茶', source: 'inferred', observations: 2, confirmed: null })
  // Tea 0.1 and 1, the cup 0.1, each decayed by a half-life of 90 days.
  const decayed = (weight: number, hours: number) => weight * 2 ** (-hours / 24 / 90)
  const [ofTea, ofCup] = [decayed(0.1, 49) + decayed(1, 2), decayed(0.1, 48)]
  expect(tea?.share).toBeCloseTo(ofTea / (ofTea + ofCup), 3)
  expect(ware?.share).toBeCloseTo(ofCup / (ofTea + ofCup), 3)
  expect((tea?.low as number) < (tea?.share as number) && (tea?.share as number) < (tea?.high as number)).toBe(true)
  expect(tea?.evidence).toEqual([
    { itemId: 'tea-1', title: '铁观音 礼盒 1', kind: 'order', times: 2, at: ago(2), share: 1 },
  ])
  expect(tea?.prices).toEqual({ low: 10, middle: 10, high: 10, currency: 'CNY', band: 'low' })
  expect(namesOf(portrait.interests.brands)).toEqual(['Hill', 'Kiln'])
  expect(portrait.interests.priceBands.map(({ band, share }) => [band, share])).toEqual([
    ['low', 1],
    ['middle', 0],
    ['high', 0],
  ])
  expect(portrait.keywords.map(({ word }) => word)).toContain('clay')
  expect(portrait.habits.device).toMatchObject({ value: 'phone', observations: 2, share: 1 })
  expect(portrait.habits.channel).toMatchObject({ value: 'email', observations: 2 })
  expect(portrait.habits.language).toMatchObject({ value: 'zh', source: 'given' })
  expect(portrait.habits.hour).toMatchObject({ timeZone: 'UTC', timeZoneGiven: false, observations: 4 })
  expect(portrait.lifecycle).toMatchObject({ stage: 'new', rhythmFrom: 'assumed', source: 'inferred' })
  expect(portrait.omitted.map(({ section, code }) => [section, code])).toEqual([
    ['rfm', 'too-few-people'],
    ['sentiment', 'no-reviews'],
    ['vectors', 'no-item-vectors'],
    ['similar', 'too-few-people'],
    ['summary', 'no-language-model'],
  ])
  expect((await profile('zh')).omitted[1]?.reason).toBe('本人没有写过评价或评论。')
})

test('the segments that somebody is in, with the rule in words and since when; what the team works out', async () => {
  await send({ type: 'identify', ...ann, timestamp: ago(9), traits: { city: '泉州' } }, view(3, 'tea-1'))
  const put = (id: string, text: string) => api.call('admin', 'PUT', `/v1/segments/${id}`, { title: id, text })
  await put('tea-lookers', 'viewed category "茶"')
  await put('from-quanzhou', 'trait city = "泉州"')
  await put('of-both', 'segment from-quanzhou and viewed')
  await put('ware-lookers', 'viewed category "ware"')
  await api.call('admin', 'PUT', '/v1/computed-traits/looks', {
    title: 'Looks',
    measure: { type: 'aggregate', doing: { did: { kind: 'view' } }, aggregate: 'count' },
  })
  const before = await profile()
  expect(before.segments.map(({ id, since }) => [id, since])).toEqual([
    ['tea-lookers', null],
    ['from-quanzhou', null],
    ['of-both', null],
  ])
  expect(before.segments[0]?.description).toEqual({
    en: 'People who viewed something in “茶”',
    zh: '浏览过内容（类目为「茶」）的人',
  })
  expect(before.segments.map(({ readsTraits }) => readsTraits)).toEqual([false, true, true])
  expect(before.teamTraits).toEqual([
    {
      name: 'looks',
      title: 'Looks',
      value: 1,
      description: { en: 'how often: viewed something', zh: '次数：浏览过内容' },
    },
  ])
  api.clock.now += hour
  await send(view(0, 'cup'))
  const entered = (await profile()).segments.find(({ id }) => id === 'ware-lookers')
  expect(entered?.since).toBe(new Date(api.clock.now).toISOString())
  // A rule that is saved anew says nothing of when its people came.
  api.clock.now += hour
  await put('ware-lookers', 'viewed category "ware" or viewed category "茶"')
  expect((await profile()).segments.find(({ id }) => id === 'ware-lookers')?.since).toBeNull()
})

test('who may not see what people gave is not told of it by a segment either', () => {
  const membership = (id: string, readsTraits: boolean) => ({
    id,
    title: '',
    description: { en: '', zh: '' },
    since: null,
    ruleSince: '',
    readsTraits,
  })
  const shown = profileFor(
    { personal: false } as Auth,
    {
      segments: [membership('lookers', false), membership('from-quanzhou', true)],
      habits: {},
      corrections: [],
      sentiment: null,
    } as unknown as Profile,
  )
  expect(shown.segments.map(({ id }) => id)).toEqual(['lookers'])
})

test('an event is in the portrait at once', async () => {
  await send(view(3, 'tea-1'))
  expect(namesOf((await profile()).interests.categories)).toEqual(['茶'])
  await send(view(1, 'cup'))
  expect(namesOf((await profile()).interests.categories)).toEqual(['ware', '茶'])
})

test('nothing is concluded from items that tell of health, by built-in words or those of the team', async () => {
  await send(view(3, 'pills'), view(2, 'tea-1'))
  const portrait = await profile()
  expect(JSON.stringify(portrait)).not.toMatch(/Health|Pharma|pills/i)
  expect(namesOf(portrait.interests.categories)).toEqual(['茶'])
})

test('without consent to profiling only what was given is there', async () => {
  await send({ type: 'identify', ...ann, timestamp: ago(5), traits: { city: '泉州' } }, view(3, 'tea-1'))
  await api.call('admin', 'POST', '/v1/consent', { ...ann, purposes: { profiling: false }, source: 'api' })
  const portrait = await profile('zh')
  expect(portrait.profiling).toBe(false)
  expect(portrait.basics.region).toMatchObject({ value: '泉州' })
  expect(portrait).toMatchObject({ computed: [], teamTraits: [], segments: [], lifecycle: null, similar: null })
  expect(portrait.interests.categories).toEqual([])
  expect(portrait.omitted).toEqual([
    { section: 'all', code: 'no-profiling', reason: '本人未同意绘制画像，因此只显示本人提供的信息。' },
  ])
})

test('interests are hidden and confirmed, corrections win and can be taken back', async () => {
  await send(view(3, 'tea-1'), view(2, 'cup'))
  const hidden = (await patch({ interests: { 茶: 'hide', ware: 'confirm' }, by: 'person' })).json() as Profile
  expect(namesOf(hidden.interests.categories)).toEqual(['ware'])
  expect(hidden.interests.categories[0]).toMatchObject({ source: 'given', confirmed: { by: 'person' } })
  // What is hidden is not concluded from elsewhere either.
  expect(hidden.keywords.map(({ word }) => word)).not.toContain('铁观音')
  expect(hidden.corrections.map(({ name, is }) => [name, is])).toEqual(
    expect.arrayContaining([
      ['茶', 'hide'],
      ['ware', 'confirm'],
    ]),
  )
  const again = await patch({ interests: { 茶: 'hide' } })
  expect([again.statusCode, again.json().code]).toEqual([400, 'nothing-to-correct'])
  await patch({ interests: { 茶: null, ware: null } })
  const back = await profile()
  expect(namesOf(back.interests.categories).toSorted()).toEqual(['ware', '茶'])
  expect(back.corrections).toEqual([])
})

test('traits are put right, shown as such, taken back, and a newer word counts again', async () => {
  await send({ type: 'identify', ...ann, timestamp: ago(9), traits: { city: '泉州', tags: ['a', 'b'] } })
  const right = (await patch({ traits: { city: '厦门', tags: null } })).json() as Profile
  expect(right.traits).toMatchObject([{ name: 'city', value: '厦门', corrected: { by: 'operator' } }])
  const activity = api.attune.activity.of('default')
  const personId = api.attune.identity.personIdOf('default', ann)
  expect(activity.traitOf(activity.slotOf(personId) as number, activity.traits.find('city') ?? -1)).toBe('厦门')
  const back = (await patch({ traits: { city: { undo: true }, tags: { undo: true } } })).json() as Profile
  expect(back.traits).toMatchObject([
    { name: 'city', value: '泉州', corrected: null },
    { name: 'tags', value: ['a', 'b'] },
  ])
  expect(back.corrections).toEqual([])
  await patch({ traits: { city: '厦门' } })
  api.clock.now += hour
  await send({ type: 'identify', ...ann, timestamp: ago(0), traits: { city: '上海' } })
  expect((await profile()).traits[0]).toMatchObject({ name: 'city', value: '上海', corrected: null })
  // Taking the correction back does not bring back what is older than that word.
  await patch({ traits: { city: { undo: true } } })
  expect((await profile()).traits[0]).toMatchObject({ value: '上海' })
  expect((await patch({ traits: { city: { undo: true } } })).json().code).toBe('nothing-to-undo')
})

test('corrections are in the export of the person and go with their erasure', async () => {
  await send(view(3, 'tea-1'))
  await patch({ interests: { 茶: 'hide' } })
  const held = (await api.call('admin', 'GET', '/v1/people/ann/export')).json() as PersonExport
  expect(held.corrections).toMatchObject([{ what: 'category', name: '茶', is: 'hide' }])
  await api.call('admin', 'POST', '/v1/people/ann/erase', { confirm: 'ann', note: '' })
  const rows = api.attune.state.raw.prepare('SELECT count(*) AS n FROM portrait_corrections').get()
  expect(rows?.n).toBe(0)
  expect((await api.call('read', 'GET', '/v1/profiles/ann')).statusCode).toBe(404)
})

test('who is nobody, and what is no correction, is refused with a reason', async () => {
  expect((await api.call('read', 'GET', '/v1/profiles/nobody')).json().code).toBe('unknown-person')
  await send(view(3, 'tea-1'))
  expect((await patch({})).statusCode).toBe(400)
  expect((await patch({ interests: { 茶: 'love' } })).statusCode).toBe(400)
  expect((await api.call('read', 'PATCH', '/v1/profiles/ann', { interests: { 茶: 'hide' } })).statusCode).toBe(403)
})
