import { expect, test } from 'vitest'
import { samples, sentences } from './corpus.fixture.ts'
import { learnMerges } from './learn-merges.ts'
import { learnUnigram } from './learn-unigram.ts'
import { openTokenizer } from './open-tokenizer.ts'
import rust from './tokenisers.fixture.json' with { type: 'json' }
import { trainTokenizer } from './train-tokenizer.ts'

const size = 420
const trained = (kind: 'bpe' | 'wordPiece' | 'unigram') => trainTokenizer(sentences, { kind, size, minimumCount: 1 })

test('byte-pair encoding learns the same tokens in the same order as the Rust library', () => {
  const { vocab } = trained('bpe').model as { vocab: Record<string, number> }
  const byId = Object.entries(vocab).sort(([, a], [, b]) => a - b)
  expect(byId.map(([token]) => token)).toEqual(rust.bpeVocabulary)
  expect(byId.map(([, id]) => id)).toEqual([...Array(size).keys()])
})

test.each(['bpe', 'wordPiece', 'unigram'] as const)(
  '%s cuts and joins texts as the Rust library does with the same file',
  (kind) => {
    const tokenizer = openTokenizer(JSON.parse(JSON.stringify(trained(kind))))
    const cut = samples.map((text) => {
      const ids = tokenizer.encode(text)
      return { ids, text: tokenizer.decode(ids) }
    })
    expect(cut).toEqual(rust[kind])
  },
)

test('merges by hand: low, lower, newest, widest (Sennrich et al. 2016, figure 1)', () => {
  const words = new Map([
    ['low_', 5],
    ['lower_', 2],
    ['newest_', 6],
    ['widest_', 3],
  ])
  const vocabulary = new Map([...'lowernstid_'].map((character, id) => [character, id]))
  const merges = learnMerges(words, { size: vocabulary.size + 4, minimumCount: 1, prefix: '', vocabulary })
  // es, t_ and est_ come nine times each, then lo seven times; which of equals comes first is ours to say.
  expect(merges.map(({ left, right }) => left + right)).toEqual(['es', 't_', 'est_', 'lo'])
})

test('repeated characters are counted as pairs that do not overlap once they are joined', () => {
  const vocabulary = new Map([['a', 0]])
  const merges = learnMerges(new Map([['aaaaa', 1]]), { size: 4, minimumCount: 1, prefix: '', vocabulary })
  expect(merges.map(({ left, right }) => [left, right])).toEqual([
    ['a', 'a'],
    ['aa', 'a'],
    ['aa', 'aaa'],
  ])
})

test('unigram finds the pieces that words share, and its scores are logarithms of probabilities', () => {
  const shared = ['送货', '服务', '质量', '价格', '包装']
  const words = new Map(shared.flatMap((one) => [...'快慢好差高低稳乱'].map((other) => [one + other, 10] as const)))
  const pieces = learnUnigram(words, { size: 23 })
  const texts = pieces.map(({ text }) => text)
  expect(texts).toEqual(expect.arrayContaining(shared))
  expect(texts).toHaveLength(23)
  const sum = pieces.reduce((total, { score }) => total + Math.exp(score), 0)
  expect(sum).toBeGreaterThan(0.9)
  expect(sum).toBeLessThanOrEqual(1.001)
})

test.each(['bpe', 'wordPiece', 'unigram'] as const)('%s: what was learnt from gives back what was said', (kind) => {
  const tokenizer = openTokenizer(trained(kind))
  const text = '鞋子很舒服 shoes'
  expect(tokenizer.decode(tokenizer.encode(text)).replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  expect(tokenizer.size).toBeLessThanOrEqual(size)
})

test('long texts are cut, and still end as texts do', () => {
  const tokenizer = openTokenizer(trained('wordPiece'))
  const cut = tokenizer.encode('送货太慢了'.repeat(20_000), { longest: 8 })
  expect(cut).toHaveLength(8)
  expect([cut[0], cut[7]]).toEqual([tokenizer.ids.begin, tokenizer.ids.end])
  expect(tokenizer.encode('好', { pair: '很好' }).filter((id) => id === tokenizer.ids.end)).toHaveLength(2)
})

test('pieces that go on with a word are known', () => {
  const tokenizer = openTokenizer(trained('wordPiece'))
  const tokens = tokenizer.encode('unbelievably', { special: false })
  expect(tokens.map((id) => tokenizer.goesOn(id))).toEqual(tokens.map((_, i) => i > 0))
})

test.each([
  [{ size: 3 }, 'bad-option'],
  [{ size: 200, kind: 'bpe' as const }, 'bad-option'],
  [{ size: 40, kind: 'unigram' as const }, 'bad-option'],
])('%j is refused', (options, code) => {
  expect(() => trainTokenizer(sentences, options)).toThrow(expect.objectContaining({ code }))
})

test('no texts, no vocabulary', () => {
  expect(() => trainTokenizer(['', ' '], { size: 100 })).toThrow(expect.objectContaining({ code: 'bad-value' }))
})

test.each([[null], [{}], ['text'], [{ model: { type: 'Nonsense' } }], [{ model: null, added_tokens: [] }]])(
  'a broken tokenizer.json (%j) is refused with a sentence',
  (json) => {
    expect(() => openTokenizer(json)).toThrow(expect.objectContaining({ code: 'bad-file' }))
  },
)

test.each(['bpe', 'wordPiece', 'unigram'] as const)(
  '%s: texts that stay whole are one token each, and come back',
  (kind) => {
    const whole = ['⟦name⟧', '⟦地址⟧']
    const texts = sentences.flatMap((text) => [`⟦name⟧ ${text}`, `${text}⟦地址⟧`])
    const json = trainTokenizer(texts, { kind, size, minimumCount: 1, whole })
    const tokenizer = openTokenizer(JSON.parse(JSON.stringify(json)))
    expect(tokenizer.size).toBeLessThanOrEqual(size)
    const ids = tokenizer.encode('⟦name⟧ was at ⟦地址⟧.', { special: false })
    expect(ids.map((id) => tokenizer.tokenOf(id)).filter((token) => token?.startsWith('⟦'))).toEqual(whole)
    for (const one of whole) expect(tokenizer.decode(ids)).toContain(one)
    // Nothing of them is among what was learnt to cut.
    const tokens = Array.from({ length: tokenizer.size }, (_, id) => tokenizer.tokenOf(id) ?? '')
    expect(tokens.filter((token) => /[⟦⟧]/.test(token))).toEqual(whole)
    for (const wrong of [['a', 'a'], [''], ['[CLS]']])
      expect(() => trainTokenizer(texts, { kind, size, whole: wrong })).toThrow(/stay whole/)
  },
)
