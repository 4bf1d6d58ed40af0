import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { doctorCommand } from '../packages/attune/src/cli/commands/doctor.ts'
import { generateCommand } from '../packages/attune/src/cli/commands/generate.ts'
import { languageModelCommand } from '../packages/attune/src/cli/commands/language-model.ts'
import { keepPrinted } from '../packages/attune/src/cli/keep-printed.fixture.ts'
import type { ConfigInput } from '../packages/attune/src/config/schema.ts'
import {
  type MisbehavingServer,
  misbehavingServer,
} from '../packages/language/src/generate/misbehaving-server.fixture.ts'
import { openInstallation, type TestInstallation, temporaryFolder } from './support.ts'

const now = Date.UTC(2026, 10, 27, 12)
const lines: string[] = []
const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
let server: MisbehavingServer
let house: TestInstallation | undefined

beforeEach(async () => {
  lines.length = 0
  server = await misbehavingServer({ kind: 'answer', text: 'Dear [[NAME_1]], thank you.' })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await house?.close()
  house = undefined
  await server.close()
})

const allowed = { outgoing: { allowedHosts: ['127.0.0.1'], allowHttp: ['127.0.0.1'] } }
const settings = (more: object = {}, purpose: object = {}): ConfigInput => ({
  protect: allowed,
  languageModel: {
    currency: 'CNY',
    models: {
      main: {
        provider: 'openai-compatible',
        baseUrl: server.url,
        model: 'tiny',
        price: { input: 2, output: 8 },
        ...more,
      },
    },
    purposes: { '*': { model: 'main', ...purpose } },
  },
})
const open = async (config: ConfigInput): Promise<TestInstallation> => {
  house = await openInstallation({ config, log, now: () => now })
  return house
}
const instruction = '给顾客王小明写一句感谢，他的电话是 13800138000'

