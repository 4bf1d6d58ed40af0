import type { ReadText } from './read-text.ts'
import type { Term } from './terms.ts'

/** What a text is about, in the words that stand in it. */
export interface Keyword {
  /** As it is written where it stands first. */
  readonly keyword: string
  /** Its terms: several for a phrase. */
  readonly terms: readonly string[]
  readonly score: number
  /** How often it stands in the text. */
  readonly count: number
}

export interface KeywordOptions {
  /** At most so many. Default 10. */
  readonly top?: number
  /** Whether keywords that stand side by side become one phrase. Default true. */
  readonly phrases?: boolean
}

const longestPhrase = 3
const singleHan = /^\p{sc=Han}$/u

/** Terms that can be keywords: words, and no single Chinese characters, which mean too much. */
export function keywordTerms(terms: readonly Term[]): readonly Term[] {
  return terms.filter(({ token }) => token.kind === 'word' && !singleHan.test(token.text))
}

/**
 * The best terms as keywords. Those that stand side by side, with nothing or one space between them, are joined as in TextRank's
 * last step; a phrase takes the score of its best term, and a term that only stands in phrases is not repeated alone.
 *
 * @param scores of terms; only terms with one are keywords
 */
export function keywordsFrom(
  { text, terms }: ReadText,
  scores: ReadonlyMap<string, number>,
  { top = 10, phrases = true }: KeywordOptions,
): readonly Keyword[] {
  const runs: Term[][] = []
  for (const term of keywordTerms(terms)) {
    if (!scores.has(term.term)) continue
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (phrases && run && before && run.length < longestPhrase && areNeighbours(text, before, term)) run.push(term)
    else runs.push([term])
  }
  const found = new Map<string, { keyword: string; terms: string[]; score: number; count: number }>()
  for (const run of runs) {
    const own = run.map(({ term }) => term)
    const key = own.join(' ')
    const known = found.get(key)
    if (known) known.count++
    else
      found.set(key, {
        keyword: text.slice(run[0]?.token.start, run.at(-1)?.token.end),
        terms: own,
        score: Math.max(...own.map((term) => scores.get(term) ?? 0)),
        count: 1,
      })
  }
  return [...found.values()].sort((a, b) => b.score - a.score || b.count - a.count).slice(0, top)
}

function areNeighbours(text: string, before: Term, after: Term): boolean {
  const gap = text.slice(before.token.end, after.token.start)
  return after.position === before.position + 1 && (gap === '' || gap === ' ') && before.term !== after.term
}
