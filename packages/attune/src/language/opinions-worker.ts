import { sentimentModelOf, type TextClassifierData } from '@attune/language'
import { workInThread } from '../models/work-in-thread.ts'
import type { OpinionText } from './judged-text.ts'
import type { OpinionReport } from './opinions.ts'
import { opinionsOf } from './opinions-of.ts'

export interface OpinionOrder {
  readonly texts: readonly OpinionText[]
  readonly models: Readonly<Partial<Record<'zh' | 'en', TextClassifierData>>>
}

workInThread(
  ({ texts, models: { zh, en } }: OpinionOrder): Promise<OpinionReport> =>
    opinionsOf(texts, {
      ...(zh && { zh: sentimentModelOf(zh, 'zh') }),
      ...(en && { en: sentimentModelOf(en, 'en') }),
    }),
)
