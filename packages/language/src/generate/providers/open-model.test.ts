import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ModelConfig } from '../config.ts'
import { openDoor, readPrompt } from '../language-model.fixture.ts'
import type { LocalWriter } from './local-model.ts'

const ask = { purpose: 'test', prompt: readPrompt, language: 'en', variables: { text: 'Nice shoes' } } as const
const schema = z.strictObject({ mood: z.enum(['good', 'bad']) })

interface Sent {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** A `fetch` that notes what is sent and answers with JSON. */
function answering(answer: unknown) {
  const sent: Sent[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push({ url: String(input), headers: Object.fromEntries(new Headers(init?.headers)), body: String(init?.body) })
    return Response.json(answer)
  }
  return { sent, fetch }
}

describe('Anthropic', () => {
  const config: ModelConfig = { provider: 'anthropic', model: 'claude-sonnet-4-5', apiKey: 'k1' }

  test('is asked with its key, and its tokens are counted', async () => {
    const { sent, fetch } = answering({
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [{ type: 'text', text: 'Fine.' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 11, output_tokens: 3 },
    })
    const { door } = openDoor(config, { fetch })
    expect(await door.generateText(ask)).toMatchObject({ text: 'Fine.', tokensIn: 11, tokensOut: 3 })
    expect(sent[0]).toMatchObject({ url: 'https://api.anthropic.com/v1/messages' })
    expect(sent[0]?.headers['x-api-key']).toBe('k1')
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ system: [{ type: 'text' }], max_tokens: 1024 })
  })
})

describe('Google', () => {
  test('is asked with its key, and is bound to the schema', async () => {
    const { sent, fetch } = answering({
      candidates: [
        { content: { role: 'model', parts: [{ text: '{"mood":"good"}' }] }, finishReason: 'STOP', index: 0 },
      ],
      usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 5, totalTokenCount: 12 },
    })
    const { door } = openDoor({ provider: 'google', model: 'gemini-2.5-flash', apiKey: 'k2' }, { fetch })
    expect(await door.generateObject({ ...ask, schema })).toMatchObject({
      value: { mood: 'good' },
      tokensIn: 7,
      tokensOut: 5,
    })
    expect(sent[0]?.url).toMatch(/^https:\/\/generativelanguage\.googleapis\.com\/.*gemini-2\.5-flash:generateContent$/)
    expect(sent[0]?.headers['x-goog-api-key']).toBe('k2')
    expect(sent[0]?.body).toContain('"enum":["good","bad"]')
  })
})

describe('a GGUF file', () => {
  const config: ModelConfig = { provider: 'gguf', path: '/models/tiny.gguf' }

  /** As much of node-llama-cpp as is used. */
  function fakeLlama(answer: readonly string[], stopReason = 'eogToken') {
    const seen: Record<string, unknown>[] = []
    let disposed = 0
    const module = {
      getLlama: async () => ({
        loadModel: async ({ modelPath }: { modelPath: string }) => {
          seen.push({ modelPath })
          return {
            createContext: async () => ({
              getSequence: () => 'sequence',
              dispose: async () => {
                disposed += 1
              },
            }),
            tokenize: (text: string) => text.split(' '),
          }
        },
        createGrammarForJsonSchema: async (json: unknown) => ({ json }),
      }),
      LlamaChatSession: class {
        setChatHistory(history: readonly unknown[]) {
          seen.push({ history })
        }
        async promptWithMeta(
          text: string,
          options: { onTextChunk: (chunk: string) => void; grammar?: unknown; maxTokens: number },
        ) {
          seen.push({ text, grammar: options.grammar, maxTokens: options.maxTokens })
          for (const chunk of answer) {
            await Promise.resolve()
            options.onTextChunk(chunk)
          }
          return { stopReason }
        }
      },
    }
    return { module, seen, disposed: () => disposed }
  }

  test('without the package says what to install, and may be there the next time', async () => {
    const { module } = fakeLlama(['Fine'])
    let installed = false
    const loadLlama = async () => {
      if (!installed) throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
      return module
    }
    const { door } = openDoor(config, { loadLlama })
    await expect(door.generateText(ask)).rejects.toMatchObject({
      code: 'no-model',
      message: expect.stringContaining('npm install node-llama-cpp'),
    })
    installed = true
    expect(await door.generateText(ask)).toMatchObject({ text: 'Fine' })
  })

  test('writes in pieces, is bound to the schema, counts its own tokens, and is opened once', async () => {
    const { module, seen, disposed } = fakeLlama(['{"mood"', ':"bad"}'])
    const { door } = openDoor(config, { loadLlama: async () => module })
    expect(await door.generateObject({ ...ask, schema })).toMatchObject({ value: { mood: 'bad' }, tokensOut: 1 })
    await door.generateObject({ ...ask, schema, cache: false })
    expect(seen.filter((entry) => 'modelPath' in entry)).toEqual([{ modelPath: '/models/tiny.gguf' }])
    expect(seen.find((entry) => 'grammar' in entry)).toMatchObject({
      grammar: { json: { type: 'object' } },
      maxTokens: 1024,
    })
    expect(disposed()).toBe(2)
  })

  test('that reached its limit says that it is cut', async () => {
    const { module } = fakeLlama(['Once upon'], 'maxTokens')
    const { door } = openDoor(config, { loadLlama: async () => module })
    expect(await door.generateText(ask)).toMatchObject({ text: 'Once upon', cut: true })
  })
})

describe('an own decoder', () => {
  test('streams, and its failure tells nothing of the text', async () => {
    let fails = false
    const writer: LocalWriter = {
      async *write({ maxTokens }) {
        if (fails) throw new Error('Nice shoes broke it')
        yield 'ab'
        yield `c${maxTokens}`
        return 'stop'
      },
      countTokens: (text) => text.length,
    }
    const { door } = openDoor({ provider: 'decoder', folder: 'f' }, { openDecoder: async () => writer })
    let shown = ''
    for await (const piece of door.streamText({ ...ask, maxTokens: 5 })) shown += piece
    expect(shown).toBe('abc5')
    fails = true
    const error = await door.generateText({ ...ask, cache: false }).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code: 'unreachable' })
    expect(String((error as Error).stack)).not.toContain('shoes')
  })

  test('without anything that opens one, there is no model', async () => {
    const { door } = openDoor({ provider: 'decoder', folder: 'f' })
    await expect(door.generateText(ask)).rejects.toMatchObject({ code: 'no-model' })
  })
})

describe('a configuration', () => {
  const good: ModelConfig = { provider: 'openai-compatible', baseUrl: 'http://127.0.0.1:1/v1', model: 'm' }
  test.each<[string, ModelConfig, Record<string, unknown>]>([
    ['a limit of no calls', { ...good, concurrency: 0 }, {}],
    ['a negative price', { ...good, price: { input: -1, output: 0 } }, {}],
    ['no address', { ...good, baseUrl: 'localhost' }, {}],
    ['a model that is not there', good, { model: 'other' }],
    ['a negative budget', good, { budget: { tokensPerDay: -1 } }],
    ['half a token', good, { maxTokens: 0.5 }],
  ])('with %s is refused', (_, config, settings) => {
    expect(() => openDoor(config, { settings })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })
})
