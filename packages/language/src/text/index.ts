export { type AnalyseOptions, analyseText, type TextAnalysis } from './analyse-text.ts'
export { createSegmenter, type Segmenter, type SegmentOptions, segment } from './create-segmenter.ts'
export { type DetectedLanguage, type DetectOptions, detectLanguage } from './detect-language.ts'
export type { EmojiTreatment } from './emoji.ts'
export * from './entities/index.ts'
export { foldText } from './fold-text.ts'
export type { Keyword, KeywordOptions } from './keyword-phrases.ts'
export { loadNgramIdentifier, type NgramGuess, type NgramIdentifier } from './load-ngram-identifier.ts'
export { estimateJaccard, type MinHashOptions, minHash, type ShingleOptions, shingles } from './min-hash.ts'
export {
  createNearDuplicates,
  type NearDuplicate,
  type NearDuplicateOptions,
  type NearDuplicates,
} from './near-duplicates.ts'
export { type NormaliseOptions, normaliseText } from './normalise-text.ts'
export { type ReadText, readText } from './read-text.ts'
export { segmentHan } from './segment-han.ts'
export { stem } from './stem.ts'
export { stopWords } from './stop-words.ts'
export { subWords } from './sub-words.ts'
export { createTermStatistics, type SavedTermStatistics, type TermStatistics } from './term-statistics.ts'
export { type Term, type TermOptions, terms, termsOf } from './terms.ts'
export { type TextRankOptions, textRank, textRankKeywords } from './text-rank-keywords.ts'
export { tfIdf, tfIdfKeywords } from './tf-idf-keywords.ts'
export type { Token, TokenKind } from './token.ts'
