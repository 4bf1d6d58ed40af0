/** Facts of an error that may be shown and logged: names of fields, limits, counts. Never secrets or personal data. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** The one error of the product: a stable code for programs, a sentence for people. */
export class AttuneError extends Error {
  /** Stable, kebab-case, for example `unknown-placement`. */
  readonly code: string
  readonly details: ErrorDetails
  /** The HTTP status that fits it. */
  readonly status: number

  constructor(
    code: string,
    message: string,
    options: { details?: ErrorDetails; status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AttuneError'
    this.code = code
    this.details = options.details ?? {}
    this.status = options.status ?? 400
  }
}

/**
 * @param code stable kebab-case code
 * @param message a sentence that says what to do
 * @example throw attuneError('unknown-placement', 'Create the placement "cart" first.', { status: 404 })
 */
export function attuneError(
  code: string,
  message: string,
  options?: { details?: ErrorDetails; status?: number; cause?: unknown },
): AttuneError {
  return new AttuneError(code, message, options)
}
