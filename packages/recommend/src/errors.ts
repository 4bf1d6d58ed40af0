/** What went wrong, stable for programs. */
export type RecommendErrorCode =
  | 'columns-differ'
  | 'bad-value'
  | 'bad-index'
  | 'bad-parameter'
  | 'unknown-kind'
  | 'no-interactions'
  | 'no-times'
  | 'no-texts'
  | 'no-cases'
  | 'not-converged'
  | 'bad-model'
  | 'bad-safetensors'
  | 'bad-rule'
  | 'cannot-forget'

/** The one error this library throws on purpose: a stable `code`, and a sentence that says what to do. */
export class RecommendError extends Error {
  readonly code: RecommendErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: RecommendErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'RecommendError'
    this.code = code
    this.details = details
  }
}
