import { expect, test } from 'vitest'
import { openTokenizer } from './open-tokenizer.ts'
import { trainTokenizer } from './train-tokenizer.ts'

const good = trainTokenizer(['good tea', '好茶'], { size: 40, minimumCount: 1 })
const model = good.model as Readonly<Record<string, unknown>>
const split = (pattern: unknown) => ({
  ...good,
  pre_tokenizer: { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
})

function deep(levels: number): unknown {
  let step: unknown = { type: 'NFC' }
  for (let i = 0; i < levels; i++) step = { type: 'Sequence', normalizers: [step] }
  return step
}

test.each<[string, unknown, RegExp]>([
  ['nothing', null, /has no model/],
  ['a model that is none', { ...good, model: 7 }, /has no model/],
  ['a model of a kind that is not known', { ...good, model: { ...model, type: 'Magic' } }, /cannot be used/],
  ['a step of a kind that is not known', { ...good, normalizer: { type: 'Magic' } }, /cannot be used/],
  ['steps in steps in steps', { ...good, normalizer: deep(200_000) }, /more than 32 deep/],
  ['a vocabulary of numbers', { ...good, model: { ...model, vocab: 5 } }, /neither a list nor an object/],
  ['tokens with numbers that are none', { ...good, model: { ...model, vocab: { a: 'b' } } }, /“a” has no number/],
  ['tokens numbered past all bounds', { ...good, model: { ...model, vocab: { a: 2 ** 40 } } }, /“a” has no number/],
  ['a token of a megabyte', { ...good, model: { ...model, vocab: { ['a'.repeat(1e6)]: 1 } } }, /at most 1000/],
  [
    'scores that are none',
    { ...good, model: { type: 'Unigram', unk_id: 0, vocab: [['a', null]] } },
    /“a” has no score/,
  ],
  ['merges that are none', { ...good, model: { ...model, type: 'BPE', merges: [7] } }, /merges are no list/],
  ['added tokens that are none', { ...good, added_tokens: {} }, /added tokens are no list/],
  ['an added token without a number', { ...good, added_tokens: [{ content: 'x' }] }, /no number or no text/],
  ['a pattern that is none', split(7), /no text of at most/],
  ['a pattern that does not end', split('(['), /cannot be used/],
  ['a pattern of 5,000 characters', split('a'.repeat(5000)), /at most 4000/],
  ['a repeated repetition', split('(a+)+$'), /for ever/],
  ['a repeated choice', split('(?:a|aa)+$'), /for ever/],
  ['a repetition in an open range', split('(?:x*){2,}y'), /for ever/],
  ['repetitions in a row', split('\\s*\\s*\\s*\\s*\\s*x'), /for ever/],
])('%s is refused', (_, json, why) => {
  expect(() => openTokenizer(json)).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringMatching(why) }),
  )
})

test.each([
  ['of GPT-2', "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"],
  [
    'of Llama 3',
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  ],
  ['for spaces', ' {2,}'],
])('the pattern %s is taken', (_, pattern) => {
  expect(openTokenizer(split(pattern)).encode('good tea').length).toBeGreaterThan(2)
})
