import type { z } from 'zod'

/** One analysis of `attune stats`: what it takes, what it gives, an example that runs. */
export interface StatsAnalysis {
  /** As it stands behind `attune stats`. */
  readonly name: string
  /** One sentence a language: what it tells. */
  readonly summary: { readonly en: string; readonly 'zh-CN': string }
  /** What stands in the file: one JSON document. */
  readonly input: z.ZodType
  /** An input that works, for the documentation and the tests. */
  readonly example: unknown
  /**
   * @param input what `input` let through
   * @returns what can be written as JSON, or a promise of it: no NaN, no infinity; what is not known is null, with a `warnings` sentence
   */
  run(input: unknown): unknown
}
