import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Segmenter } from './create-segmenter.ts'
import { createSegmenter, segment } from './create-segmenter.ts'

const words = (text: string, cut: Segmenter = segment, language?: string): string[] =>
  cut(text, { language }).map((token) => token.text)
const kinds = (text: string): string[] => segment(text).map((token) => `${token.text}:${token.kind}`)

test('Chinese is cut into words, and mixed words stay whole', () => {
  expect(words('酒店的服务非常好')).toEqual(['酒店', '的', '服务', '非常', '好'])
  expect(words('这件T恤是V领的')).toEqual(['这件', 'T恤', '是', 'V领', '的'])
})

test('English words keep apostrophes, hyphens and units', () => {
  expect(words("I don't like the 12-pack of wi-fi T-shirts, H&M’s.")).toEqual([
    'I',
    "don't",
    'like',
    'the',
    '12-pack',
    'of',
    'wi-fi',
    'T-shirts',
    ',',
    'H&M’s',
    '.',
  ])
  expect(kinds('5G 128GB 2-in-1 1.5L')).toEqual(['5G:word', '128GB:word', '2-in-1:word', '1.5L:word'])
})

test('numbers keep their sign of currency, their groups and per cent', () => {
  expect(kinds('¥1,299.00 $5 50% 2026-11-27 1,2')).toEqual([
    '¥1,299.00:number',
    '$5:number',
    '50%:number',
    '2026-11-27:number',
    '1:number',
    ',:punctuation',
    '2:number',
  ])
  expect(kinds('满300元减50')).toEqual(['满:word', '300:number', '元:word', '减:word', '50:number'])
})

test('addresses, emoji and marks are tokens of their kind', () => {
  expect(kinds('看https://t.cn/x 或a.b@c.com 👍❤ ‹url› 👨‍👩‍👧🇨🇳')).toEqual([
    '看:word',
    'https://t.cn/x:url',
    '或:word',
    'a.b@c.com:email',
    '👍:emoji',
    '❤:emoji',
    '‹url›:mark',
    '👨‍👩‍👧:emoji',
    '🇨🇳:emoji',
  ])
})

test('Japanese, Korean and Thai are cut by their own rules', () => {
  expect(words('送料無料のスニーカーです')).toEqual(['送料', '無料', 'の', 'スニーカー', 'です'])
  expect(words('무료 배송 이벤트')).toEqual(['무료', '배송', '이벤트'])
  expect(words('ส่งฟรีวันนี้').length).toBeGreaterThan(1)
  expect(words('東京都', segment, 'ja').join('')).toBe('東京都')
})

test('names of a catalogue stay whole, whatever jieba and spaces make of them', () => {
  const cut = createSegmenter({ words: ['小米手环8 Pro', 'SK-II神仙水', '蕉内', '三只松鼠', 'Air Max'] })
  expect(words('我买了小米手环8 pro和SK-II神仙水', cut)).toEqual([
    '我',
    '买',
    '了',
    '小米手环8 pro',
    '和',
    'SK-II神仙水',
  ])
  expect(words('三只松鼠坚果', cut)).toEqual(['三只松鼠', '坚果'])
  expect(words('new air max shoes', cut)).toEqual(['new', 'air max', 'shoes'])
})

test('a short name does not tear a word apart that it only touches', () => {
  const cut = createSegmenter({ words: ['和服', '日本'] })
  expect(words('产品和服务', cut)).toEqual(['产品', '和', '服务'])
  expect(words('今日本店八折', cut)).not.toContain('日本')
  expect(words('日本和服很美', cut)).toEqual(['日本', '和服', '很', '美'])
})

test('two names inside of one token are both found, and what lies between them is cut', () => {
  const cut = createSegmenter({ words: ['abc', 'ghi'] })
  expect(words("abc-def-ghi's", cut)).toEqual(['abc', '-', 'def', '-', 'ghi', "'", 's'])
})

test('offsets hold exactly the tokens, nothing but white space lies between them, whatever the text', () => {
  const cut = createSegmenter({ words: ['手机壳', 'air max', 'a1', '果手'] })
  const piece = fc.constantFrom(
    '苹',
    '果',
    '手机壳',
    'air',
    ' max',
    'a1',
    "'",
    '-',
    '9',
    ',',
    '.',
    ' ',
    '\n',
    '👍',
    '\u200d',
    '\ud83d',
    'の',
    'ー',
    '한',
    'ไทย',
    'https://',
    '@',
    '‹',
    'é',
    '\u0301',
    '𠮷',
  )
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.constantFrom(undefined, 'zh', 'ja', 'en', 'th', 'not a tag!'),
      (parts, language) => {
        const text = parts.join('')
        let from = 0
        for (const { text: own, start, end } of cut(text, { language })) {
          expect(text.slice(start, end)).toBe(own)
          expect(own).not.toBe('')
          expect(text.slice(from, start).trim()).toBe('')
          from = end
        }
        expect(text.slice(from).trim()).toBe('')
      },
    ),
    { numRuns: 500 },
  )
})
