import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyseText } from './analyse-text.ts'
import { createSegmenter } from './create-segmenter.ts'
import { createGazetteer } from './entities/index.ts'
import { createTermStatistics } from './term-statistics.ts'
import { terms } from './terms.ts'

const gazetteer = createGazetteer([
  { kind: 'product', name: '小米手环8', id: 'p1' },
  { kind: 'brand', name: 'Nike', id: 'nike' },
])
const segmenter = createSegmenter({ words: gazetteer.names })

test('a Chinese text: language, terms, keywords and entities, offsets in the normalised text', () => {
  const { text, language, terms, keywords, entities } = analyseText('<b>小米手环８</b>续航特别好，￥１９９ 包邮！', {
    gazetteer,
    segmenter,
  })
  expect(text).toBe('小米手环8续航特别好,¥199 包邮!')
  expect(language.language).toBe('zh')
  expect(terms).toContain('小米手环8')
  expect(keywords.length).toBeGreaterThan(0)
  expect(entities.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['product', '小米手环8'],
    ['money', '¥199'],
  ])
})

test('an English text', () => {
  const found = analyseText('Nike running shoes, 20% off until Nov 30', { gazetteer, segmenter, today: '2026-11-27' })
  expect(found.language.language).toBe('en')
  expect(found.terms).toEqual(['nike', 'run', 'shoe', '20%', 'nov', '30'])
  expect(found.entities.map(({ kind, value }) => [kind, value])).toEqual([
    ['brand', { name: 'Nike', id: 'nike' }],
    ['percent', { ratio: 0.2, discount: true }],
    ['date', { date: '2026-11-30' }],
  ])
})

test('a corpus makes keywords TF-IDF; without one they are TextRank', () => {
  const statistics = createTermStatistics()
  expect(analyseText('red shoes', { statistics }).keywordsBy).toBe('text-rank')
  statistics.add(terms('red shoes'))
  expect(analyseText('red shoes', { statistics }).keywordsBy).toBe('tf-idf')
})

test('an empty text, an unknown language and any other string have an answer', () => {
  expect(analyseText('')).toEqual({
    text: '',
    language: { language: 'und', confidence: 0, script: 'Zyyy' },
    tokens: [],
    terms: [],
    keywords: [],
    keywordsBy: 'text-rank',
    entities: [],
  })
  expect(analyseText('ᚠᛇᚻ᛫ᛒᛦᚦ').terms.length).toBeGreaterThan(0)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (codes) => {
      const { text, tokens } = analyseText(String.fromCharCode(...codes), { gazetteer, segmenter })
      for (const token of tokens) expect(text.slice(token.start, token.end)).toBe(token.text)
    }),
  )
})
