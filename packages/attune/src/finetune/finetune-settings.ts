import type { Device, FitOptions, PrivacySpent, TuningMethod } from '@attune/learn'

/** How an encoder is fine-tuned, whatever for; plain JSON. */
export interface FinetuneSettings {
  /** A folder, or `scratch`. */
  readonly encoder: string
  readonly method: TuningMethod
  readonly epochs: number
  /** Examples in a batch. */
  readonly batch: number
  readonly learningRate?: number | undefined
  /** Tokens of a text that are read. */
  readonly longest: number
  readonly rank: number
  readonly seed: number
  readonly threads: number
  /** Default `cpu`. */
  readonly device?: Device | undefined
  /** Limit what can be told about one example: its gradient is at most `clip` long, and noise `noise` times as long is added. */
  readonly privacy?: { readonly clip: number; readonly noise: number } | undefined
}

/** How the caller follows a training, ends it, keeps it and goes on with it. */
export type FinetuneHooks = Pick<FitOptions, 'clock' | 'signal' | 'onProgress' | 'keep' | 'from'>

/** What every fine-tuning tells of itself beside its scores. */
export interface FinetuneFacts {
  readonly seconds: number
  readonly trainableParameters: number
  readonly privacy?: PrivacySpent & { readonly clip: number }
}
