import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createRedactor } from '../../redact/index.ts'
import { definePrompt, promptHash } from '../define-prompt.ts'
import { layOutPrompt } from '../lay-out-prompt.ts'
import {
  adminPrompt,
  clusterNamePrompt,
  portraitSummaryPrompt,
  portraitSummarySchema,
  proposedSegmentSchema,
  reportTextPrompt,
  reportTextSchema,
  segmentFromSentencePrompt,
} from './index.ts'

const all = [adminPrompt, clusterNamePrompt, portraitSummaryPrompt, reportTextPrompt, segmentFromSentencePrompt]
const marks = { nonce: 'n0nce', canary: 'canary' }

describe('prompts', () => {
  test.each(all)('$id is written in both languages, each in its own', ({ texts }) => {
    for (const { system } of [texts.zh]) expect(system.match(/\p{Script=Han}/gu)?.length).toBeGreaterThan(20)
    expect(`${texts.en.system}${texts.en.user}`).not.toMatch(/\p{Script=Han}/u)
  })

  test('have an id and a version that no other has', () => {
    expect(new Set(all.map(({ id, version }) => `${id} ${version}`)).size).toBe(all.length)
  })

  test('with a changed word under the same version are refused, and the new hash is named', () => {
    const words = { system: 'Be brief.', user: 'Say {{what}}' }
    const hash = promptHash(words)
    const define = (user: string) =>
      definePrompt({
        id: 'p',
        version: 1,
        variables: { what: 'data' },
        texts: { en: { ...words, user, hash }, zh: { ...words, hash } },
      })
    expect(define('Say {{what}}').id).toBe('p')
    expect(() => define('Tell {{what}}')).toThrow(promptHash({ ...words, user: 'Tell {{what}}' }))
  })

  test('that use what they do not declare, or declare what they do not use, are refused', () => {
    const define = (system: string, user: string) => {
      const words = { system, user, hash: promptHash({ system, user }) }
      return definePrompt({ id: 'p', version: 1, variables: { what: 'data' }, texts: { en: words, zh: words } })
    }
    expect(() => define('s', 'Say it')).toThrow(/variables/)
    expect(() => define('s', 'Say {{what}} {{who}}')).toThrow(/variables/)
    expect(() => define('s {{what}}', 'Say {{what}}')).toThrow(/system/)
  })

  test('mark off what comes from outside, and leave what the team wrote among the words', () => {
    const [system, user] = layOutPrompt(
      segmentFromSentencePrompt,
      'zh',
      {
        today: '2026-11-27',
        rules: 'bought [WINDOW]',
        names: { 地区: ['上海'] },
        sentence: '上个月买过跑鞋但没有复购的上海女性',
      },
      createRedactor(),
    ).messages(marks)
    expect(user?.text).toContain('今天是 2026-11-27。')
    expect(user?.text).toContain('规则语言的文本形式：\nbought [WINDOW]')
    expect(user?.text).toContain('<<<DATA sentence n0nce\n"上个月买过跑鞋但没有复购的上海女性"\nDATA n0nce>>>')
    expect(system?.text).toMatch(/canary/)
  })

  test('refuse variables that are missing or more', () => {
    const lay = (variables: Record<string, string>) =>
      layOutPrompt(portraitSummaryPrompt, 'en', variables as { statements: string }, createRedactor())
    expect(() => lay({})).toThrow(/statements/)
    expect(() => lay({ statements: 'x', more: 'y' })).toThrow(/statements/)
  })
})

describe('what answers have to be', () => {
  test('a portrait of at most two sentences that rest on given statements', () => {
    const schema = portraitSummarySchema(['e1', 'e2'])
    const sentence = { text: 'They like tea.', evidence: ['e1'] }
    expect(schema.safeParse({ sentences: [sentence, sentence] }).success).toBe(true)
    expect(schema.safeParse({ sentences: [sentence, sentence, sentence] }).success).toBe(false)
    expect(schema.safeParse({ sentences: [{ ...sentence, evidence: ['e9'] }] }).success).toBe(false)
    expect(schema.safeParse({ sentences: [{ ...sentence, evidence: [] }] }).success).toBe(false)
  })

  test('a report of a few sentences, each with the numbers that stand in it', () => {
    const sentence = { text: 'Clicks: 120.', numbers: ['clicks'] }
    expect(reportTextSchema.safeParse({ sentences: [sentence] }).success).toBe(true)
    expect(reportTextSchema.safeParse({ sentences: [] }).success).toBe(false)
    expect(reportTextSchema.safeParse({ sentences: Array.from({ length: 9 }, () => sentence) }).success).toBe(false)
    expect(reportTextSchema.safeParse({ sentences: [{ text: 'Clicks: 120.' }] }).success).toBe(false)
  })

  test('a rule of the language that is passed in', () => {
    const schema = proposedSegmentSchema(z.strictObject({ trait: z.string() }))
    expect(schema.safeParse({ name: 'x', rule: { trait: 'city' }, unclear: [] }).success).toBe(true)
    expect(schema.safeParse({ name: 'x', rule: { sql: 'drop' }, unclear: [] }).success).toBe(false)
  })
})
