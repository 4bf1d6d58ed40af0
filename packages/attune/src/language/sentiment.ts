import type { SentimentModels } from '@attune/language'
import type { SentimentCard } from './sentiment-files.ts'

/** What judges the texts of a language, and what there is to learn from. */
export interface SentimentState {
  readonly language: 'zh' | 'en'
  readonly source: 'model' | 'lexicon'
  /** Reviews of four stars and more, of people who agree to be learnt from. */
  readonly positive: number
  /** Of two stars and less. */
  readonly negative: number
  /** So many of either are needed. */
  readonly needed: number
  readonly model:
    | (Pick<SentimentCard, 'texts' | 'createdAt' | 'accuracy' | 'lexicon'> & { readonly version: string })
    | null
}

/** What became of a language in a training. */
export interface SentimentOutcome extends SentimentState {
  readonly outcome: 'trained' | 'too-few' | 'lexicon-better'
}

/** The sentiment models of all workspaces: taught with their own reviews, the word list where there is none. */
export interface SentimentTraining {
  /** In memory; read from their folders at the first question. */
  models(workspace: string): SentimentModels
  /** Changes with every training of the workspace. */
  revision(workspace: string): number
  /** The counts are kept for five minutes, or until consent, an erasure or a training changes them. */
  status(workspace: string): Promise<readonly SentimentState[]>
  /** Teaches, judges and keeps a model for each language with enough reviews; who asks during a training shares it. */
  train(workspace: string): Promise<readonly SentimentOutcome[]>
  /** After erasures: models that there are learn anew from what is left, and go where that is too little. */
  relearn(workspace: string): Promise<void>
  close(): Promise<void>
}
