import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createSegments } from '../../segments/create-segments.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'
import type { SegmentPreview, SegmentView } from '../schemas/segments.ts'

let api: ApiFixture
const dayMs = 86_400_000
let sent = 0

beforeAll(async () => {
  api = await apiFixture({ segments: { timeZone: 'Asia/Shanghai' } })
  await api.call('admin', 'PUT', '/v1/items/shoes', { title: 'Shoes', categories: ['running shoes'], price: 300 })
  await api.call('admin', 'PUT', '/v1/items/tea', { title: 'Tea', categories: ['tea'], price: 20 })
  await buy('ann', 'shoes')
  await buy('bob', 'tea')
  await buy('cai', 'shoes')
  await api.call('write', 'POST', '/v1/identify', { userId: 'ann', traits: { city: '上海' } })
})
afterAll(() => api.close())

async function buy(userId: string, item: string, ago = 0): Promise<void> {
  const response = await api.call('write', 'POST', '/v1/track', {
    userId,
    event: 'Order Completed',
    messageId: `m-${sent++}`,
    timestamp: new Date(api.clock.now - ago).toISOString(),
    properties: { order_id: `o-${sent}`, products: [{ product_id: item, price: 10, quantity: 1 }] },
  })
  expect(response.json()).toMatchObject({ accepted: 1 })
}
const idOf = (userId: string): string => api.attune.identity.personIdOf('default', { userId })
const put = async (id: string, body: object) => api.call('admin', 'PUT', `/v1/segments/${encodeURIComponent(id)}`, body)
const membersOf = async (id: string): Promise<string[]> =>
  ((await api.call('read', 'GET', `/v1/segments/${id}/members`)).json() as { personIds: string[] }).personIds.toSorted()
const people = (...userIds: string[]): string[] => userIds.map(idOf).toSorted()

test('a rule comes as text or as JSON, in either language, and is always answered in all forms', async () => {
  const made = await put('runners', { title: 'Runners', text: '最近30天 购买 类目"running shoes" 至少1次' })
  expect(made.statusCode).toBe(200)
  const segment = made.json() as SegmentView
  expect(segment).toMatchObject({
    id: 'runners',
    members: 2,
    share: 2 / 3,
    text: {
      en: 'bought category "running shoes" in last 30 days at least 1 times',
      zh: '购买 类目 "running shoes" 最近30天 至少1次',
    },
    description: { en: 'People who bought something in “running shoes” in the last 30 days' },
    warnings: [],
  })
  const again = await put('runners-2', { rule: segment.rule })
  expect(again.json()).toMatchObject({ rule: segment.rule, text: segment.text })
  expect(await membersOf('runners')).toEqual(people('ann', 'cai'))
  const { segments } = (await api.call('read', 'GET', '/v1/segments')).json() as { segments: SegmentView[] }
  expect(segments.map(({ id }) => id)).toEqual(['runners', 'runners-2'])
  await api.call('admin', 'DELETE', '/v1/segments/runners-2')
})

test('a preview counts without saving, warns, and says where a text is wrong', async () => {
  const preview = async (body: object) => api.call('read', 'POST', '/v1/segments/preview', body)
  const counted = (await preview({ text: 'segment runners and trait city = "上海"' })).json() as SegmentPreview
  expect(counted).toMatchObject({ count: 1, base: 3, examples: [idOf('ann')], warnings: [] })
  expect((await preview({ text: 'trait age > 30 and trait age < 20' })).json()).toMatchObject({
    count: 0,
    warnings: [{ code: 'contradiction' }, { code: 'unknown-trait' }],
  })
  expect((await preview({ text: 'bought\n  categry "tea"' })).json()).toMatchObject({
    code: 'rule-syntax',
    status: 400,
    details: { line: 2, column: 3, zh: expect.stringContaining('第 2 行第 3 列') },
  })
  expect((await preview({})).json()).toMatchObject({ code: 'rule-missing' })
  expect((await preview({ text: 'segment runners', id: 'runners' })).json()).toMatchObject({ code: 'segment-cycle' })
})

