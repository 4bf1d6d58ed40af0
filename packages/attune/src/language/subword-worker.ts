import { type TokenizerJson, trainTokenizer } from '@attune/learn'
import { workInThread } from '../models/work-in-thread.ts'

export interface SubwordLesson {
  readonly texts: readonly string[]
  readonly size: number
}

workInThread(async ({ texts, size }: SubwordLesson): Promise<TokenizerJson> => trainTokenizer(texts, { size }))
