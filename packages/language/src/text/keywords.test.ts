import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readText } from './read-text.ts'
import { createTermStatistics, type SavedTermStatistics } from './term-statistics.ts'
import { terms } from './terms.ts'
import { textRank, textRankKeywords } from './text-rank-keywords.ts'
import { tfIdf, tfIdfKeywords } from './tf-idf-keywords.ts'

const corpusOf = (texts: readonly string[]) => {
  const statistics = createTermStatistics()
  for (const text of texts) statistics.add(terms(text))
  return statistics
}
const named = (keywords: readonly { readonly keyword: string }[]): string[] => keywords.map(({ keyword }) => keyword)

test('TF-IDF is what the documentation of scikit-learn works out', () => {
  // Counts of three terms in six texts, from the user guide on feature extraction.
  const counts = [
    [3, 0, 1],
    [2, 0, 0],
    [3, 0, 0],
    [4, 0, 0],
    [3, 2, 0],
    [3, 0, 2],
  ]
  const texts = counts.map((row) => row.flatMap((count, i) => Array<string>(count).fill(`t${i}`)))
  const statistics = createTermStatistics()
  for (const text of texts) statistics.add(text)
  const rows = texts.map((text) => ['t0', 't1', 't2'].map((term) => tfIdf(text, statistics).get(term) ?? 0))
  expect(rows[0]![0]).toBeCloseTo(0.85151335, 7)
  expect(rows[0]![2]).toBeCloseTo(0.52433293, 7)
  expect(rows[4]![0]).toBeCloseTo(0.55422893, 7)
  expect(rows[4]![1]).toBeCloseTo(0.83236428, 7)
})

test('keywords are what the text says often and the corpus seldom, in both languages', () => {
  const chinese = corpusOf(['物流很快 包装很好', '包装很好 客服很好', '物流很快', '客服很好 手机很好'])
  expect(named(tfIdfKeywords('物流很快，包装很好，指纹解锁特别灵敏，指纹解锁', chinese, { phrases: false }))[0]).toBe(
    '指纹',
  )
  const english = corpusOf(['fast delivery', 'good packaging and fast delivery', 'good support'])
  expect(named(tfIdfKeywords('Fast delivery. The fingerprint sensor is precise', english))[0]).toContain('sensor')
})

test('neighbours become a phrase, numbers and single characters are no keywords', () => {
  const keywords = tfIdfKeywords('wireless headphones, 2026 茶, wireless headphones', createTermStatistics())
  expect(keywords).toEqual([
    { keyword: 'wireless headphones', terms: ['wireless', 'headphon'], score: expect.any(Number), count: 2 },
  ])
  expect(named(tfIdfKeywords('无线耳机', createTermStatistics()))).toEqual(['无线耳机'])
  expect(named(tfIdfKeywords('good wireless, great headphones', createTermStatistics()))).not.toContain(
    'wireless, great',
  )
})

test('an empty text and an empty corpus have an answer', () => {
  expect(tfIdfKeywords('', createTermStatistics())).toEqual([])
  expect(textRankKeywords('')).toEqual([])
  expect(textRankKeywords('跑鞋')).toHaveLength(1)
})

test('statistics come to the same however texts came and went, and survive being saved', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 5 })
  fc.assert(
    fc.property(fc.array(text), fc.array(text), (stay, leave) => {
      const some = createTermStatistics()
      for (const one of [...stay, ...leave]) some.add(one)
      for (const one of leave) some.remove(one)
      const saved = createTermStatistics(JSON.parse(JSON.stringify(some)) as SavedTermStatistics)
      expect(saved.documents).toBe(stay.length)
      for (const term of 'abcd')
        expect(saved.frequencyOf(term)).toBe(stay.filter((one) => one.includes(term as 'a')).length)
    }),
  )
})

test('a text that was never added cannot be removed, and nothing is changed by the try', () => {
  const statistics = corpusOf(['red shoes'])
  expect(() => statistics.remove(['red', 'blue'])).toThrow(expect.objectContaining({ code: 'bad-text' }))
  expect(statistics.frequencyOf('red')).toBe(1)
})

test('what are no statistics is refused', () => {
  for (const saved of [
    {},
    { documents: 1, terms: [['a', 2]] },
    { documents: -1, terms: [] },
    { documents: 1, terms: [['a', 0]] },
  ])
    expect(() => createTermStatistics(saved as SavedTermStatistics)).toThrow(
      expect.objectContaining({ code: 'bad-model' }),
    )
})

test('TextRank is what a dense power iteration comes to', () => {
  const text =
    '系统 的 约束 标准：compatibility of systems of linear constraints over the set of natural numbers. Criteria of compatibility of a system of linear Diophantine equations, strict inequations, and nonstrict inequations are considered. Upper bounds for components of a minimal set of solutions and algorithms of construction of minimal generating sets of solutions for all types of systems are given.'
  const found = readText(text).terms
  const names = [...new Set(found.map(({ term }) => term))]
  const n = names.length
  const weight = Array.from({ length: n }, () => new Float64Array(n))
  for (const a of found)
    for (const b of found)
      if (a.term !== b.term && Math.abs(a.position - b.position) < 4)
        weight[names.indexOf(a.term)]![names.indexOf(b.term)]! += 1
  const sums = weight.map((row) => row.reduce((sum, value) => sum + value, 0))
  let scores = new Float64Array(n).fill(0)
  for (let round = 0; round < 2000; round++)
    scores = scores.map(
      (_, i) =>
        0.15 +
        0.85 * names.reduce((sum, __, j) => sum + (sums[j]! > 0 ? (weight[i]![j]! / sums[j]!) * scores[j]! : 0), 0),
    )
  const ranked = textRank(found, 4)
  for (const [i, name] of names.entries()) expect(ranked.get(name)).toBeCloseTo(scores[i]!, 4)
})

test('a title keeps three terms at least', () => {
  expect(textRankKeywords('红色 跑鞋', { phrases: false })).toHaveLength(2)
  expect(textRankKeywords('wireless mouse, quiet keyboard', { phrases: false })).toHaveLength(3)
})

test('TextRank finds the phrases of the abstract in its paper', () => {
  const abstract =
    'Compatibility of systems of linear constraints over the set of natural numbers. Criteria of compatibility of a system of linear Diophantine equations, strict inequations, and nonstrict inequations are considered. Upper bounds for components of a minimal set of solutions and algorithms of construction of minimal generating sets of solutions for all types of systems are given. These criteria and the corresponding algorithms for constructing a minimal supporting set of solutions can be used in solving all the considered types of systems and systems of mixed types.'
  const keywords = named(textRankKeywords(abstract, { top: 20 })).map((keyword) => keyword.toLowerCase())
  expect(keywords.join(' | ')).toMatch(/linear/)
  expect(keywords.join(' | ')).toMatch(/minimal/)
  expect(keywords.join(' | ')).toMatch(/systems/)
})
