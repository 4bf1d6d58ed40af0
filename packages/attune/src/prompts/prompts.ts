import type { Prompt } from '@attune/language'
import type { PromptUse, PromptVersionInput } from '../api/schemas/prompts.ts'
import type { ShippedPrompt } from './shipped-prompts.ts'

/** A version that a workspace wrote. */
export interface OwnVersion {
  readonly version: number
  readonly title: string
  readonly texts: PromptVersionInput['texts']
  readonly createdAt: number
  /** Undefined where its words no longer fit the shipped prompt. */
  readonly prompt: Prompt | undefined
}

/** A prompt as it stands in a workspace. */
export interface PromptState {
  readonly shipped: ShippedPrompt
  readonly own: readonly OwnVersion[]
  readonly use: PromptUse
  /** Whether an experiment that is a draft or runs decides on it. */
  readonly trying: boolean
  /** The version that is used where no experiment that runs says otherwise. */
  readonly inForce: Prompt
}

/** Somebody saw, or is kept out by, a variation. */
export interface PromptExposure {
  readonly experiment: string
  readonly variation: string
}

export interface ChosenPrompt<Name extends string> {
  readonly prompt: Prompt<Name>
  /** What is to be told of the person once the model is asked. */
  readonly exposures: readonly PromptExposure[]
}

/** The prompts of all workspaces: the shipped words, a workspace's own, and which of them are used. */
export interface Prompts {
  list(workspace: string): readonly PromptState[]
  /** @throws AttuneError `unknown-prompt` */
  mustGet(workspace: string, id: string): PromptState
  /** Prompts whose versions an experiment decides on. */
  shownBy(workspace: string, experiment: string): readonly string[]
  /**
   * Keeps a version under the next number, for good: its words never change. The same words under the same title are the
   * version that is there.
   *
   * @throws AttuneError `unknown-prompt`, `too-many-prompts`, `bad-prompt` naming `language` and `part`
   */
  add(workspace: string, id: string, input: PromptVersionInput, actor: string): Promise<OwnVersion>
  /** Its number is not given again. @throws AttuneError `unknown-prompt`, `unknown-prompt-version`, `prompt-in-use` */
  remove(workspace: string, id: string, version: number, actor: string): Promise<void>
  /** @throws AttuneError `unknown-prompt`, `invalid-prompt-use`, `experiment-running` */
  use(workspace: string, id: string, use: PromptUse, actor: string): Promise<PromptState>
  /** The words to ask with for the team; a prompt that is asked for a person is left as it is, being chosen by `forPerson`. */
  inForce<Name extends string>(workspace: string, shipped: Prompt<Name>): Prompt<Name>
  /** The words to ask with for a person, by their variation where an experiment runs. */
  forPerson<Name extends string>(workspace: string, shipped: Prompt<Name>, personId: string): ChosenPrompt<Name>
}

/** The words of a prompt in both languages. */
export const textsOf = ({ texts }: Prompt): PromptVersionInput['texts'] => {
  const of = (language: 'en' | 'zh') => ({ system: texts[language].system, user: texts[language].user })
  return { en: of('en'), zh: of('zh') }
}
