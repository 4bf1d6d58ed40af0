import { expect, test } from 'vitest'
import type { ConsentAnswer } from '../consent-types.ts'
import { consentTexts } from './consent-texts.ts'
import { shownText, wordsOf } from './shown-text.ts'

const served = (text: ConsentAnswer['text']): ConsentAnswer => ({
  answers: {} as ConsentAnswer['answers'],
  regime: 'gdpr',
  asksFirst: true,
  text,
  purposes: [],
})

test('the server’s text is shown with its version, in paragraphs', () => {
  const answer = served({ version: 'v1', language: 'zh-CN', body: '我们统计。\n \n您可以\n拒绝。\n\n\n' })
  expect(shownText(answer, 'zh', {})).toEqual({
    version: 'v1',
    language: 'zh-CN',
    paragraphs: ['我们统计。', '您可以\n拒绝。'],
  })
})

test('a text of the page goes first and is proved only by the version that the page names', () => {
  const answer = served({ version: 'v1', language: 'en', body: 'Theirs.' })
  const texts = { body: 'Ours.' }
  expect(shownText(answer, 'en', { texts })).toEqual({ version: null, language: 'en', paragraphs: ['Ours.'] })
  expect(shownText(answer, 'en', { texts, textVersion: 'v7' }).version).toBe('v7')
  // Without a body of its own the version that is named would be another text's.
  expect(shownText(answer, 'en', { textVersion: 'v7' }).version).toBe('v1')
})

test('where nobody wrote a text the built-in one is shown, and none is claimed as proof', () => {
  for (const answer of [null, served(null)])
    expect(shownText(answer, 'zh', {})).toEqual({ version: null, language: 'zh', paragraphs: [consentTexts.zh.body] })
})

test('single words can be replaced, and both languages say the same things', () => {
  expect(wordsOf('en', { texts: { save: 'Keep' } })).toEqual({ ...consentTexts.en, save: 'Keep' })
  expect(Object.keys(consentTexts.zh)).toEqual(Object.keys(consentTexts.en))
  const [en, zh] = [consentTexts.en, consentTexts.zh].map((texts) =>
    Object.values(texts).flatMap((text) =>
      typeof text === 'string'
        ? [text]
        : typeof text === 'function'
          ? [text('X', 'v1'), text('X', null)]
          : Object.values(text),
    ),
  )
  for (const text of en as string[]) expect(text).not.toMatch(/\p{Script=Han}/u)
  for (const text of zh as string[]) expect(text).toMatch(/\p{Script=Han}/u)
})
