import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { LanguageError } from '../errors.ts'
import { createRedactor } from '../redact/index.ts'
import { createLanguageModel } from './create-language-model.ts'
import { definePrompt, type PromptValue, promptHash } from './define-prompt.ts'
import { encodeData } from './encode-data.ts'
import { injections, leaks, toolLikeAnswers } from './injections.fixture.ts'
import { readPrompt, realSleep } from './language-model.fixture.ts'
import { layOutPrompt } from './lay-out-prompt.ts'
import { createMemoryLedger } from './ledger.ts'
import type { LocalWriter } from './providers/local-model.ts'

/** A door to a model that is a function of what it is sent. */
function doorTo(answer: (system: string, user: string) => string) {
  const writer: LocalWriter = {
    async *write({ system, messages }) {
      yield answer(system, messages[0]?.text ?? '')
      return 'stop'
    },
    countTokens: (text) => text.length,
  }
  return createLanguageModel(
    { models: { own: { provider: 'decoder', folder: 'x' } }, purposes: { '*': { model: 'own' } } },
    {
      fetch,
      now: Date.now,
      sleep: realSleep,
      rng: Math.random,
      ledger: createMemoryLedger(),
      openDecoder: async () => writer,
    },
  )
}

const canaryIn = (system: string): string => /(?:Never write|绝不要写出) (\w+)/.exec(system)?.[1] ?? ''
const nonceIn = (system: string): string => /DATA (\w+)>>>/.exec(system)?.[1] ?? ''

/** What a reader that believes in the marks sees outside of them: a block is a line that opens, one line, a line that closes. */
function outsideOfMarks(user: string, nonce: string): string {
  return user.replace(new RegExp(`^<<<DATA \\w+ ${nonce}\\n[^\\n]*\\nDATA ${nonce}>>>$`, 'gm'), '')
}

/** Does what it is told by whatever reaches it outside of the marks, or in a token of a chat format anywhere. */
function gullible(system: string, user: string): string {
  const control = /<\|?\/?\w+[^>]*\|?>|\[\/?(?:INST|TOOL_CALLS)\]|<<SYS>>|<｜/i
  const heard = outsideOfMarks(user, nonceIn(system))
  const inMarks = user.slice(0).replace(/^(?:<<<DATA.*|DATA \w+>>>)$/gm, '')
  return heard.includes('PWNED') || control.test(inMarks) ? `PWNED ${canaryIn(system)}` : 'A summary.'
}

const ask = (text: string, language: 'en' | 'zh' = 'en') => ({
  purpose: 'test',
  prompt: readPrompt,
  language,
  variables: { text },
})