test('an event, a trait, time and consent move people in and out at once, and the stream tells it', async () => {
  await put('tea', { text: 'bought category "tea" in last 7 days' })
  const told: string[] = []
  api.attune.segments.onChange((_, changes) => {
    for (const { segmentId, personId, entered } of changes)
      if (segmentId === 'tea') told.push(`${entered ? '+' : '-'}${personId}`)
  })
  const stream = await api.app.inject({
    url: '/v1/segments/tea/stream',
    headers: { authorization: `Bearer ${api.secret('read')}` },
    payloadAsStream: true,
  })
  const lines: string[] = []
  stream.stream().on('data', (part: Buffer) => lines.push(String(part)))
  await buy('dan', 'tea')
  expect(await membersOf('tea')).toEqual(people('bob', 'dan'))
  api.clock.now += 7 * dayMs + 1
  expect(await membersOf('tea')).toEqual([])
  await buy('bob', 'tea')
  await api.call('read', 'POST', '/v1/consent', { userId: 'bob', purposes: { profiling: false } })
  expect(await membersOf('tea')).toEqual([])
  await api.call('read', 'POST', '/v1/consent', { userId: 'bob', purposes: { profiling: true } })
  expect(await membersOf('tea')).toEqual(people('bob'))
  const [bob, dan] = [idOf('bob'), idOf('dan')]
  expect(told).toEqual([`+${dan}`, `-${bob}`, `-${dan}`, `+${bob}`, `-${bob}`, `+${bob}`])
  for (let wait = 0; wait < 50 && !lines.join('').includes('event: left'); wait++)
    await once(api.app.server, 'x', { signal: AbortSignal.timeout(20) }).catch(() => {})
  expect(lines.join('')).toMatch(new RegExp(`event: entered\\ndata: {"segmentId":"tea","personId":"${dan}"`))
  stream.stream().destroy()
  const { days } = (await api.call('read', 'GET', '/v1/segments/tea/changes?days=8')).json() as { days: object[] }
  expect(days).toHaveLength(8)
  expect([days[0], days[7]]).toMatchObject([
    { entered: 1, left: 0 },
    { entered: 2, left: 3 },
  ])
})

test('removing is refused while another segment refers to it, and undo brings back', async () => {
  await put('local', { text: 'segment tea and trait city exists' })
  const refused = await api.call('admin', 'DELETE', '/v1/segments/tea')
  expect([refused.statusCode, refused.json()]).toMatchObject([
    409,
    { code: 'segment-in-use', details: { segments: ['local'] } },
  ])
  await api.call('admin', 'DELETE', '/v1/segments/local')
  expect((await api.call('read', 'GET', '/v1/segments/local')).statusCode).toBe(404)
  const undo = async (id: string) => (await api.call('admin', 'POST', `/v1/segments/${id}/undo`)).json()
  expect(await undo('local')).toMatchObject({
    segment: { id: 'local', text: { en: 'segment tea and trait city exists' } },
  })
  await put('local', { text: 'segment runners' })
  expect(await undo('local')).toMatchObject({ segment: { text: { en: 'segment tea and trait city exists' } } })
  expect(await undo('local')).toMatchObject({ segment: { text: { en: 'segment runners' } } })
  expect(await undo('nothing')).toMatchObject({ code: 'unknown-segment' })
  expect((await put('tea', { text: 'segment local' })).statusCode).toBe(200)
  expect((await put('local', { text: 'segment tea' })).json()).toMatchObject({
    code: 'segment-cycle',
    details: { path: ['local', 'tea', 'local'] },
  })
  await undo('tea')
})

test('a segment does not grow, by a new rule or an undo, past what those that refer to it may hold', async () => {
  const many = (count: number): string => Array.from({ length: count }, () => 'bought').join(' or ')
  await put('part', { text: 'bought' })
  await put('middle', { text: 'segment part or segment part or segment part' })
  await put('whole', { text: `segment middle or ${many(90)}` })
  const refused = await put('part', { text: many(71) })
  expect([refused.statusCode, refused.json()]).toMatchObject([
    400,
    { code: 'rule-too-large', details: { segment: 'whole' } },
  ])
  expect((await put('part', { text: many(70) })).statusCode).toBe(200)
  expect((await put('part', { text: 'bought' })).statusCode).toBe(200)
  expect((await put('whole', { text: `segment middle or segment middle or ${many(90)}` })).statusCode).toBe(200)
  const undone = await api.call('admin', 'POST', '/v1/segments/part/undo')
  expect(undone.json()).toMatchObject({ code: 'rule-too-large' })
  for (const id of ['whole', 'middle', 'part']) await api.call('admin', 'DELETE', `/v1/segments/${id}`)
})

