import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateJaccard, minHash, shingles } from './min-hash.ts'
import { createNearDuplicates } from './near-duplicates.ts'

const cut = new Map<string, ReadonlySet<number>>()
function shinglesOf(text: string): ReadonlySet<number> {
  const found = cut.get(text) ?? shingles(text)
  cut.set(text, found)
  return found
}

function jaccard(a: string, b: string): number {
  const [left, right] = [shinglesOf(a), shinglesOf(b)]
  const both = left.intersection(right).size
  return both / (left.size + right.size - both)
}

/** Texts of words that are drawn by a fixed sequence, and copies with some words changed. */
function corpus(): string[] {
  let state = 7
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  const words = [
    '物流',
    '很快',
    '包装',
    '结实',
    '客服',
    '态度',
    '质量',
    '一般',
    '推荐',
    '回购',
    'good',
    'fast',
    'delivery',
    'quality',
    'price',
    'colour',
    'small',
    'perfect',
    '颜色',
    '尺码',
    '偏小',
    '味道',
    '新鲜',
    '便宜',
  ]
  const originals = Array.from({ length: 60 }, () => Array.from({ length: 18 }, () => words[draw(words.length)]!))
  const changed = originals.map((text, i) => text.map((word, j) => (j < i % 7 ? words[draw(words.length)]! : word)))
  return [...originals, ...changed].map((text) => text.join(' '))
}

test('shingles are runs of characters, whatever case, width, spaces and signs', () => {
  expect(shingles('abcd').size).toBe(2)
  expect(shingles('好').size).toBe(1)
  expect(shingles('！！ ').size).toBe(0)
  expect(shingles('ＡＢ，c d')).toEqual(shingles('abcd'))
  expect(() => shingles('a', { size: 0 })).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

test('estimates are within four standard errors of the exact similarity', () => {
  const texts = corpus()
  const hashes = 512
  let most = 0
  for (let i = 0; i < 60; i++) {
    const [a, b] = [texts[i]!, texts[i + 60]!]
    const exact = jaccard(a, b)
    const error = estimateJaccard(minHash(a, { hashes }), minHash(b, { hashes })) - exact
    const sigma = Math.sqrt((exact * (1 - exact)) / hashes)
    expect(Math.abs(error)).toBeLessThanOrEqual(4 * sigma)
    if (Math.abs(error) > 3 * sigma) most++
  }
  expect(most).toBeLessThanOrEqual(1)
})

test('the index finds the pairs that comparing all exactly finds, away from the threshold', () => {
  const texts = corpus()
  const index = createNearDuplicates<number>({ threshold: 0.7, hashes: 256 })
  for (const [i, text] of texts.entries()) index.add(i, text)
  let pairs = 0
  for (const [i, text] of texts.entries()) {
    const found = new Set(index.find(text).map(({ id }) => id))
    for (const [j, other] of texts.entries()) {
      const exact = jaccard(text, other)
      if (exact >= 0.82) expect(found.has(j)).toBe(true)
      if (exact < 0.58) expect(found.has(j)).toBe(false)
      if (exact >= 0.82 && i !== j) pairs++
    }
  }
  expect(pairs).toBeGreaterThan(20)
})

test('a text finds itself, and does not once it is removed or replaced', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 }), (texts) => {
      const index = createNearDuplicates<number>()
      for (const [i, text] of texts.entries()) index.add(i, text)
      const [first = ''] = texts
      if (shingles(first).size > 0) expect(index.find(first)).toContainEqual({ id: 0, similarity: 1 })
      else expect(index.find(first)).toEqual([])
      index.add(0, '完全不同的一段话')
      expect(index.size).toBe(texts.length)
      expect(index.find('完全不同的一段话')[0]).toEqual({ id: 0, similarity: 1 })
      expect(index.remove(0)).toBe(true)
      expect(index.remove(0)).toBe(false)
      expect(index.find('完全不同的一段话')).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('what cannot be compared or asked is refused', () => {
  expect(() => estimateJaccard(minHash('a'), minHash('a', { hashes: 64 }))).toThrow(
    expect.objectContaining({ code: 'bad-option' }),
  )
  expect(() => minHash('a', { hashes: 0 })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  expect(() => createNearDuplicates({ threshold: 0 })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  expect(estimateJaccard(minHash(''), minHash(''))).toBe(0)
})
