import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DetectOptions, detectLanguage } from './detect-language.ts'
import { loadNgramIdentifier, type NgramIdentifier } from './load-ngram-identifier.ts'
import { promotionalTexts } from './promotional-texts.fixture.ts'

let ngrams: NgramIdentifier
beforeAll(async () => {
  ngrams = await loadNgramIdentifier()
})

const right = (
  texts: readonly { readonly text: string; readonly language: string }[],
  options: DetectOptions,
): number =>
  texts.filter(({ text, language }) => detectLanguage(text, options).language === language).length / texts.length

const promotional = promotionalTexts()

test('the set of promotional texts is as large as it says', () => {
  expect(promotional.length).toBeGreaterThan(400)
  for (const language of ['zh', 'en', 'ja', 'ko'])
    expect(promotional.filter((text) => text.language === language && text.heldOut).length).toBeGreaterThanOrEqual(64)
  expect(promotional.every(({ text }) => !/[{}]/.test(text))).toBe(true)
})

for (const language of ['zh', 'en', 'ja', 'ko'] as const)
  test(`mixed promotional texts: ${language} is told in 99 of 100, by templates that were held out too`, () => {
    const own = promotional.filter((text) => text.language === language)
    expect(right(own, { ngrams })).toBeGreaterThanOrEqual(0.99)
    expect(right(own, {})).toBeGreaterThanOrEqual(0.99)
    expect(
      right(
        own.filter(({ heldOut }) => heldOut),
        { ngrams },
      ),
    ).toBeGreaterThanOrEqual(0.98)
  })

test('a text that mixes scripts is what most of its words are', () => {
  const of = (text: string) => detectLanguage(text, { ngrams }).language
  expect(of('iPhone 15 手机壳 包邮 Free Shipping')).toBe('zh')
  expect(of('How to say 你好 in Chinese: a free lesson for beginners')).toBe('en')
  expect(of('送料無料 期間限定')).toBe('ja')
  expect(of('鲜の每日 酸奶 买一送一')).toBe('zh')
  expect(of('資生堂シャネル 正品代购 美白套装送礼')).toBe('zh')
  expect(of('免運費 全館八折')).toBe('zh')
})

test('other languages are told by n-grams, or by a script of their own', () => {
  const texts: Record<string, readonly string[]> = {
    es: [
      'Envío gratis en todos los pedidos',
      'Zapatillas de running para mujer con descuento',
      'muy bueno, llegó rápido',
    ],
    fr: ['Livraison gratuite dès 50 €', 'Chaussures de course pour femme en solde', 'très bon produit'],
    de: ['Kostenloser Versand ab 50 €', 'Laufschuhe für Damen im Angebot', 'sehr gut und schnell geliefert'],
    it: ['Spedizione gratuita oggi', 'Scarpe da corsa da donna in offerta'],
    pt: ['Frete grátis para todo o Brasil', 'Tênis de corrida com desconto para mulheres'],
    nl: ['Gratis verzending vanaf 20 euro', 'Hardloopschoenen voor dames in de aanbieding'],
    ru: ['Бесплатная доставка по всей России', 'Кроссовки для бега со скидкой'],
    ar: ['شحن مجاني لجميع الطلبات'],
    th: ['ส่งฟรีทุกออเดอร์วันนี้'],
    el: ['Δωρεάν αποστολή'],
    he: ['משלוח חינם'],
  }
  const all = Object.entries(texts).flatMap(([language, own]) => own.map((text) => ({ text, language })))
  expect(right(all, { ngrams })).toBeGreaterThanOrEqual(0.95)
})

test('names alone are English, and it is not sure of it', () => {
  for (const text of ['Nike', 'Nike Air Max 90', 'iPhone 15 Pro Max 256GB', 'L’Oréal']) {
    const { language, confidence } = detectLanguage(text, { ngrams })
    expect(language).toBe('en')
    expect(confidence).toBeLessThanOrEqual(0.4)
  }
})

test('a text without letters has no language', () => {
  for (const text of ['', '123 !!', '👍🔥', 'https://example.com/free-shipping'])
    expect(detectLanguage(text, { ngrams })).toEqual({ language: 'und', confidence: 0, script: 'Zyyy' })
})

test('without n-grams other languages are unknown, or unsurely English', () => {
  expect(detectLanguage('Бесплатная доставка')).toEqual({ language: 'und', confidence: 0, script: 'Cyrl' })
  expect(detectLanguage('être très déçu').language).toBe('und')
  expect(detectLanguage('Kostenloser Versand heute').confidence).toBeLessThan(0.4)
})

test('more of the same makes it surer, and the confidence is always a share', () => {
  expect(detectLanguage('包邮').confidence).toBeLessThan(detectLanguage('包邮包邮包邮').confidence)
  const piece = fc.constantFrom(
    '好',
    'の',
    'カ',
    '한',
    'a',
    'Free ',
    'é',
    'Привет',
    'ش',
    '\ud83d',
    '1',
    ' ',
    '👍',
    '\u0301',
  )
  fc.assert(
    fc.property(fc.array(piece), (parts) => {
      const { confidence } = detectLanguage(parts.join(''), { ngrams })
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }),
  )
})

const data = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const titles = [
  ['thucnews-titles', 'test.txt.gz', 'zh', 0.999],
  ['headlines-clickbait', 'clickbait.txt.gz', 'en', 0.995],
  ['headlines-clickbait', 'non_clickbait.txt.gz', 'en', 0.99],
] as const

for (const [folder, file, language, asked] of titles)
  describe.skipIf(!existsSync(join(data, folder)))(`with the data set ${folder}`, () => {
    test(`titles of ${file} are ${language}`, () => {
      const lines = gunzipSync(readFileSync(join(data, folder, file)))
        .toString()
        .split('\n')
      const own = lines.map((line) => line.split('\t')[0]!.trim()).filter((line) => line !== '')
      // Every fifth is enough to see 0.99 from less.
      const some = own.filter((_, i) => i % 5 === 0).map((text) => ({ text, language }))
      expect(some.length).toBeGreaterThan(1900)
      expect(right(some, { ngrams })).toBeGreaterThanOrEqual(asked)
    })
  })
