import { type Keyword, type KeywordOptions, keywordsFrom, keywordTerms } from './keyword-phrases.ts'
import { type ReadText, readText } from './read-text.ts'
import type { Term, TermOptions } from './terms.ts'

export interface TextRankOptions extends TermOptions, KeywordOptions {
  /** Terms whose places differ by less than this are linked. Default 4; the paper tries 2 to 10. */
  readonly window?: number
}

const damping = 0.85
/** Titles have few terms, and a third of them says too little. */
const fewest = 3
const tolerance = 1e-6
const mostRounds = 200

/**
 * Keywords by TextRank (Mihalcea & Tarau 2004): terms are linked where they stand near each other, and a term matters as far as
 * terms that matter stand near it. It needs no corpus. The third of the terms that ranks highest is kept, as in the paper, of a
 * short text at least three; stop words take the place of its filter by parts of speech.
 */
export function textRankKeywords(text: string | ReadText, options: TextRankOptions = {}): readonly Keyword[] {
  const read = readText(text, options)
  const scores = [...textRank(keywordTerms(read.terms), options.window ?? 4)].sort(([, a], [, b]) => b - a)
  return keywordsFrom(read, new Map(scores.slice(0, Math.max(fewest, Math.ceil(scores.length / 3)))), options)
}

/**
 * Scores of terms: `S(i) = (1 − d) + d · Σ_j w_ij / (Σ_k w_jk) · S(j)` with d = 0.85, where w counts how often two terms stand less
 * than `window` places apart (section 2.2 of the paper).
 */
export function textRank(terms: readonly Term[], window: number): ReadonlyMap<string, number> {
  const links = new Map<string, Map<string, number>>()
  for (const { term } of terms) if (!links.has(term)) links.set(term, new Map())
  for (const [i, { term, position }] of terms.entries())
    for (let j = i + 1; j < terms.length && (terms[j] as Term).position - position < window; j++) {
      const other = (terms[j] as Term).term
      if (other === term) continue
      addLink(links, term, other)
      addLink(links, other, term)
    }
  return stationary(links)
}

function addLink(links: Map<string, Map<string, number>>, from: string, to: string): void {
  const own = links.get(from)
  own?.set(to, (own.get(to) ?? 0) + 1)
}

function stationary(links: ReadonlyMap<string, ReadonlyMap<string, number>>): ReadonlyMap<string, number> {
  const strength = new Map(
    [...links].map(([term, own]) => [term, own.values().reduce((sum, weight) => sum + weight, 0)]),
  )
  let scores = new Map([...links.keys()].map((term) => [term, 1]))
  for (let round = 0; round < mostRounds; round++) {
    let change = 0
    const next = new Map<string, number>()
    for (const [term, own] of links) {
      let sum = 0
      for (const [other, weight] of own) sum += (weight / (strength.get(other) ?? 1)) * (scores.get(other) ?? 0)
      const score = 1 - damping + damping * sum
      change = Math.max(change, Math.abs(score - (scores.get(term) ?? 0)))
      next.set(term, score)
    }
    scores = next
    if (change < tolerance) break
  }
  return scores
}
