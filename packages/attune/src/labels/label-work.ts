import type { GivenLabel } from './label-store.ts'
import { type ProposedText, proposeTexts } from './propose-texts.ts'
import { type TaughtLabels, teachLabels } from './teach-labels.ts'
import type { SourceText } from './text-source.ts'

export interface ProposeOrder {
  readonly kind: 'propose'
  readonly texts: readonly SourceText[]
  readonly labels: readonly GivenLabel[]
  readonly count: number
}
export interface TeachOrder {
  readonly kind: 'teach'
  readonly texts: readonly string[]
  readonly labels: readonly string[]
}

/** The work on texts that takes seconds, here or in a thread. */
export interface LabelWork {
  propose(order: ProposeOrder): Promise<readonly ProposedText[]>
  teach(order: TeachOrder): Promise<TaughtLabels>
}

export const labelWork: LabelWork = {
  propose: async ({ texts, labels, count }) => proposeTexts(texts, labels, count),
  teach: async ({ texts, labels }) => teachLabels(texts, labels),
}