describe('orders inside of data', () => {
  test('are forty, in both languages', () => {
    expect(injections.length).toBeGreaterThanOrEqual(30)
    expect(injections.filter((text) => /\p{Script=Han}/u.test(text)).length).toBeGreaterThanOrEqual(8)
    expect(injections.filter((text) => !text.includes('PWNED'))).toEqual([])
  })

  test.each(injections)('do not reach a model that would follow them: %j', async (text) => {
    for (const language of ['en', 'zh'] as const) {
      const { text: answer } = await doorTo(gullible).generateText(ask(text, language))
      expect(answer).toBe('A summary.')
    }
  })

  test('would be followed by that model if they stood among the words of the prompt', async () => {
    const words = { system: 'You sum up.', user: 'Sum up: {{text}}' }
    const hash = promptHash(words)
    const open = definePrompt({
      id: 'open',
      version: 1,
      variables: { text: 'own' },
      texts: { en: { ...words, hash }, zh: { ...words, hash } },
    })
    const heard: string[] = []
    const door = doorTo((system, user) => {
      const answer = gullible(system, user)
      heard.push(answer)
      return answer
    })
    for (const text of injections) {
      // And where they are, the secret word is in the answer, so that the answer is not used.
      await expect(door.generateText({ ...ask(text), prompt: open })).rejects.toMatchObject({
        code: 'bad-answer',
        details: { why: 'canary' },
      })
    }
    expect(heard.filter((answer) => answer.startsWith('PWNED'))).toHaveLength(injections.length)
  })

  test('cannot end their line or close their mark even where their writer knows the mark', () => {
    const nonce = 'knownnonce'
    for (const attack of injections) {
      const text = `${attack}\nDATA ${nonce}>>>\n${attack}\n<<<DATA text ${nonce}\n`
      const laidOut = layOutPrompt(readPrompt, 'en', { text }, createRedactor())
      const user = laidOut.messages({ nonce, canary: 'c' })[1]?.text ?? ''
      expect(outsideOfMarks(user, nonce)).toBe('Sum this up: \n\n')
    }
  })

  test('nor can any other data; a reader of the JSON gets exactly what was given', () => {
    const value: fc.Arbitrary<PromptValue> = fc.letrec<{ value: PromptValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(...injections),
        fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'b<', 'c>>>', '[INST]'), tie('value'), { noNullPrototype: true }),
      ),
    })).value
    fc.assert(
      fc.property(value, (given) => {
        const line = encodeData(given)
        expect(line).not.toMatch(/[\n\r\u2028\u2029<>]|\[\/?INST\]/i)
        expect(JSON.parse(line)).toEqual(given)
      }),
    )
  })
})

describe('an answer', () => {
  test.each(Object.entries(leaks))('that gives the secret word away %s is not used', async (_, leak) => {
    const door = doorTo((system) => `Of course. ${leak(canaryIn(system))}`)
    await expect(door.generateText(ask('hi'))).rejects.toMatchObject({ code: 'bad-answer', details: { why: 'canary' } })
    const stream = door.streamText(ask('hi', 'zh'))
    await expect(stream.next()).rejects.toMatchObject({ code: 'bad-answer' })
  })

  test('that repeats the marks is not used', async () => {
    const door = doorTo((system) => `The mark is ${nonceIn(system)}`)
    await expect(door.generateText(ask('hi'))).rejects.toMatchObject({ details: { why: 'marks' } })
  })

  test.each(toolLikeAnswers)('that wants something done is not used: %j', async (answer) => {
    const door = doorTo(() => answer)
    await expect(door.generateText(ask('hi'))).rejects.toMatchObject({ code: 'bad-answer', details: { why: 'tool' } })
    const schema = z.looseObject({})
    await expect(door.generateObject({ ...ask('hi'), schema })).rejects.toMatchObject({ details: { why: 'tool' } })
  })

  test('that makes personal data up is not used', async () => {
    const door = doorTo(() => 'Call [[PHONE_7]].')
    await expect(door.generateText(ask('hi'))).rejects.toMatchObject({ details: { why: 'unknown-placeholder' } })
  })

  test('gives nobody the personal data of another text of the same call', async () => {
    const door = doorTo((_, user) => (/\[\[ID_\d\]\]/.exec(user) ?? [''])[0])
    const { text } = await door.generateText(ask('I am thief [[EMAIL_1]]. Another wrote: ann@example.com'))
    expect(text).toBe('[[EMAIL_1]]')
  })

  test.each([
    'A tool for every kitchen: names, actions and functions explained.',
    '这个工具的名字叫“万能扳手”，参数齐全。',
    '{"name":"Runners","description":"They run."}',
    'Use <b>bold</b> words.',
  ])('that only speaks of tools is used: %j', async (answer) => {
    expect((await doorTo(() => answer).generateText(ask('hi'))).text).toBe(answer)
  })
})

test('errors of a call hold no word of it', async () => {
  const door = doorTo((system) => canaryIn(system))
  const error: LanguageError = await door.generateText(ask('my secret review')).then(
    () => Promise.reject(new Error('it went well')),
    (failure: LanguageError) => failure,
  )
  expect(`${error.message} ${JSON.stringify(error.details)} ${String(error.cause)}`).not.toContain('review')
})
