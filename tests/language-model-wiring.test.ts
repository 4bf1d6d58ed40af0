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
