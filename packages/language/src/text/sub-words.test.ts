import { openTokenizer, trainTokenizer } from '@attune/learn'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSegmenter, segment } from './create-segmenter.ts'

const sayings = [
  'running runner runs, walking walker walks, waterproof shoes, unbelievable shoes',
  '跑步鞋 防水鞋 跑步机 防水外套，透气跑步鞋',
  'waterproof running jackets for walking; 透气 防水',
]
const texts = Array.from({ length: 40 }, (_, n) => sayings[n % sayings.length] as string)
const cutBy = (kind: 'wordPiece' | 'bpe') =>
  createSegmenter({ words: ['跑步鞋'], tokenizer: openTokenizer(trainTokenizer(texts, { kind, size: 400 })) })
const pieces = (kind: 'wordPiece' | 'bpe', text: string) => cutBy(kind)(text, { unit: 'subword' })

test('English words are cut into pieces that the corpus has seen, which say that they go on', () => {
  const cut = pieces('wordPiece', 'Walkers run')
  expect(cut.map(({ text }) => text).join(' ')).toMatch(/^Walk\S* .*run$/)
  expect(cut[0]).toMatchObject({ start: 0, goesOn: false, kind: 'word' })
  const [, ...rest] = cut.filter(({ end }) => end <= 'Walkers'.length)
  expect(rest.length).toBeGreaterThan(0)
  expect(rest.every(({ goesOn }) => goesOn === true)).toBe(true)
  expect(cut.at(-1)).toMatchObject({ start: 8, goesOn: false })
})

test('Chinese is cut into its characters by WordPiece, and stays together by BPE where the corpus says so', () => {
  expect(pieces('wordPiece', '跑步鞋').map(({ text, goesOn }) => [text, goesOn])).toEqual([
    ['跑', false],
    ['步', true],
    ['鞋', true],
  ])
  expect(pieces('bpe', '防水跑步鞋').length).toBeLessThan(5)
})

test('a word that was never seen stays whole in WordPiece, and signs are pieces too', () => {
  expect(pieces('wordPiece', 'шапка, shoes').map(({ text, kind }) => [text, kind])).toEqual([
    ['шапка', 'word'],
    [',', 'punctuation'],
    ['shoes', 'word'],
  ])
})

test.each(['wordPiece', 'bpe'] as const)('pieces of %s stand in the text, in order, and never overlap', (kind) => {
  const cut = cutBy(kind)
  const word = fc.constantFrom('running', 'Shoes', '跑步鞋', '防水', '🎉', 'naïve', '...', 'ＡＢ', 'x1', '\n')
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 5 })), { maxLength: 8 }), (words) => {
      const text = words.join(' ').toWellFormed()
      let end = 0
      for (const piece of cut(text, { unit: 'subword' })) {
        expect(piece.start).toBeGreaterThanOrEqual(end)
        expect(piece.end).toBeGreaterThan(piece.start)
        expect(text.slice(piece.start, piece.end)).toBe(piece.text)
        end = piece.end
      }
      expect(end).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 100 },
  )
})

test('without a tokeniser sub-words are refused, words are not', () => {
  expect(() => segment('shoes', { unit: 'subword' })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  expect(segment('shoes', { unit: 'word' })).toEqual([{ text: 'shoes', start: 0, end: 5, kind: 'word' }])
})
