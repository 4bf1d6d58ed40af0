import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { LanguageError } from '../errors.ts'
import type { CompatibleModelConfig } from './config.ts'
import { openDoor, readPrompt } from './language-model.fixture.ts'
import type { GeneratedText } from './language-model.ts'
import { type Behaviour, type MisbehavingServer, misbehavingServer } from './misbehaving-server.fixture.ts'

let server: MisbehavingServer
beforeEach(async () => {
  server = await misbehavingServer()
})
afterEach(() => server.close())

const config = (more: Partial<CompatibleModelConfig> = {}): CompatibleModelConfig => ({
  provider: 'openai-compatible',
  baseUrl: server.url,
  model: 'm',
  price: { input: 1, output: 10 },
  ...more,
})
const ask = {
  purpose: 'test',
  prompt: readPrompt,
  language: 'en',
  variables: { text: 'Nice shoes, mail ann@example.com' },
} as const
const failure = (work: Promise<unknown>): Promise<LanguageError> =>
  work.then(
    () => Promise.reject(new Error('it went well')),
    (error: LanguageError) => error,
  )

async function read(stream: AsyncGenerator<string, GeneratedText>) {
  let shown = ''
  for (;;) {
    const { done, value } = await stream.next()
    if (done) return { shown, result: value }
    shown += value
  }
}

describe('a server that works', () => {
  test('is sent no personal data, and its answer gets it back; the call is in the ledger with what it cost', async () => {
    server.behave({ kind: 'answer', text: 'Write to [[email_1]].' })
    const { door, ledger } = openDoor(config())
    const generated = await door.generateText(ask)
    expect(generated.text).toBe('Write to ann@example.com.')
    expect(JSON.stringify(server.requests)).not.toContain('ann@')
    expect(generated.cost).toBeCloseTo((100 * 1 + 20 * 10) / 1e6)
    expect(ledger.calls).toMatchObject([
      {
        purpose: 'test',
        model: 'main',
        prompt: 'read',
        promptVersion: 1,
        language: 'en',
        tokensIn: 100,
        tokensOut: 20,
        outcome: 'ok',
        cached: false,
      },
    ])
    expect(JSON.stringify(ledger.calls)).not.toMatch(/shoes|ann@|Write/)
  })

  test('is not asked twice for the same; another person may share the answer, with their own data in it', async () => {
    server.behave({ kind: 'answer', text: 'Write to [[EMAIL_1]].' })
    const { door, ledger } = openDoor(config())
    await door.generateText(ask)
    const again = await door.generateText({ ...ask, variables: { text: 'Nice shoes, mail bob@example.com' } })
    expect(again).toMatchObject({ text: 'Write to bob@example.com.', cached: true, cost: 0 })
    expect(server.requests).toHaveLength(1)
    expect(ledger.calls.map(({ cached }) => cached)).toEqual([false, true])
    await door.generateText({ ...ask, workspace: 'other' })
    await door.generateText({ ...ask, cache: false })
    expect(server.requests).toHaveLength(3)
    const secret = { ...ask, variables: { text: 'Secret shoes, mail bob@example.com' } }
    await door.generateText({ ...secret, cache: false })
    expect(await door.generateText(secret)).toMatchObject({ cached: false })
    expect(server.requests).toHaveLength(5)
  })

  test('streams, with personal data put back even where a piece ends inside a placeholder', async () => {
    const text = `Please write to [[EMAIL_1]] ${'and say thank you very much '.repeat(5)}or to [[EMAIL_1]]`
    server.behave({ kind: 'answer', text })
    const { door } = openDoor(config())
    const { shown, result } = await read(door.streamText(ask))
    expect(shown).toBe(text.replaceAll('[[EMAIL_1]]', 'ann@example.com'))
    expect(result).toMatchObject({ text: shown, tokensIn: 100, tokensOut: 20, cut: false })
  })

  test('is counted by estimate where it does not count itself', async () => {
    server.behave({ kind: 'answer', text: 'fine', usage: false })
    const { door } = openDoor(config())
    const { tokensIn, tokensOut } = await door.generateText(ask)
    expect(tokensIn).toBeGreaterThan(100)
    expect(tokensOut).toBeGreaterThanOrEqual(1)
  })

  test('is sent the schema in the prompt, or as a response format where it takes one', async () => {
    server.behave({ kind: 'answer', text: '{"mood":"good"}' })
    const schema = z.strictObject({ mood: z.enum(['good', 'bad']) })
    await openDoor(config()).door.generateObject({ ...ask, schema })
    await openDoor(config({ supportsStructuredOutputs: true })).door.generateObject({ ...ask, schema })
    const [inWords, asFormat] = server.requests
    expect(inWords?.body.messages[0]?.content).toContain('"enum":["good","bad"]')
    expect(inWords?.body.response_format).toBeUndefined()
    expect(JSON.stringify(asFormat?.body.response_format)).toContain('"enum":["good","bad"]')
    expect(asFormat?.body.messages[0]?.content).not.toContain('"enum"')
  })

  test('gets the key, and nobody else does', async () => {
    const { door } = openDoor(config({ apiKey: 'sk-secret' }))
    await door.generateText(ask)
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-secret')
    expect(JSON.stringify(door.status())).not.toContain('sk-secret')
  })
})

