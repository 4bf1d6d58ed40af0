import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

const day = 86_400_000
let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

let sent = 0
const event = (userId: string, text: string, stars: number | null, daysAgo = 1) => ({
  type: 'track',
  messageId: `m-${++sent}`,
  userId,
  event: stars === null ? 'Question Asked' : 'Product Reviewed',
  timestamp: new Date(api.clock.now - daysAgo * day).toISOString(),
  properties: { product_id: 'tea', ...(stars === null ? { question: text } : { review_body: text, rating: stars }) },
})
async function say(...events: readonly ReturnType<typeof event>[]): Promise<void> {
  const response = await api.call('write', 'POST', '/v1/batch', { batch: events })
  expect(response.statusCode, response.body).toBeLessThan(300)
}
const opinions = async (query = '') => (await api.call('read', 'GET', `/v1/language/opinions${query}`)).json()

test('a workspace in which nobody spoke has nothing to show, and the word list is named as the judge', async () => {
  expect(await opinions()).toMatchObject({
    texts: 0,
    share: null,
    aspects: [],
    topics: [],
    source: { zh: 'lexicon', en: 'lexicon' },
  })
})

test('reviews are counted by day, aspect and period, examples are redacted, and few people give none', async () => {
  const spoken = [
    ['ann', '物流很快，非常满意。我叫王小明，电话13800138000', 5],
    ['ben', '快递太慢了，很失望', 1],
    ['cho', '配送很快，好评', 5],
    ['dee', 'The taste is awful', 1],
    ['eli', 'Great taste, I love it', 4],
  ] as const
  await say(
    ...spoken.map(([who, text, stars]) => event(who, text, stars)),
    event('fay', '这个茶怎么泡', null),
    event('gus', '快递很慢，差评', 1, 100),
  )
  api.clock.now += 6 * 60_000
  const found = await opinions()
  expect(found).toMatchObject({ texts: 6, people: 6, textsBefore: 1, positive: 3, negative: 2, neutral: 1, cut: false })
  expect(found.share.value).toBeCloseTo(3 / 5)
  expect(found.shareBefore.value).toBe(0)
  expect(found.daily).toMatchObject([{ day: '2026-03-01', positive: 3, negative: 2, neutral: 1 }])
  const delivery = found.aspects.find(({ aspect }: { aspect: string }) => aspect === 'delivery')
  expect(delivery).toMatchObject({ texts: 3, positive: 2, negative: 1 })
  expect(delivery.examples).toHaveLength(3)
  // Two people speak of taste: their words are theirs.
  expect(found.aspects.find(({ aspect }: { aspect: string }) => aspect === 'taste').examples).toEqual([])
  expect(JSON.stringify(found)).not.toMatch(/王小明|13800138000|ann|product_id/)
  expect(await opinions('?language=en&topic=快递')).toMatchObject({ texts: 0, textsBefore: 0 })
  // One person speaks of it now, one did before: a count would tell who.
  expect(await opinions('?language=zh&topic=快递')).toMatchObject({ texts: 0, textsBefore: 0, daily: [], share: null })
  expect(await opinions('?language=zh&topic=快')).toMatchObject({ texts: 3, people: 3, textsBefore: 0 })
  for (const topic of ['13800138000', 'ann@example.com'])
    expect(await opinions(`?topic=${topic}`)).toMatchObject({ status: 400, code: 'invalid-request' })
  expect((await api.call('read', 'GET', '/v1/language/opinions?days=0')).statusCode).toBe(400)
  expect((await api.call('write', 'GET', '/v1/language/opinions')).statusCode).toBe(403)
})

test('answers are kept for minutes, and go at once with whoever is erased or refuses', async () => {
  await say(event('hal', '包装很好', 5))
  expect((await opinions()).texts).toBe(6)
  await api.call('admin', 'POST', '/v1/people/ben/erase', { note: '', confirm: 'ben' })
  expect((await opinions()).texts).toBe(6)
  const refused = await api.call('admin', 'POST', '/v1/consent', {
    userId: 'hal',
    purposes: { analytics: false },
    source: 'api',
  })
  expect(refused.statusCode, refused.body).toBeLessThan(300)
  expect((await opinions()).texts).toBe(5)
})

const praise = ['喜欢', '满意', '推荐', '好用', '超值']
const blame = ['失望', '难用', '退货', '差劲', '后悔']
const reviewOf = (i: number): [string, number] => {
  const words = i % 2 === 0 ? praise : blame
  const thing = ['杯子', '茶叶', '茶壶', '礼盒', '滤网', '茶巾', '托盘'][i % 7]
  return [
    `第${'一二三四五六七八九十'[i % 10]}次买${thing}，${words[i % 5]}${words[(i * 3 + 1) % 5]}，${'春夏秋冬'[i % 4]}天${i % 13}号到`,
    i % 2 === 0 ? 5 : 1,
  ]
}

test('a model is taught when there are enough reviews of people who agree, and relearns when somebody is erased', async () => {
  const early = (await api.call('admin', 'POST', '/v1/language/sentiment/train')).json()
  expect(early.languages).toMatchObject([
    { language: 'zh', outcome: 'too-few', source: 'lexicon', needed: 50 },
    { language: 'en', outcome: 'too-few' },
  ])
  expect((await api.call('read', 'POST', '/v1/language/sentiment/train')).statusCode).toBe(403)
  await say(...Array.from({ length: 120 }, (_, i) => event(`u${i}`, ...reviewOf(i))))
  await api.call('admin', 'POST', '/v1/consent', { userId: 'u0', purposes: { training: false }, source: 'api' })
  const before = (await api.call('read', 'GET', '/v1/language/sentiment')).json().languages[0]
  const counted = vi.spyOn(api.attune.events, 'query')
  expect((await api.call('read', 'GET', '/v1/language/sentiment')).json().languages[0]).toEqual(before)
  expect(counted).not.toHaveBeenCalled()
  await api.call('admin', 'POST', '/v1/consent', { userId: 'u2', purposes: { training: false }, source: 'api' })
  const fewer = (await api.call('read', 'GET', '/v1/language/sentiment')).json().languages[0]
  expect(fewer.positive + fewer.negative).toBe(before.positive + before.negative - 1)
  await api.call('admin', 'POST', '/v1/consent', { userId: 'u2', purposes: { training: true }, source: 'api' })
  counted.mockRestore()
  const trained = (await api.call('admin', 'POST', '/v1/language/sentiment/train')).json().languages[0]
  expect(trained).toMatchObject({
    outcome: 'trained',
    source: 'model',
    model: { version: '1', texts: before.positive + before.negative },
  })
  expect(trained.model.accuracy.low).toBeGreaterThan(0.7)
  expect(await opinions()).toMatchObject({ source: { zh: 'model', en: 'lexicon' } })
  await api.call('admin', 'POST', '/v1/people/u1/erase', { note: '', confirm: 'u1' })
  await api.attune.purge.start()
  const after = (await api.call('read', 'GET', '/v1/language/sentiment')).json().languages[0]
  expect(after.model).toMatchObject({ version: '2', texts: trained.model.texts - 1 })
}, 60_000)
