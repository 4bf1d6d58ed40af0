import { expect, test } from 'vitest'
import { alignTokens } from './align-tokens.ts'
import { samples, sentences } from './corpus.fixture.ts'
import { encodePair } from './encode-pair.ts'
import rust from './offsets.fixture.json' with { type: 'json' }
import { openTokenizer } from './open-tokenizer.ts'
import { specialTokens } from './tokenizer-json.ts'
import { trainTokenizer } from './train-tokenizer.ts'

const opened = (kind: 'bpe' | 'wordPiece' | 'unigram') =>
  openTokenizer(JSON.parse(JSON.stringify(trainTokenizer(sentences, { kind, size: 420, minimumCount: 1 }))))

test.each(['wordPiece', 'unigram', 'bpe'] as const)('%s: tokens stand where the Rust library says', (kind) => {
  const tokenizer = opened(kind)
  for (const [i, text] of samples.entries()) {
    const ids = tokenizer.encode(text)
    for (const [k, span] of alignTokens(tokenizer, text, ids).entries()) {
      const theirs = rust[kind][i]?.[k] ?? null
      const surface = tokenizer.surfaceOf([ids[k] as number])
      // The Rust library puts a space that was only added on the character behind it.
      if (surface.trim() === '') continue
      // Bytes of a part of a character: ours is what the tokens around it stand for together.
      if (surface.includes('\ufffd')) {
        expect(span?.from).toBeLessThanOrEqual(theirs?.[0] ?? 0)
        expect(span?.to).toBeGreaterThanOrEqual(theirs?.[1] ?? 0)
      } else expect(span && [span.from, span.to], `${text}: ${surface}`).toEqual(theirs)
    }
  }
})

test('a word that the vocabulary lacks stands between its neighbours', () => {
  const tokenizer = opened('wordPiece')
  const text = 'the ☃☃ jacket'
  const found = alignTokens(tokenizer, text, tokenizer.encode(text)).filter((span) => span !== null)
  expect(found.map(({ from, to }) => text.slice(from, to)).join('|')).toContain('☃☃|')
  expect(found.at(-1)?.to).toBe(text.length)
})

test('a pair says where the second text begins, and is cut so that both are there', () => {
  const tokenizer = opened('wordPiece')
  const [first, second] = ['The jacket is warm', '外套很暖和']
  const whole = encodePair(tokenizer, first, second, 100)
  expect(tokenizer.decode(whole.tokens.slice(0, whole.second))).toBe(tokenizer.decode(tokenizer.encode(first)))
  expect(tokenizer.decode(whole.tokens.slice(whole.second))).toBe(tokenizer.decode(tokenizer.encode(second)))
  const cut = encodePair(tokenizer, first, second.repeat(9), 20)
  expect(cut.tokens).toHaveLength(20)
  expect(cut.second).toBe(whole.second)
  expect(cut.tokens.at(-1)).toBe(whole.tokens.at(-1))
  const long = encodePair(tokenizer, first.repeat(9), second, 20)
  expect(long.tokens).toHaveLength(20)
  expect(long.tokens.slice(long.second, -1)).toEqual(tokenizer.encode(second, { special: false }))
  const both = encodePair(tokenizer, first.repeat(9), second.repeat(9), 20)
  expect([both.tokens.length, both.second]).toEqual([20, 10])
})

test('where a family has two marks between the texts of a pair, a pair that is cut has both', () => {
  const { begin, end } = specialTokens
  const json = trainTokenizer(sentences, { size: 420, minimumCount: 1 })
  const piece = (id: string) => ({ SpecialToken: { id, type_id: 0 } })
  const text = (id: string) => ({ Sequence: { id, type_id: 0 } })
  const post = json.post_processor as object
  const pair = [piece(begin), text('A'), piece(end), piece(end), text('B'), piece(end)]
  const tokenizer = openTokenizer({ ...json, post_processor: { ...post, pair } })
  const long = encodePair(tokenizer, sentences.join(' '), sentences[0] as string, 40)
  expect(long.tokens).toHaveLength(40)
  expect(long.tokens.filter((id) => id === tokenizer.ids.end)).toHaveLength(3)
  expect([long.second - 1, long.second].map((at) => long.tokens[at])).toEqual([tokenizer.ids.end, tokenizer.ids.end])
})
