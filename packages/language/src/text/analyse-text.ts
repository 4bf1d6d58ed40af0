import type { Segmenter } from './create-segmenter.ts'
import { createSegmenter } from './create-segmenter.ts'
import { type DetectedLanguage, detectLanguage } from './detect-language.ts'
import type { Gazetteer } from './entities/create-gazetteer.ts'
import type { Entity } from './entities/entity.ts'
import { type EntityTagger, findEntities } from './entities/find-entities.ts'
import type { Keyword, KeywordOptions } from './keyword-phrases.ts'
import type { NgramIdentifier } from './load-ngram-identifier.ts'
import { normaliseText } from './normalise-text.ts'
import type { TermStatistics } from './term-statistics.ts'
import { termsOf } from './terms.ts'
import { textRankKeywords } from './text-rank-keywords.ts'
import { tfIdfKeywords } from './tf-idf-keywords.ts'
import type { Token } from './token.ts'

/** What a team brings: its names, its corpus, the day it is. All of it is optional. */
export interface AnalyseOptions extends KeywordOptions {
  readonly segmenter?: Segmenter | undefined
  readonly gazetteer?: Gazetteer | undefined
  /** Of the corpus; with it keywords are by TF-IDF, without it, or while it is empty, by TextRank. */
  readonly statistics?: TermStatistics | undefined
  readonly ngrams?: NgramIdentifier | undefined
  readonly tagger?: EntityTagger | undefined
  /** ISO date, for days such as 明天. */
  readonly today?: string | undefined
}

export interface TextAnalysis {
  /** The normalised text; all offsets are in it. */
  readonly text: string
  readonly language: DetectedLanguage
  readonly tokens: readonly Token[]
  readonly terms: readonly string[]
  readonly keywords: readonly Keyword[]
  readonly keywordsBy: 'tf-idf' | 'text-rank'
  readonly entities: readonly Entity[]
}

const plainSegmenter = createSegmenter()

/**
 * Everything that the rules see in one text: its language, terms, keywords and entities. Works on any string.
 *
 * @throws LanguageError `bad-option` when `today` is no day
 * @example
 * analyseText('小米手环8 包邮 ¥199', { gazetteer, segmenter: createSegmenter({ words: gazetteer.names }) })
 */
export function analyseText(text: string, options: AnalyseOptions = {}): TextAnalysis {
  const { segmenter = plainSegmenter, gazetteer, statistics, ngrams, tagger, today, top = 10, phrases = true } = options
  const clean = normaliseText(text)
  const detected = detectLanguage(clean, ngrams === undefined ? {} : { ngrams })
  const language = detected.language
  const tokens = segmenter(clean, { language })
  const terms = termsOf(tokens, language)
  const read = { text: clean, language, tokens, terms }
  const wanted = { top, phrases }
  const hasCorpus = statistics !== undefined && statistics.documents > 0
  return {
    text: clean,
    language: detected,
    tokens,
    terms: terms.map(({ term }) => term),
    keywords: hasCorpus ? tfIdfKeywords(read, statistics, wanted) : textRankKeywords(read, wanted),
    keywordsBy: hasCorpus ? 'tf-idf' : 'text-rank',
    entities: findEntities(clean, { gazetteer, today, language, tagger, tokens }),
  }
}
