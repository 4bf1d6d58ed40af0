import type { TextAnalysis } from '@attune/language'
import type { TaggerStatus } from './tagging.ts'

/** How a text feels, as a whole and about things. */
export interface SentimentOfText {
  readonly label: 'positive' | 'negative' | 'neutral' | 'mixed'
  /** In [0, 1]. */
  readonly confidence: number
  /** A trained classifier, or a list of words. */
  readonly source: 'model' | 'lexicon'
  readonly aspects: readonly {
    readonly aspect: string
    readonly label: 'positive' | 'negative' | 'neutral' | 'mixed'
    readonly confidence: number
    /** UTF-16 offsets of the sentence in the normalised text. */
    readonly start: number
    readonly end: number
  }[]
}

/** Reads the sentiment of normalised texts; null for a text of a language that it does not read. */
export type SentimentReader = (
  workspace: string,
  texts: readonly { readonly text: string; readonly language: string }[],
) => Promise<readonly (SentimentOfText | null)[]>

export interface AnalyseRequest {
  readonly texts: readonly string[]
  /** ISO date; default: the day of the clock in UTC. */
  readonly today?: string | undefined
  /** At most so many keywords a text. Default 10. */
  readonly keywords?: number | undefined
  /** Whether sub-words are wanted. */
  readonly subwords?: boolean | undefined
}

/** A piece of a word; UTF-16 offsets in the normalised text. */
export interface Subword {
  readonly text: string
  readonly start: number
  readonly end: number
  /** Whether its word has begun before it. */
  readonly goesOn: boolean
}

export interface AnalysedText extends Omit<TextAnalysis, 'tokens'> {
  /** Index of the first text of the request that says nearly the same; null where none before it does. */
  readonly duplicateOf: number | null
  /** Null where nobody reads it. */
  readonly sentiment: SentimentOfText | null
  /** Null where they were not asked for, or nothing cuts them. */
  readonly subwords: readonly Subword[] | null
}

/** Analyses texts in the words of a workspace's catalogue. */
export interface TextAnalyses {
  /**
   * @returns one answer a text, in their order
   * @throws LanguageError `bad-option` when `today` is no day
   */
  analyse(workspace: string, request: AnalyseRequest): Promise<readonly AnalysedText[]>
  /** The model that finds entities besides rules and catalogue, and why it did not where it did not. */
  taggerOf(workspace: string): TaggerStatus
  /** What cuts sub-words; null where nothing does yet. */
  subwordsBy(workspace: string): Promise<{ readonly from: 'encoder' | 'catalogue'; readonly name: string } | null>
}
