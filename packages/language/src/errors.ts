/** What went wrong, stable for programs. */
export type LanguageErrorCode =
  // Text and models of text.
  | 'bad-option'
  | 'bad-text'
  | 'no-texts'
  | 'too-few-examples'
  | 'unknown-label'
  | 'bad-model'
  | 'cancelled'
  // Vectors.
  | 'bad-vectors'
  | 'encoder-failed'
  // Language models.
  | 'no-model'
  | 'bad-prompt'
  | 'bad-answer'
  | 'over-budget'
  | 'timed-out'
  | 'rate-limited'
  | 'refused'
  | 'unreachable'
  | 'circuit-open'

/** The one error this library throws on purpose: a stable `code`, and a sentence that says what to do. */
export class LanguageError extends Error {
  readonly code: LanguageErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: LanguageErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options: ErrorOptions = {},
  ) {
    super(message, options)
    this.name = 'LanguageError'
    this.code = code
    this.details = details
  }
}
