import { expect, test } from 'vitest'
import { fallbackTexts } from './fallback-texts.ts'
import { reasonLanguage } from './reason-texts.ts'

const sentences = (language: 'en' | 'zh'): readonly [code: string, sentence: string][] => {
  const { decision, similar } = fallbackTexts[language]
  return [...Object.entries(decision), ...Object.entries(similar)]
}

test('every fallback has a sentence of its own in each language', () => {
  for (const [code, sentence] of sentences('en')) expect(sentence, code).toMatch(/^[A-Z][ -~]+\.$/)
  for (const [code, sentence] of sentences('zh')) expect(sentence, code).toMatch(/^\p{Script=Han}[^.,]*。$/u)
  for (const language of ['en', 'zh'] as const)
    expect(new Set(sentences(language).map(([, sentence]) => sentence)).size).toBe(17)
})

test.each([
  [['zh'], 'zh'],
  [['zh-CN'], 'zh'],
  [['ZH_tw'], 'zh'],
  [['zha'], 'en'],
  [['en_US.UTF-8', 'zh'], 'en'],
  [['fr', 'zh-Hans'], 'zh'],
  [[undefined, 7, 'de'], 'en'],
] as const)('of the languages %j the sentence is in %s', (languages, expected) => {
  expect(reasonLanguage(...languages)).toBe(expected)
})