describe('an installation with a language model', () => {
  test('writes, sends no personal data, and keeps figures only', async () => {
    const { ask, attune } = await open(settings())
    const { status, body } = await ask('admin', 'POST', '/v1/generate', { instruction, language: 'zh' })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        text: 'Dear 王小明, thank you.',
        model: 'main',
        prompt: { id: 'admin', version: 1 },
        tokensIn: 100,
        tokensOut: 20,
        currency: 'CNY',
      },
    })
    expect(JSON.stringify(server.requests)).not.toMatch(/王小明|13800138000/)
    const ledger = (await ask('admin', 'GET', '/v1/language-model/ledger')).body
    const cost = (100 * 2 + 20 * 8) / 1e6
    expect(ledger.totals).toEqual([
      {
        purpose: 'admin',
        model: 'main',
        prompt: 'admin',
        promptVersion: 1,
        calls: 1,
        cached: 0,
        failed: 0,
        tokensIn: 100,
        tokensOut: 20,
        cost,
      },
    ])
    expect(ledger.daily).toEqual([{ day: '2026-11-27', calls: 1, tokens: 120, cost }])
    expect(ledger.calls).toMatchObject([
      { at: '2026-11-27T12:00:00.000Z', outcome: 'ok', cached: false, language: 'zh' },
    ])
    expect(lines.some((line) => line.includes('"purpose":"admin"'))).toBe(true)
    const rows = attune.state.raw.prepare('SELECT * FROM language_model_calls').all()
    for (const kept of [lines.join(), JSON.stringify(rows), JSON.stringify(ledger)])
      expect(kept).not.toMatch(/王小明|13800138000|thank you|感谢/)
  })

  test('writes values by a schema', async () => {
    server.behave({ kind: 'answer', text: '{"tags":["tea"]}' })
    const { ask } = await open(settings())
    const schema = {
      type: 'object',
      properties: { tags: { type: 'array', items: { type: 'string' } } },
      required: ['tags'],
      additionalProperties: false,
    }
    expect((await ask('admin', 'POST', '/v1/generate', { instruction: 'tags', schema })).body).toMatchObject({
      text: null,
      value: { tags: ['tea'] },
    })
    server.behave({ kind: 'answer', text: '{"tags":"tea"}' })
    expect(await ask('admin', 'POST', '/v1/generate', { instruction: 'other tags', schema })).toMatchObject({
      status: 502,
      body: { code: 'bad-answer', details: { why: 'schema' } },
    })
  })

  test('refuses schemas with patterns, references to elsewhere, unknown types, and too many levels', async () => {
    const { ask } = await open(settings())
    const deep = Array.from({ length: 30 }).reduce<object>((items) => ({ type: 'array', items }), { type: 'string' })
    for (const schema of [
      { type: 'string', pattern: '(a+)+$' },
      { $ref: 'https://example.com/schema.json' },
      { type: 'strange' },
      deep,
    ])
      expect(await ask('admin', 'POST', '/v1/generate', { instruction: 'x', schema })).toMatchObject({
        status: 400,
        body: { code: 'bad-answer-schema' },
      })
    expect(server.requests).toHaveLength(0)
  })

  test('waits as the server asks, through the guard of outgoing requests', async () => {
    server.behave({ kind: 'status', status: 429, headers: { 'retry-after': '0' } }, { kind: 'answer', text: 'well' })
    const { ask } = await open(settings())
    expect((await ask('admin', 'POST', '/v1/generate', { instruction: 'x' })).body).toMatchObject({ text: 'well' })
    server.behave({ kind: 'status', status: 429, headers: { 'retry-after': '60' } })
    expect(await ask('admin', 'POST', '/v1/generate', { instruction: 'y' })).toMatchObject({
      status: 503,
      body: { code: 'rate-limited', details: { retryAfterSeconds: 60 } },
    })
  })

  test('streams through the guard', async () => {
    const text = 'so many words that they come in several pieces, one after the other, '.repeat(3)
    server.behave({ kind: 'answer', text })
    const { attune } = await open(settings())
    const { adminPrompt } = await import('@attune/language')
    const pieces: string[] = []
    for await (const piece of attune.languageModel.streamText({
      purpose: 'x',
      prompt: adminPrompt,
      language: 'en',
      variables: { instruction: 'x' },
    }))
      pieces.push(piece)
    expect(pieces.join('')).toBe(text)
    expect(pieces.length).toBeGreaterThan(3)
  })

  test('does not ask a machine of its own network that is not allowed, and says how to allow it', async () => {
    const { ask } = await open({ ...settings(), protect: {} })
    const { status, body } = await ask('admin', 'POST', '/v1/generate', { instruction: 'x' })
    expect({ status, body }).toMatchObject({ status: 502, body: { code: 'refused' } })
    expect(body.detail).toContain('protect.outgoing.allowHttp')
    expect(server.requests).toHaveLength(0)
    expect((await ask('admin', 'GET', '/v1/language-model')).body.models).toMatchObject([
      { problem: 'address-refused', advice: expect.stringContaining('allowHttp') },
    ])
  })

  test('keeps to budgets of a workspace, and shows what was spent', async () => {
    server.behave({ kind: 'answer', text: 'well' })
    const { ask } = await open(settings({}, { budget: { tokensPerDay: 700 }, maxTokens: 300 }))
    const statuses: number[] = []
    for (const n of [1, 2, 3, 4, 5])
      statuses.push((await ask('admin', 'POST', '/v1/generate', { instruction: `x ${n}` })).status)
    expect(statuses[0]).toBe(200)
    expect(statuses.at(-1)).toBe(429)
    const { purposes } = (await ask('admin', 'GET', '/v1/language-model')).body
    expect(purposes).toMatchObject([{ purpose: 'admin', model: 'main', budget: { tokensPerDay: 700 } }])
    expect(purposes[0].spent.day.tokens).toBe(server.requests.length * 120)
    expect(purposes[0].spent.month).toEqual(purposes[0].spent.day)
  })

  test('shows that a failing server rests', async () => {
    server.behave({ kind: 'drop' })
    const { ask } = await open(settings())
    for (const n of [1, 2, 3, 4, 5]) await ask('admin', 'POST', '/v1/generate', { instruction: `x ${n}` })
    expect((await ask('admin', 'GET', '/v1/language-model')).body.models).toMatchObject([
      { state: 'open', opensAgainAt: '2026-11-27T12:00:30.000Z' },
    ])
    expect(await ask('admin', 'POST', '/v1/generate', { instruction: 'x' })).toMatchObject({
      status: 503,
      body: { code: 'circuit-open' },
    })
  })

  test('gets its key from the variable that is named, and says so where it is not set', async () => {
    const named = { apiKeyVariable: 'ATTUNE_TEST_MODEL_KEY' }
    const { ask } = await open(settings(named))
    expect(await ask('admin', 'POST', '/v1/generate', { instruction: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'no-model' },
    })
    const view = (await ask('admin', 'GET', '/v1/language-model')).body
    expect(view.models).toMatchObject([
      {
        problem: 'key-missing',
        keyVariable: 'ATTUNE_TEST_MODEL_KEY',
        advice: expect.stringContaining('ATTUNE_TEST_MODEL_KEY'),
      },
    ])
    await house?.close()
    vi.stubEnv('ATTUNE_TEST_MODEL_KEY', 'sk-very-secret')
    const again = await open(settings(named))
    await again.ask('admin', 'POST', '/v1/generate', { instruction: 'say x' })
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-very-secret')
    const seen = [
      await again.ask('admin', 'GET', '/v1/language-model'),
      await again.ask('admin', 'GET', '/v1/language-model/ledger'),
    ]
    expect(JSON.stringify(seen) + lines.join()).not.toContain('sk-very-secret')
  })
})

