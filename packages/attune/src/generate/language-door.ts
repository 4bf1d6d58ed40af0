import type { LanguageModel, ModelStatus, Spent } from '@attune/language'
import type { CallLedger } from './create-call-ledger.ts'
import type { ModelSettings, PurposeSettings } from './language-model-schema.ts'

/** Why a model that is configured cannot be used. */
export type ModelProblem = 'key-missing' | 'address-refused'

export interface ConfiguredModel extends ModelStatus {
  /** The machine that is asked; null for a model in this process. */
  readonly host: string | null
  /** Name of the variable with its key. */
  readonly keyVariable: string | null
  readonly problem: ModelProblem | null
  /** What to do about the problem. */
  readonly advice: string | null
  readonly price: ModelSettings['price']
}

export interface ConfiguredPurpose {
  readonly purpose: string
  readonly settings: PurposeSettings
  /** Since the day and the month began, in UTC. */
  readonly spent: { readonly day: Spent; readonly month: Spent }
}

/** The door of an installation: the library's, with what it was configured with and what went through it. */
export interface LanguageDoor extends LanguageModel {
  readonly currency: string
  readonly ledger: CallLedger
  models(): readonly ConfiguredModel[]
  /** Named purposes, and those that used a model under `*` this month. */
  purposes(workspace: string): readonly ConfiguredPurpose[]
}
