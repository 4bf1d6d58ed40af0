/** What went wrong, stable for programs. */
export type KernelErrorCode =
  | 'bad-option'
  | 'bad-shape'
  | 'bad-value'
  | 'bad-index'
  | 'out-of-memory'
  | 'not-positive-definite'
  | 'cancelled'
  | 'closed'
  | 'worker-failed'

/** The one error this library throws on purpose: a stable `code`, and a sentence that says what to do. */
export class KernelError extends Error {
  readonly code: KernelErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: KernelErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options: ErrorOptions = {},
  ) {
    super(message, options)
    this.name = 'KernelError'
    this.code = code
    this.details = details
  }
}
