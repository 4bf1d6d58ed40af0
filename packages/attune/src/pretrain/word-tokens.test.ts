import { segmentHan } from '@attune/language'
import { openTokenizer, trainTokenizer } from '@attune/learn'
import { expect, test } from 'vitest'
import { splitWords } from './split-words.ts'
import { wordTokens } from './word-tokens.ts'

test('Chinese is split by the dictionary, letters and digits stay together, signs stand alone', () => {
  expect(splitWords('酒店的服务非常好，WiFi5真快！', segmentHan)).toEqual([
    ...['酒店', '的', '服务', '非常', '好', '，'],
    ...['WiFi5', '真', '快', '！'],
  ])
  expect(splitWords("don't", segmentHan)).toEqual(['don', "'", 't'])
})

const texts = ['酒店的服务非常好，房间很干净', '酒店房间干净', 'unbelievable rooms, unbelievable staff', 'staff rooms']
const words = (kind: 'wordPiece' | 'bpe' | 'unigram', text: string, size = 400) => {
  const tokenizer = openTokenizer(trainTokenizer(texts, { kind, size, minimumCount: 1 }))
  const [worded] = wordTokens(tokenizer, segmentHan)(text, 64)
  const found: string[] = []
  for (const [i, word] of (worded?.words ?? []).entries())
    if (word >= 0) found[word] = [found[word], String(worded?.tokens[i])].filter(Boolean).join(' ')
  const decoded = found.map((ids) => tokenizer.decode(ids.split(' ').map(Number)).replaceAll(' ', ''))
  return { worded, decoded, whole: tokenizer.encode(text) }
}

test.each(['wordPiece', 'bpe', 'unigram'] as const)(
  '%s: tokens are those of the whole text, and know their word',
  (kind) => {
    // With hardly any room, English words are of several pieces.
    const english = words(kind, 'Unstaffable rooms', kind === 'bpe' ? 270 : 60)
    expect(english.worded?.tokens).toEqual(english.whole)
    expect(english.decoded.map((word) => word.toLowerCase())).toEqual(['unstaffable', 'rooms'])
    expect(english.whole.length).toBeGreaterThan(4)
  },
)

test('wordPiece: Chinese words have all their characters', () => {
  const { worded, decoded, whole } = words('wordPiece', '酒店的服务非常好，房间干净')
  expect(worded?.tokens).toEqual(whole)
  expect(decoded).toEqual(['酒店', '的', '服务', '非常', '好', '，', '房间', '干净'])
  expect([worded?.words[0], worded?.words.at(-1)]).toEqual([-1, -1])
})

test('unigram: pieces that lie across words belong to the word they begin in', () => {
  const { worded, whole } = words('unigram', '酒店的服务非常好')
  expect(worded?.tokens).toEqual(whole)
  const rising = worded?.words.slice(1, -1) ?? []
  expect(rising).toEqual(rising.toSorted((a, b) => a - b))
})

test('long texts become several, cut between words, and lose nothing; what is unknown is never hidden', () => {
  const tokenizer = openTokenizer(trainTokenizer(texts, { size: 400, minimumCount: 1 }))
  const cut = wordTokens(tokenizer, segmentHan)
  const text = '酒店的服务非常好，房间很干净 🦄'
  const all = cut(text, 64)[0]
  expect(all?.words.at(-2)).toBe(-1)
  const pieces = cut(text, 7)
  expect(pieces.length).toBeGreaterThan(2)
  expect(pieces.flatMap(({ tokens }) => tokens.slice(1, -1))).toEqual(all?.tokens.slice(1, -1))
  for (const { tokens, words: own } of pieces) {
    expect(tokens.length).toBeLessThanOrEqual(7)
    expect(tokens.length).toBe(own.length)
  }
  const firsts = pieces.map(({ words: own }) => own[1])
  const lasts = pieces.map(({ words: own }) => own.at(-2))
  for (const [i, first] of firsts.slice(1).entries()) if (first !== -1) expect(first).not.toBe(lasts[i])
  expect(cut('   ', 7)).toEqual([])
})
