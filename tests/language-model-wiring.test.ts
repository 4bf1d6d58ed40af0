import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ConfigInput } from '../packages/attune/src/config/schema.ts'
import {
  type MisbehavingServer,
  misbehavingServer,
} from '../packages/language/src/generate/misbehaving-server.fixture.ts'
import { openInstallation, type TestInstallation } from './support.ts'

const now = Date.UTC(2026, 10, 27, 20)
let server: MisbehavingServer
let house: TestInstallation

const settings = (): ConfigInput => ({
  collect: { groupCommitMs: 1 },
  segments: { timeZone: 'Asia/Shanghai' },
  protect: { outgoing: { allowedHosts: ['127.0.0.1'], allowHttp: ['127.0.0.1'] } },
  languageModel: {
    models: { main: { provider: 'openai-compatible', baseUrl: server.url, model: 'tiny' } },
    purposes: { '*': { model: 'main' } },
  },
})
beforeEach(async () => {
  server = await misbehavingServer()
  house = await openInstallation({ config: settings(), now: () => now })
})
afterEach(async () => {
  await house.close()
  await server.close()
})
const says = (value: object) => ({ kind: 'answer', text: JSON.stringify(value) }) as const

const sentence = '上个月买过跑鞋但没有复购的上海女性'
const rule =
  'bought category "跑鞋" last month and not (bought category "跑鞋" this month) and trait city = "上海" and trait gender = "female"'
/** An equal sentence would be answered from the cache. */
const propose = async (more = '') =>
  (await house.ask('admin', 'POST', '/v1/segments/propose', { sentence: `${sentence}${more}` })).body

test('a sentence becomes a rule that is shown, counted and not saved', async () => {
  await house.ask('admin', 'PUT', '/v1/items/shoe', { title: '跑鞋', kind: 'product', categories: ['跑鞋'] })
  server.behave(says({ name: '跑鞋未复购', rule, unclear: [] }))
  const proposal = await propose()
  expect(proposal).toMatchObject({
    status: 'proposed',
    title: '跑鞋未复购',
    text: { zh: expect.stringContaining('上个月') },
  })
  expect(proposal.description.zh).toContain('跑鞋')
  const told = server.requests[0]?.body.messages.map(({ content }) => content).join('\n')
  // It is tomorrow in Shanghai already.
  expect(told).toContain('今天是 2026-11-28。')
  expect(told).toContain('"categories":["跑鞋"]')
  expect((await house.ask('read', 'GET', '/v1/segments')).body.segments).toEqual([])
  expect((await house.ask('read', 'POST', '/v1/segments/preview', { rule: proposal.rule })).body.count).toBe(0)
})

test('a rule with a mistake is mended once; a model that lies, is away or missing gives a reason and no rule', async () => {
  server.behave(
    says({ name: 'x', rule: 'bought shoes', unclear: [] }),
    says({ name: 'x', rule: 'bought category "跑鞋"', unclear: ['女性'] }),
  )
  expect(await propose()).toMatchObject({ status: 'proposed', unclear: ['女性'] })
  expect(server.requests[1]?.body.messages.at(-1)?.content).toContain('column 8')
  for (const lie of [
    { kind: 'wrong-json' },
    { kind: 'no-json' },
    says({ name: 'x', rule: 'segment nowhere', unclear: [] }),
  ] as const) {
    server.behave(lie)
    expect(await propose(lie.kind)).toMatchObject({ status: 'not-understood', reason: { zh: expect.any(String) } })
  }
  server.behave({ kind: 'status', status: 400 })
  expect(await propose('。')).toMatchObject({ status: 'model-failed' })
  await house.close()
  house = await openInstallation({ now: () => now })
  expect(await propose()).toMatchObject({ status: 'no-model' })
})

/** Somebody with a name and a phone who looks at tea, for days. */
async function ann(): Promise<void> {
  await house.ask('admin', 'PUT', '/v1/items/oolong', { title: '乌龙茶', kind: 'product', categories: ['茶'] })
  await house.send([
    { type: 'identify', userId: 'ann', traits: { name: '王小明', phone: '13800138000', city: '杭州' } },
    ...Array.from({ length: 6 }, (_, day) => ({
      type: 'track',
      userId: 'ann',
      event: 'Product Viewed',
      messageId: `v-${day}`,
      timestamp: new Date(now - day * 86_400_000).toISOString(),
      properties: { product_id: 'oolong' },
    })),
  ])
}
const portrait = async (query = 'language=zh&summary=true') =>
  (await house.ask('admin', 'GET', `/v1/profiles/ann?${query}`)).body

