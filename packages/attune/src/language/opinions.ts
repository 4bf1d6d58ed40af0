import type { Interval } from '@attune/measure'

/** How many texts lean to which side. */
export interface Leanings {
  readonly positive: number
  readonly neutral: number
  readonly negative: number
}

export interface AspectOpinion extends Leanings {
  readonly aspect: string
  readonly texts: number
  /** Of those that judge it, the share that praises; null where none judges. */
  readonly share: Interval | null
  /** Redacted sentences of different people; none where fewer than three people speak of it. */
  readonly examples: readonly string[]
}

export interface TopicOpinion extends Leanings {
  readonly language: 'zh' | 'en'
  /** Words that name it, the best first; each is used by three people or more. */
  readonly words: readonly string[]
  readonly texts: number
  /** Share of the texts of the period that are about it, less that of the period before; null where that has no texts. */
  readonly change: Interval | null
  readonly examples: readonly string[]
}

/** What people say, counted; no text of it but the examples. */
export interface OpinionReport extends Leanings {
  readonly texts: number
  readonly people: number
  /** Texts of as many days before. */
  readonly textsBefore: number
  /** Of those that lean to a side, the share that praises. */
  readonly share: Interval | null
  readonly shareBefore: Interval | null
  /** Days of UTC on which somebody said something. */
  readonly daily: readonly (Leanings & { readonly day: string })[]
  /** Most spoken of first. */
  readonly aspects: readonly AspectOpinion[]
  /** Largest first. */
  readonly topics: readonly TopicOpinion[]
}

export interface OpinionQuery {
  readonly days: number
  readonly language?: 'zh' | 'en' | undefined
  /** Only texts in which this stands, and none where fewer than three people use it. */
  readonly topic?: string | undefined
}

export interface OpinionAnswer extends OpinionReport {
  /** ISO 8601. */
  readonly madeAt: string
  /** Whether there were more texts than were looked at: then only the newest count. */
  readonly cut: boolean
  readonly source: Readonly<Record<'zh' | 'en', 'model' | 'lexicon'>>
}

/** What people of a workspace say in reviews, comments, questions and surveys. */
export interface Opinions {
  /**
   * The answer is kept for some minutes.
   *
   * @throws AttuneError `invalid-request` where the topic is personal data
   */
  of(workspace: string, query: OpinionQuery): Promise<OpinionAnswer>
  /** Drops answers in which these people have a part. */
  forget(workspace: string, personIds: readonly string[]): void
  close(): Promise<void>
}