describe('a server that fails', () => {
  const cases: readonly (readonly [string, readonly Behaviour[], string, Record<string, unknown>])[] = [
    ['drops the connection', [{ kind: 'drop' }], 'unreachable', {}],
    ['says 500 every time', [{ kind: 'status', status: 500 }], 'unreachable', { status: 500 }],
    [
      'says 429 every time',
      [{ kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
      'rate-limited',
      { status: 429, retryAfterMs: 2000 },
    ],
    ['says 401', [{ kind: 'status', status: 401 }], 'refused', { status: 401 }],
    ['says 400', [{ kind: 'status', status: 400 }], 'refused', { status: 400 }],
    ['answers another JSON', [{ kind: 'wrong-json' }], 'bad-answer', { why: 'interface' }],
    ['answers a web page', [{ kind: 'no-json' }], 'bad-answer', { why: 'interface' }],
    ['answers 200 with an error inside', [{ kind: 'error-inside' }], 'bad-answer', { why: 'interface' }],
    ['answers with no choices', [{ kind: 'no-choices' }], 'bad-answer', { why: 'interface' }],
    ['answers with nothing', [{ kind: 'answer', text: ' ' }], 'bad-answer', { why: 'empty' }],
    ['answers with eight megabytes', [{ kind: 'huge', bytes: 8 << 20 }], 'bad-answer', { why: 'too-large' }],
    ['breaks off', [{ kind: 'half', text: '' }], 'bad-answer', { why: 'interface' }],
    ['hangs after the headers', [{ kind: 'hang-after-headers' }], 'timed-out', { timeoutMs: 300 }],
    ['is too slow', [{ kind: 'slow', ms: 5000, text: 'late' }], 'timed-out', {}],
    ['wants a tool called', [{ kind: 'tool-call' }], 'bad-answer', { why: 'tool' }],
    [
      'holds its answer back',
      [{ kind: 'answer', text: 'x', finish: 'content_filter' }],
      'bad-answer',
      { why: 'filtered' },
    ],
  ]
  test.each(cases)('and %s', async (_, behaviours, code, details) => {
    server.behave(...behaviours)
    const { door, ledger } = openDoor(config({ timeoutMs: code === 'timed-out' ? 300 : 20_000 }))
    const error = await failure(door.generateText(ask))
    expect({ code: error.code, details: error.details }).toMatchObject({ code, details })
    expect(ledger.calls).toMatchObject([{ outcome: code }])
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(
      /shoes|EMAIL|ann@|out of memory/,
    )
  })

  test('is not there', async () => {
    const { port } = server
    await server.close()
    const { door, pauses } = openDoor(config({ baseUrl: `http://127.0.0.1:${port}/v1` }))
    expect(await failure(door.generateText(ask))).toMatchObject({ code: 'unreachable' })
    expect(pauses).toEqual([])
  })

  test('with 429 and 503 and then works, is waited for as long as it asks', async () => {
    server.behave(
      { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      { kind: 'status', status: 503 },
      { kind: 'answer', text: 'well' },
    )
    const { door, pauses } = openDoor(config(), { rng: () => 0.5 })
    expect(await door.generateText(ask)).toMatchObject({ text: 'well' })
    // Seven seconds were asked for; the second pause is 1 s × (.5 + .5 / 2).
    expect(pauses).toEqual([7000, 750])
  })

  test('asking for an hour is not waited for', async () => {
    server.behave({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } })
    const { door, pauses } = openDoor(config())
    expect((await failure(door.generateText(ask))).details.retryAfterMs).toBe(3_600_000)
    expect(pauses).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  test('is left alone after some failures, and tried once after a rest', async () => {
    let now = 1_000_000
    server.behave({ kind: 'drop' })
    const { door } = openDoor(config({ failuresToOpen: 2, restMs: 10_000 }), { now: () => now })
    await failure(door.generateText(ask))
    await failure(door.generateText(ask))
    expect(door.status()).toMatchObject([{ state: 'open', opensAgainAt: 1_010_000 }])
    expect(await failure(door.generateText(ask))).toMatchObject({ code: 'circuit-open' })
    expect(server.requests).toHaveLength(2)
    now += 10_000
    expect(door.status()).toMatchObject([{ state: 'half-open' }])
    server.behave({ kind: 'slow', ms: 50, text: 'well' })
    const trial = door.generateText(ask)
    await Promise.resolve()
    expect(await failure(door.generateText(ask))).toMatchObject({ code: 'circuit-open' })
    expect(await trial).toMatchObject({ text: 'well' })
    expect(door.status()).toMatchObject([{ state: 'closed', opensAgainAt: null }])
  })
})

describe('a stream that fails', () => {
  const long = 'a part of the answer that is long enough to be shown before the end '.repeat(3)
  test.each<[string, Behaviour]>([
    ['because the connection is dropped', { kind: 'half', text: long }],
    ['because it ends without an end', { kind: 'no-end', text: long }],
    ['because of an error inside', { kind: 'error-in-stream', text: long }],
  ])('in the middle %s, gives its part and then says that it is not whole', async (_, behaviour) => {
    server.behave(behaviour)
    const { door, ledger } = openDoor(config())
    let shown = ''
    const error = await failure(
      (async () => {
        for await (const piece of door.streamText(ask)) shown += piece
      })(),
    )
    expect(long.startsWith(shown)).toBe(true)
    expect(shown.length).toBeGreaterThan(50)
    expect(error).toMatchObject({ code: 'bad-answer', details: { incomplete: true } })
    expect(ledger.calls).toMatchObject([{ outcome: 'bad-answer' }])
    expect(ledger.calls[0]?.tokensOut).toBeGreaterThan(20)
  })

  test.each<[string, Behaviour, string]>([
    ['429', { kind: 'status', status: 429 }, 'rate-limited'],
    ['a hang after the headers', { kind: 'hang-after-headers' }, 'timed-out'],
    ['a web page', { kind: 'no-json' }, 'bad-answer'],
    ['a tool call', { kind: 'tool-call' }, 'bad-answer'],
    ['a megabyte', { kind: 'huge', bytes: 1 << 20 }, 'bad-answer'],
  ])('at once with %s', async (_, behaviour, code) => {
    server.behave(behaviour)
    const { door, ledger } = openDoor(config({ timeoutMs: 3000 }))
    const error = await failure(read(door.streamText(ask)))
    expect(error.code).toBe(code)
    expect(ledger.calls).toMatchObject([{ outcome: code }])
  })

  test('is written down as cancelled when its reader goes away', async () => {
    server.behave({ kind: 'answer', text: long })
    const { door, ledger } = openDoor(config())
    for await (const _ of door.streamText(ask)) break
    expect(ledger.calls).toMatchObject([{ outcome: 'cancelled' }])
    expect(door.status()).toMatchObject([{ state: 'closed' }])
  })
})

describe('an object', () => {
  const schema = z.strictObject({ mood: z.enum(['good', 'bad']), to: z.string() })

  test('that does not fit at first is asked for once more, with what is wrong', async () => {
    server.behave(
      { kind: 'answer', text: '{"mood":"great","to":"[[EMAIL_1]]"}' },
      { kind: 'answer', text: '```json\n{"mood":"good","to":"[[EMAIL_1]]"}\n```' },
    )
    const { door, ledger } = openDoor(config())
    expect(await door.generateObject({ ...ask, schema })).toMatchObject({
      value: { mood: 'good', to: 'ann@example.com' },
      repaired: true,
    })
    const [, , answer, repair] = server.requests[1]!.body.messages
    expect(answer).toMatchObject({ role: 'assistant', content: '{"mood":"great","to":"[[EMAIL_1]]"}' })
    expect(repair?.content).toMatch(/mood: .*good.*bad/)
    expect(ledger.calls.map(({ outcome }) => outcome)).toEqual(['bad-answer', 'ok'])
    expect(await door.generateObject({ ...ask, schema })).toMatchObject({
      cached: true,
      value: { to: 'ann@example.com' },
    })
  })

  test.each([
    ['never fits', '{"mood":"great"}', 'schema'],
    ['is never JSON', 'I would rather not.', 'no-json'],
  ])('that %s fails after the second try, without a word of the answer', async (_, text, why) => {
    server.behave({ kind: 'answer', text })
    const { door } = openDoor(config())
    const error = await failure(door.generateObject({ ...ask, schema, language: 'zh' }))
    expect(error).toMatchObject({ code: 'bad-answer', details: { why } })
    expect(JSON.stringify(error)).not.toMatch(/great|rather/)
    expect(server.requests).toHaveLength(2)
    expect(server.requests[1]!.body.messages.at(-1)?.content).toMatch(/不符合要求/)
  })
})

describe('a budget', () => {
  test('that a call might exceed refuses it before anything is sent', async () => {
    const { door, ledger } = openDoor(config(), { settings: { budget: { tokensPerDay: 800 }, maxTokens: 300 } })
    await door.generateText({ ...ask, cache: false })
    for (let i = 0; i < 3; i += 1) await door.generateText({ ...ask, cache: false }).catch(() => undefined)
    const sent = server.requests.length
    expect(await failure(door.generateText({ ...ask, cache: false }))).toMatchObject({
      code: 'over-budget',
      details: { period: 'day', unit: 'tokens', limit: 800 },
    })
    expect(server.requests).toHaveLength(sent)
    expect(ledger.spent('default', 'test', 0).tokens).toBeLessThanOrEqual(800)
    expect(ledger.calls.at(-1)).toMatchObject({ outcome: 'over-budget', tokensIn: 0 })
  })

  test('counts calls that are on their way, so that many at once do not exceed it together', async () => {
    server.behave({ kind: 'slow', ms: 30, text: 'well' })
    const { door } = openDoor(config(), { settings: { budget: { costPerMonth: 0.008 }, maxTokens: 300 } })
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => door.generateText({ ...ask, cache: false })),
    )
    // Each may cost up to 300 × 10 / 1e6 and its question.
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  })

  test('of a day begins anew at midnight, UTC', async () => {
    let now = Date.UTC(2026, 10, 27, 23, 59)
    const { door } = openDoor(config(), { now: () => now, settings: { budget: { tokensPerDay: 700 }, maxTokens: 300 } })
    await door.generateText({ ...ask, cache: false })
    await door.generateText({ ...ask, cache: false }).catch(() => undefined)
    await door.generateText({ ...ask, cache: false }).catch(() => undefined)
    expect(await failure(door.generateText({ ...ask, cache: false }))).toMatchObject({ code: 'over-budget' })
    now += 60_000
    expect(await door.generateText({ ...ask, cache: false })).toMatchObject({ text: 'pong' })
  })
})

describe('turns', () => {
  test('are limited, and given in order', async () => {
    server.behave({ kind: 'slow', ms: 40, text: 'well' })
    const { door } = openDoor(config({ concurrency: 1 }))
    const order: number[] = []
    const calls = [1, 2, 3].map((n) => door.generateText({ ...ask, cache: false }).then(() => order.push(n)))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(server.requests).toHaveLength(1)
    await Promise.all(calls)
    expect(order).toEqual([1, 2, 3])
  })

  test('that are waited for too long are given up, and do not block those behind', async () => {
    server.behave({ kind: 'slow', ms: 150, text: 'well' })
    const { door } = openDoor(config({ concurrency: 1 }))
    const first = door.generateText({ ...ask, cache: false })
    const stop = new AbortController()
    const second = failure(door.generateText({ ...ask, cache: false, signal: stop.signal }))
    const third = door.generateText({ ...ask, cache: false })
    stop.abort()
    expect(await second).toMatchObject({ code: 'cancelled' })
    expect(await first).toMatchObject({ text: 'well' })
    expect(await third).toMatchObject({ text: 'well' })
    expect(server.requests).toHaveLength(2)
  })
})

test('where no model is configured for a purpose, that is what is said, and asked beforehand', async () => {
  const { door } = openDoor(config(), {})
  expect(door.has('test')).toBe(true)
  expect(door.has('other')).toBe(false)
  expect(await failure(door.generateText({ ...ask, purpose: 'other' }))).toMatchObject({ code: 'no-model' })
})