test('computed traits and scores are read by rules; quintiles become cut points', async () => {
  for (let person = 0; person < 10; person++)
    for (let n = 0; n <= person; n++) await buy(`r${person}`, 'tea', n * dayMs)
  const orders = {
    measure: {
      type: 'aggregate',
      doing: { did: { kind: 'order' } },
      window: { type: 'last', days: 30 },
      aggregate: 'count',
    },
  }
  const computed = (name: string, body: object) => api.call('admin', 'PUT', `/v1/computed-traits/${name}`, body)
  expect((await computed('orders_30d', orders)).statusCode).toBe(200)
  const frequency = (await computed('rfm_f', { measure: { ...orders.measure, bands: { cuts: 'quintiles' } } })).json()
  expect(frequency.measure.bands.cuts).toEqual([1, 2, 5, 8])
  await put('often', { text: 'computed orders_30d >= 9' })
  expect(await membersOf('often')).toEqual(people('r8', 'r9'))
  await put('top', { text: 'computed rfm_f = 5' })
  expect(await membersOf('top')).toEqual(people('r7', 'r8', 'r9'))
  expect(api.attune.segments.computed.of('default', idOf('r9'))).toEqual({ orders_30d: 10, rfm_f: 5 })
  expect((await api.call('admin', 'DELETE', '/v1/computed-traits/rfm_f')).json()).toMatchObject({
    code: 'computed-trait-in-use',
  })

  await put('churning', { text: 'score churn > 0.5' })
  expect(((await api.call('read', 'GET', '/v1/segments/churning')).json() as SegmentView).warnings).toMatchObject([
    { code: 'unknown-score' },
  ])
  const scores = [
    { userId: 'r1', value: 0.9 },
    { userId: 'r2', value: 0.2 },
    { userId: 'nobody', value: 1 },
  ]
  expect((await api.call('admin', 'PUT', '/v1/scores/churn', { scores })).json()).toEqual({ stored: 2, skipped: 1 })
  expect(await membersOf('churning')).toEqual(people('r1'))
  await api.call('admin', 'PUT', '/v1/scores/churn', { scores: [{ userId: 'r2', value: 0.7 }], replace: true })
  expect(await membersOf('churning')).toEqual(people('r2'))
  expect((await api.call('read', 'GET', '/v1/scores')).json()).toMatchObject({
    scores: [{ name: 'churn', persons: 1 }],
  })
})

test('“like these people” is kept as a taste, never as ids', async () => {
  const like = (ids: string[], by: string) =>
    put('alike', { text: `like people (${ids.map((id) => `"${id}"`).join(', ')}) ${by}` })
  expect((await like([idOf('r1')], 'top 3')).json()).toMatchObject({ code: 'too-few-people' })
  const made = (await like([idOf('ann'), idOf('cai'), idOf('r1')], 'similarity >= 0.8')).json() as SegmentView
  expect(made.rule).toEqual({
    type: 'similar',
    to: [
      { category: 'running shoes', weight: 0.6667 },
      { category: 'tea', weight: 0.3333 },
    ],
    atLeast: 0.8,
  })
  expect(await membersOf('alike')).toEqual(people('ann', 'cai'))
  const top = (await like(['r1', 'r2', 'r3'].map(idOf), 'top 5')).json() as SegmentView
  expect(top.members).toBeGreaterThanOrEqual(5)
  expect(await membersOf('alike')).not.toContain(idOf('ann'))
})

test('members come in pages and as files, with ids of users only for whoever may see them', async () => {
  const page = (cursor: string) => api.call('read', 'GET', `/v1/segments/runners/members?limit=1${cursor}`)
  await put('runners', { text: 'bought category "running shoes"' })
  const first = (await page('')).json()
  const second = (await page(`&cursor=${first.next}`)).json()
  expect([...first.personIds, ...second.personIds].toSorted()).toEqual(people('ann', 'cai'))
  expect([first.total, second.next]).toEqual([2, null])
  expect((await page('&cursor=x')).json()).toMatchObject({ code: 'invalid-cursor' })
  const csv = await api.call('admin', 'GET', '/v1/segments/runners/export')
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(csv.body.trim().split('\n').toSorted()).toEqual(
    ['person_id,user_id', `${idOf('ann')},"ann"`, `${idOf('cai')},"cai"`].toSorted(),
  )
  const lines = (await api.call('admin', 'GET', '/v1/segments/runners/export?format=ndjson')).body.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).userId).toSorted()).toEqual(['ann', 'cai'])
})

test('who asks what is held of them is told their scores, and when they came and went', async () => {
  const held = async (userId: string) => (await api.call('admin', 'GET', `/v1/people/${userId}/export`)).json()
  expect((await held('dan')).segments).toMatchObject([
    { segmentId: 'tea', entered: true },
    { segmentId: 'tea', entered: false },
  ])
  expect((await held('r2')).scores).toMatchObject([{ name: 'churn', value: 0.7 }])
})

test('who is erased is in no segment, no score and no note of who entered, and the rest goes on after a restart', async () => {
  const erased = await api.call('admin', 'POST', '/v1/people/dan/erase', { confirm: 'dan' })
  expect(erased.statusCode).toBe(200)
  await api.attune.purge.settled()
  const rows = (table: string) =>
    Number(api.attune.state.raw.prepare(`SELECT count(*) AS n FROM ${table} WHERE person_id = ?`).get(idOf('dan'))?.n)
  expect([rows('segment_changes'), rows('scores')]).toEqual([0, 0])
  expect(api.attune.segments.of('default', idOf('dan'))).toEqual([])
  const before = api.attune.segments.list('default').map(({ id, members }) => [id, members])
  await api.attune.activity.reload()
  expect(api.attune.segments.list('default').map(({ id, members }) => [id, members])).toEqual(before)
  const restarted = createSegments(api.attune)
  restarted.close()
  expect(restarted.list('default').map(({ id, members }) => [id, members])).toEqual(before)
})

