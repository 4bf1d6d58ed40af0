import type { z } from 'zod'
import type { KnownPersonalData } from '../redact/index.ts'
import type { BreakerState } from './create-breaker.ts'
import type { Prompt, PromptValue } from './define-prompt.ts'

export interface TextRequest<Name extends string> {
  /** What it is for, such as `portrait`: decides on model and budget. */
  readonly purpose: string
  readonly prompt: Prompt<Name>
  readonly language: 'en' | 'zh'
  readonly variables: Readonly<Record<Name, PromptValue>>
  /** Whose budget and whose cache. Default `default`. */
  readonly workspace?: string
  /** Names and ids of the people the texts are about, so that they are surely taken out. */
  readonly people?: KnownPersonalData
  /** Of the answer at most. Default: what the purpose says. */
  readonly maxTokens?: number
  readonly temperature?: number
  readonly seed?: number
  /** Whether an equal call before may answer, and this answer is kept for the next. Default true. */
  readonly cache?: boolean
  readonly signal?: AbortSignal
}

export interface ObjectRequest<Name extends string, T> extends TextRequest<Name> {
  /** What the answer has to be. */
  readonly schema: z.ZodType<T>
}

export interface Generated {
  /** Name of the model in the configuration. */
  readonly model: string
  readonly prompt: { readonly id: string; readonly version: number; readonly language: 'en' | 'zh' }
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  readonly cached: boolean
}

export interface GeneratedText extends Generated {
  readonly text: string
  /** Ended because `maxTokens` were written. */
  readonly cut: boolean
}

export interface GeneratedObject<T> extends Generated {
  readonly value: T
  /** The first answer did not fit the schema; this is the second. */
  readonly repaired: boolean
}

export interface ModelStatus {
  readonly name: string
  readonly provider: string
  /** The provider's name of it, or the file. */
  readonly model: string
  readonly state: BreakerState
  /** When a resting one is tried again, in milliseconds since the epoch. */
  readonly opensAgainAt: number | null
}

/**
 * The one door to generative language models. Personal data is taken out of everything that goes to a model, and put back into
 * what comes from it. Every method throws LanguageErrors: `no-model` where none is configured, `bad-prompt`, `over-budget`
 * before anything is sent, `circuit-open`, `timed-out`, `rate-limited`, `unreachable`, `refused`, `bad-answer`, `cancelled`.
 */
export interface LanguageModel {
  generateText<Name extends string>(request: TextRequest<Name>): Promise<GeneratedText>
  /** A value by a schema. An answer that does not fit is sent back once, with what is wrong. */
  generateObject<Name extends string, T>(request: ObjectRequest<Name, T>): Promise<GeneratedObject<T>>
  /**
   * The text in pieces, as it is written; the whole of it is returned at the end. Where it breaks off after a piece, the error
   * has `incomplete: true` in its details.
   */
  streamText<Name extends string>(request: TextRequest<Name>): AsyncGenerator<string, GeneratedText>
  /** Whether there is a model for a purpose. */
  has(purpose: string): boolean
  status(): readonly ModelStatus[]
}