test('two sentences about a person rest on statements of the portrait, and nothing that they gave is sent', async () => {
  await ann()
  // The model looks its evidence up among the statements, as a good one does.
  server.behave({
    kind: 'answer',
    text: ({ messages }) => {
      const id = /"id":"(e\d+)","text":"兴趣/.exec(messages.map(({ content }) => content).join())?.[1]
      return JSON.stringify({ sentences: [{ text: '常看茶。', evidence: [id] }] })
    },
  })
  const { summary } = await portrait()
  expect(summary).toMatchObject({ text: '常看茶。', model: 'main', source: 'inferred' })
  expect(summary.statements).toEqual([
    { id: summary.sentences[0].evidence[0], text: expect.stringContaining('茶：100%') },
  ])
  expect(JSON.stringify(server.requests)).not.toMatch(/王小明|13800138000|杭州|ann/)
  // No sentence about a person is kept, so that none outlives an erasure.
  await portrait()
  expect(server.requests).toHaveLength(2)
  expect((await portrait('language=zh')).omitted).toContainEqual({
    section: 'summary',
    code: 'summary-not-asked',
    reason: expect.stringContaining('语言模型'),
  })
})

test('a summary that rests on nothing is not shown, one of somebody who said no is not asked for', async () => {
  await ann()
  const codeOf = ({ summary, omitted }: { summary: unknown; omitted: { section: string; code: string }[] }) => {
    expect(summary).toBeNull()
    return omitted.find(({ section }) => section === 'summary' || section === 'all')?.code
  }
  server.behave(says({ sentences: [{ text: '很有钱。', evidence: ['e99'] }] }))
  expect(codeOf(await portrait())).toBe('summary-refused')
  server.behave({ kind: 'status', status: 400 })
  expect(codeOf(await portrait('language=en&summary=true'))).toBe('summary-failed')
  const asked = server.requests.length
  await house.ask('admin', 'POST', '/v1/consent', { userId: 'ann', purposes: { profiling: false }, source: 'banner' })
  expect(codeOf(await portrait())).toBe('no-profiling')
  expect(server.requests).toHaveLength(asked)
})

test('groups of people are found in a thread, and named by the model without a word of anybody', async () => {
  for (const [id, kind] of [
    ['tea', '茶'],
    ['shoe', '跑鞋'],
  ])
    await house.ask('admin', 'PUT', `/v1/items/${id}`, { title: `${kind}礼盒`, kind: 'product', categories: [kind] })
  await house.send(
    Array.from({ length: 24 }, (_, at) => ({
      type: 'track',
      userId: `shopper-${at}`,
      event: 'Product Viewed',
      messageId: `v-${at}`,
      timestamp: new Date(now - at * 3_600_000).toISOString(),
      properties: { product_id: at % 2 === 0 ? 'tea' : 'shoe' },
    })),
  )
  expect((await house.ask('read', 'GET', '/v1/clusters')).body).toEqual({ result: null })
  server.behave(says({ name: '爱茶的人', description: '常看茶。' }), says({ name: '跑者', description: '常看跑鞋。' }))
  const found = await house.ask('admin', 'POST', '/v1/clusters', { k: 2, language: 'zh' })
  expect(found).toMatchObject({ status: 200, body: { people: 24, clusters: [{ people: 12 }, { people: 12 }] } })
  const written = found.body.clusters.map(({ written }: { written: object }) => written)
  expect(written).toEqual([
    { name: '爱茶的人', description: '常看茶。', language: 'zh', model: 'main' },
    { name: '跑者', description: '常看跑鞋。', language: 'zh', model: 'main' },
  ])
  expect(JSON.stringify(server.requests)).not.toMatch(/shopper-|p_/)
  // The second is told what the first is called.
  expect(server.requests[1]?.body.messages.at(-1)?.content).toContain('爱茶的人')
  expect((await house.ask('read', 'GET', '/v1/clusters')).body).toEqual({ result: found.body })
  expect((await house.ask('read', 'POST', '/v1/clusters', {})).status).toBe(403)
  expect((await house.ask('admin', 'POST', '/v1/clusters', { k: 1 })).status).toBe(400)
})
