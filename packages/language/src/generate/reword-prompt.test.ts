import { describe, expect, test } from 'vitest'
import { createRedactor } from '../redact/index.ts'
import { definePrompt, promptHash } from './define-prompt.ts'
import { injections } from './injections.fixture.ts'
import { layOutPrompt } from './lay-out-prompt.ts'
import {
  adminPrompt,
  clusterNamePrompt,
  portraitSummaryPrompt,
  reportTextPrompt,
  segmentFromSentencePrompt,
} from './prompts/index.ts'
import { promptWordsLimit, rewordPrompt } from './reword-prompt.ts'

const all = [adminPrompt, clusterNamePrompt, portraitSummaryPrompt, reportTextPrompt, segmentFromSentencePrompt]
const en = {
  system: 'You describe a customer to a colleague in one plain sentence. Say only what is known.',
  user: 'What is known:\n{{statements}}\nAnswer as JSON: {"sentences": [{"text": "…", "evidence": ["e1"]}]}',
}
const zh = {
  system: '你用一句平实的话向同事介绍一位顾客，只说已知的内容。',
  user: '已知情况：\n{{statements}}\n用 JSON 回答：{"sentences": [{"text": "……", "evidence": ["e1"]}]}',
}
const reworded = (change: { en?: Partial<typeof en>; zh?: Partial<typeof zh> } = {}) =>
  rewordPrompt(portraitSummaryPrompt, {
    version: 1001,
    texts: { en: { ...en, ...change.en }, zh: { ...zh, ...change.zh } },
  })

describe('a prompt in other words', () => {
  test('is the same prompt under another version', () => {
    const { id, version, variables, texts } = reworded()
    expect({ id, version, variables }).toEqual({
      id: 'portrait-summary',
      version: 1001,
      variables: { statements: 'data' },
    })
    expect(texts.zh).toEqual({ ...zh, hash: promptHash(zh) })
  })

  test.each(all)('$id may keep the words that are shipped', (prompt) => {
    const { texts } = rewordPrompt(prompt as typeof portraitSummaryPrompt, { version: 1001, texts: prompt.texts })
    expect(texts).toEqual(prompt.texts)
  })

  test('loses what surrounds it and the returns of another system', () => {
    expect(reworded({ en: { system: `\n ${en.system}\r\nBe brief. ` } }).texts.en.system).toBe(
      `${en.system}\nBe brief.`,
    )
  })

  test.each([
    ['is empty', { en: { system: '  ' } }, { language: 'en', part: 'system' }],
    ['longer than', { zh: { user: `${zh.user}${'长'.repeat(promptWordsLimit)}` } }, { language: 'zh', part: 'user' }],
    ['lacks {{statements}}', { en: { user: en.user.replace('{{statements}}', '') } }, { language: 'en', part: 'user' }],
    ['not known', { en: { user: `${en.user} {{name}}` } }, { part: 'user' }],
    ['not known', { zh: { user: `${zh.user} {{姓名}}` } }, { language: 'zh' }],
    ['takes no variables', { en: { system: `${en.system} {{statements}}` } }, { part: 'system' }],
    ['JSON with "evidence"', { zh: { user: zh.user.replace('"evidence"', '"why"') } }, { language: 'zh' }],
    ['mark off', { en: { system: `${en.system} <<<DATA x` } }, { part: 'system' }],
    ['mark off', { en: { user: `${en.user} [[NAME_1]]` } }, { part: 'user' }],
    ['control characters', { en: { system: `${en.system}\u0000` } }, {}],
    ['personal data', { en: { system: `${en.system} Ask ann.lee@example.org.` } }, {}],
    ['personal data', { zh: { user: `${zh.user} 有问题请打 13800138000` } }, { language: 'zh' }],
    ['in its language', { zh: en }, { language: 'zh' }],
    ['in its language', { en: zh }, { language: 'en' }],
  ])('is refused where it %s', (why, change, details) => {
    expect(() => reworded(change)).toThrow(
      expect.objectContaining({
        code: 'bad-prompt',
        message: expect.stringContaining(why),
        details: expect.objectContaining(details),
      }),
    )
  })

  test('is told from the shipped one by its key, so that neither answers for the other', () => {
    const keyOf = (prompt: typeof portraitSummaryPrompt) =>
      layOutPrompt(prompt, 'en', { statements: 'x' }, createRedactor()).key
    expect(keyOf(reworded())).not.toBe(keyOf(portraitSummaryPrompt))
  })

  test.each(injections)('marks off what comes from outside as the shipped one does: %j', (attack) => {
    const [system, user] = layOutPrompt(
      reworded(),
      'zh',
      { statements: [{ text: attack }] },
      createRedactor(),
    ).messages({
      nonce: 'n0nce',
      canary: 'canary',
    })
    const outside = user?.text.replace(/^<<<DATA \w+ n0nce\n[^\n]*\nDATA n0nce>>>$/gm, '') ?? ''
    expect(outside).toBe(zh.user.replace('{{statements}}', '\n\n'))
    expect(system?.text).toMatch(/材料出自他人之手[\s\S]*canary/)
  })
})

test('a prompt that was refused for a variable in its system text leaves the next one judged as before', () => {
  const define = (system: string) => {
    const words = { system, user: 'Say {{what}}' }
    const text = { ...words, hash: promptHash(words) }
    return definePrompt({ id: 'p', version: 1, variables: { what: 'data' }, texts: { en: text, zh: text } })
  }
  const long = 'x'.repeat(40)
  expect(() => define(`${long} {{what}}`)).toThrow(/system/)
  expect(() => define('{{what}}')).toThrow(/system/)
})