test('without a language model everything else goes on, and asking for one says so', async () => {
  const { ask, attune } = await open({})
  expect(attune.languageModel.has('portrait')).toBe(false)
  expect(await ask('admin', 'POST', '/v1/generate', { instruction: 'x' })).toMatchObject({
    status: 409,
    body: { code: 'no-model' },
  })
  expect((await ask('admin', 'GET', '/v1/language-model')).body).toEqual({ currency: 'USD', models: [], purposes: [] })
  expect((await ask('admin', 'GET', '/v1/language-model/ledger')).body).toMatchObject({
    totals: [],
    daily: [],
    calls: [],
  })
  expect((await ask('read', 'POST', '/v1/recommendations', { placement: 'home', userId: 'ann' })).status).toBe(200)
})

test('a purpose that names no model is a mistake of the configuration', async () => {
  await expect(open({ languageModel: { models: {}, purposes: { admin: { model: 'main' } } } })).rejects.toThrow(
    /no name of languageModel\.models/,
  )
})

describe('on the command line', () => {
  const printed = keepPrinted()
  const arranged = (config: ConfigInput): readonly string[] => {
    const folder = temporaryFolder()
    const file = join(folder, 'attune.config.json')
    writeFileSync(file, JSON.stringify(config))
    return ['--config', file, '--data-dir', join(folder, 'data')]
  }

  test('a text is written, and its figures are shown', async () => {
    const where = arranged(settings())
    const { initCommand } = await import('../packages/attune/src/cli/commands/init.ts')
    await initCommand().parseAsync(['node', 'init', ...where])
    printed.clear()
    await generateCommand().parseAsync(['node', 'generate', instruction, '--language', 'zh', ...where])
    expect(printed.text).toBe('Dear 王小明, thank you.\n')
    printed.clear()
    await languageModelCommand().parseAsync(['node', 'language-model', 'ledger', ...where])
    expect(printed.text).toMatch(/admin +main +admin 1 +1 +0 +0 +120/)
    printed.clear()
    await languageModelCommand().parseAsync(['node', 'language-model', 'status', '--json', ...where])
    expect(JSON.parse(printed.text)).toMatchObject({
      models: [{ name: 'main', problem: null }],
      purposes: [{ purpose: 'admin' }],
    })
  })

  test('the doctor says what a model lacks', async () => {
    const findings = async (config: ConfigInput) => {
      printed.clear()
      await doctorCommand().parseAsync(['node', 'doctor', '--json', ...arranged(config)])
      const all = JSON.parse(printed.text).findings as { check: string; state: string; message: string }[]
      return all.filter(({ check }) => check === 'language model')
    }
    expect(await findings({})).toMatchObject([{ state: 'ok', message: expect.stringContaining('none') }])
    expect(await findings(settings())).toMatchObject([{ state: 'ok' }])
    expect(await findings({ ...settings(), protect: {} })).toMatchObject([
      { state: 'wrong', message: expect.stringContaining('allowHttp') },
    ])
    expect(await findings(settings({ apiKeyVariable: 'NOT_SET_HERE' }))).toMatchObject([
      { state: 'wrong', message: expect.stringContaining('NOT_SET_HERE') },
    ])
    const idle = settings()
    expect(await findings({ ...idle, languageModel: { ...idle.languageModel, purposes: {} } })).toMatchObject([
      { state: 'warning' },
    ])
  })
})
