import { expect, test } from 'vitest'
import { createSegmenter, segment } from './create-segmenter.ts'
import { stem } from './stem.ts'
import { stopWords } from './stop-words.ts'
import { terms, termsOf } from './terms.ts'

test('stop words and signs go, English is stemmed, both languages in one text', () => {
  expect(terms('The running shoes are 非常好的跑步鞋！！')).toEqual(['run', 'shoe', '好', '跑步', '鞋'])
  expect(terms('The battery doesn’t last; batteries lasted')).toEqual(['batteri', 'last', 'batteri', 'last'])
})

test('width, case and HTML make no difference', () => {
  expect(terms('<b>ＮＩＫＥ</b> 跑鞋 &amp; 手机')).toEqual(terms('nike 跑鞋 & 手机'))
})

test('units and numbers stay, emoji and addresses go', () => {
  expect(terms('128GB 5G ¥1,299 👍 https://a.cn/b')).toEqual(['128gb', '5g', '¥1,299'])
})

test('names of a catalogue are one term', () => {
  expect(terms('Nike Air Max 好看', { segmenter: createSegmenter({ words: ['air max'] }) })).toEqual([
    'nike',
    'air max',
    '好看',
  ])
})

test('other languages of Latin letters are not stemmed as if they were English', () => {
  expect(terms('les chaussures confortables', { language: 'fr' })).toEqual(['les', 'chaussures', 'confortables'])
})

test('a term knows its token and its place', () => {
  const tokens = segment('a good book')
  expect(termsOf(tokens)).toEqual([
    { term: 'good', token: tokens[1], position: 1 },
    { term: 'book', token: tokens[2], position: 2 },
  ])
})

test("stems are Porter's, from his paper", () => {
  const published = {
    caresses: 'caress',
    ponies: 'poni',
    cats: 'cat',
    agreed: 'agre',
    plastered: 'plaster',
    motoring: 'motor',
    hopping: 'hop',
    relational: 'relat',
    conditional: 'condit',
    formalize: 'formal',
    adjustable: 'adjust',
    effective: 'effect',
  }
  expect(Object.fromEntries(Object.keys(published).map((word) => [word, stem(word)]))).toEqual(published)
  expect(["Runners'", 'Nike’s', '5g', 't-shirt', '手机', 'É'].map(stem)).toEqual([
    'runner',
    'nike',
    '5g',
    't-shirt',
    '手机',
    'é',
  ])
})

test('both languages have their stop words, others none', () => {
  for (const word of ['的', '我们', '但是', '这个']) expect(stopWords('zh').has(word)).toBe(true)
  for (const word of ['the', "don't", 'with', 'our']) expect(stopWords('en').has(word)).toBe(true)
  for (const word of ['质量', '物流', '价格', '便宜']) expect(stopWords('zh').has(word)).toBe(false)
  for (const word of ['quality', 'delivery', 'price', 'good']) expect(stopWords('en').has(word)).toBe(false)
  expect(stopWords('fr').size).toBe(0)
})

test('a text without words has no terms', () => {
  expect(terms('')).toEqual([])
  expect(terms('！！👍 的 the')).toEqual([])
})
