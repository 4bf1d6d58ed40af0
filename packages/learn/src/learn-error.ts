export type LearnErrorCode =
  | 'bad-shape'
  | 'bad-option'
  | 'bad-value'
  | 'bad-file'
  | 'unknown-name'
  | 'duplicate-name'
  | 'not-differentiable'
  | 'not-finite'
  | 'no-device'

/** What this package throws: a stable `code`, a sentence that says what is wrong, and the numbers it speaks of. */
export class LearnError extends Error {
  override readonly name = 'LearnError'
  readonly code: LearnErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: LearnErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.details = details
  }
}
