import { type Keyword, type KeywordOptions, keywordsFrom, keywordTerms } from './keyword-phrases.ts'
import { type ReadText, readText } from './read-text.ts'
import type { TermStatistics } from './term-statistics.ts'
import type { TermOptions } from './terms.ts'

/**
 * Keywords by TF-IDF: terms that are frequent in the text and rare in the corpus. A term's score is its count times its smooth
 * inverse document frequency, divided by the length of that vector over all terms of the text, so that scores lie in [0, 1].
 * With an empty corpus it is the frequency in the text alone.
 *
 * @example
 * tfIdfKeywords('红色跑鞋 透气跑鞋', statistics) // [{ keyword: '跑鞋', … }, …]
 */
export function tfIdfKeywords(
  text: string | ReadText,
  statistics: TermStatistics,
  options: TermOptions & KeywordOptions = {},
): readonly Keyword[] {
  const read = readText(text, options)
  const weights = tfIdf(
    read.terms.map(({ term }) => term),
    statistics,
  )
  const candidates = new Set(keywordTerms(read.terms).map(({ term }) => term))
  const best = [...weights].filter(([term]) => candidates.has(term)).sort(([, a], [, b]) => b - a)
  // Phrases join terms, so that more of them are needed than keywords are wanted.
  return keywordsFrom(read, new Map(best.slice(0, 2 * (options.top ?? 10))), options)
}

/** TF-IDF of the terms of one text, of length 1 as a vector (scikit-learn's default: smooth, L2). */
export function tfIdf(terms: readonly string[], statistics: TermStatistics): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + 1)
  let squares = 0
  for (const [term, count] of weights) {
    const weight = count * statistics.inverseFrequencyOf(term)
    weights.set(term, weight)
    squares += weight * weight
  }
  const length = Math.sqrt(squares)
  for (const [term, weight] of weights) weights.set(term, weight / length)
  return weights
}