test('a stage of the lifecycle selects whom their portraits tell to be in it, in either language', async () => {
  await put('fresh', { text: '生命周期 新客' })
  const segment = (await api.call('read', 'GET', '/v1/segments/fresh')).json() as SegmentView
  expect(segment).toMatchObject({
    rule: { type: 'lifecycle', in: ['new'] },
    text: { en: 'lifecycle in (new)', zh: '生命周期 属于 (新客)' },
    description: { en: 'People who are new in their lifecycle', zh: '生命周期为新客的人' },
  })
  await buy('gil', 'tea')
  await buy('gil', 'tea', 12 * dayMs)
  await buy('hua', 'tea')
  for (const userId of ['gil', 'hua', 'bob']) {
    const { lifecycle } = (await api.call('read', 'GET', `/v1/profiles/${userId}`)).json() as {
      lifecycle: { stage: string }
    }
    const among = (await membersOf('fresh')).includes(idOf(userId))
    expect([userId, among]).toEqual([userId, lifecycle.stage === 'new'])
  }
  expect(await membersOf('fresh')).toContain(idOf('hua'))
  expect(await membersOf('fresh')).not.toContain(idOf('gil'))
  await api.call('admin', 'DELETE', '/v1/segments/fresh')
})

test('the pace of everybody outlives a restart, and a new one moves people with a word', async () => {
  await put('resting', { text: 'lifecycle in (at risk, lapsed)' })
  const told: string[] = []
  api.attune.segments.onChange((_, changes) => {
    for (const { segmentId, entered } of changes) if (segmentId === 'resting' && entered) told.push(segmentId)
  })
  const hasty = { atRiskMs: 1, lapsedMs: 3 }
  api.clock.now += 10
  api.attune.segments.keepRhythm('default', { orders: hasty, visits: hasty })
  expect(told).toContain('resting')
  const before = await membersOf('resting')
  const restarted = createSegments(api.attune)
  restarted.close()
  expect(restarted.members('default', 'resting', { from: 0, limit: 100 }).personIds.toSorted()).toEqual(before)
  api.attune.segments.keepRhythm('default', { orders: undefined, visits: undefined })
  await api.call('admin', 'DELETE', '/v1/segments/resting')
})

test('without a language model a sentence is answered with the reason', async () => {
  const proposal = await api.call('admin', 'POST', '/v1/segments/propose', {
    sentence: '上个月买过跑鞋但没有复购的上海女性',
  })
  expect(proposal.json()).toMatchObject({ status: 'no-model', reason: { zh: expect.stringContaining('语言模型') } })
})

test('names that rules can use are told', async () => {
  expect((await api.call('read', 'GET', '/v1/segment-vocabulary')).json()).toMatchObject({
    kinds: expect.arrayContaining(['order']),
    traits: ['city'],
    categories: ['running shoes', 'tea'],
    computedTraits: ['orders_30d', 'rfm_f'],
    scores: ['churn'],
    segments: expect.arrayContaining(['runners', 'tea']),
  })
})

test('whoever objected and is erased enters no segment on the way, and a reload meanwhile does not bring them back', async () => {
  await put('shoe-buyers', {
    title: 'Shoe buyers',
    text: 'bought category "running shoes" in last 30 days at least 1 times',
  })
  await api.call('admin', 'POST', '/v1/consent', { userId: 'eva', purposes: { profiling: false }, source: 'api' })
  await buy('eva', 'shoes')
  const eva = idOf('eva')
  const told: unknown[] = []
  api.attune.segments.onChange((_, changes) => told.push(...changes.filter(({ personId }) => personId === eva)))
  await api.call('admin', 'POST', '/v1/people/eva/erase', { note: '', confirm: 'eva' })
  expect(told).toEqual([])
  await buy('fay', 'shoes')
  const fay = idOf('fay')
  const { forget } = api.attune.segments
  let reloaded: Promise<void> | undefined
  const between = vi.spyOn(api.attune.segments, 'forget').mockImplementationOnce((...of) => {
    forget(...of)
    reloaded = api.attune.activity.reload()
  })
  const erased = await api.call('admin', 'POST', '/v1/people/fay/erase', { note: '', confirm: 'fay' })
  expect(erased.statusCode, erased.body).toBe(200)
  await reloaded
  between.mockRestore()
  expect(api.attune.activity.of('default').slotOf(fay)).toBeUndefined()
  expect(await membersOf('shoe-buyers')).not.toContain(fay)
})
