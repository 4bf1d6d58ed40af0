import { workInThread } from '../models/work-in-thread.ts'
import type { GivenLabel } from './label-store.ts'
import { type ProposedText, proposeTexts } from './propose-texts.ts'
import { type TaughtLabels, teachLabels } from './teach-labels.ts'
import type { SourceText } from './text-source.ts'

/** What the thread is told: to propose texts, or to teach with labelled ones. */
export type LabelOrder =
  | {
      readonly kind: 'propose'
      readonly texts: readonly SourceText[]
      readonly labels: readonly GivenLabel[]
      readonly count: number
    }
  | { readonly kind: 'teach'; readonly texts: readonly string[]; readonly labels: readonly string[] }

async function work(order: LabelOrder): Promise<readonly ProposedText[] | TaughtLabels> {
  return order.kind === 'propose'
    ? proposeTexts(order.texts, order.labels, order.count)
    : teachLabels(order.texts, order.labels)
}

workInThread(work)
