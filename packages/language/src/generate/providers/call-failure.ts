import { LanguageError } from '../../errors.ts'
import { badAnswer } from '../check-answer.ts'

/** What the AI SDK says about a call to a server that went wrong. */
interface ApiCallError {
  readonly statusCode?: number
  readonly responseHeaders?: Readonly<Record<string, string>>
  readonly isRetryable: boolean
  readonly cause?: unknown
}

const isApiCallError = (error: unknown): error is ApiCallError =>
  error instanceof Error && error.name === 'AI_APICallError'

/**
 * What went wrong, in our words. The errors of the SDK hold the request and the answer with the texts in them, so none is
 * kept as a cause.
 *
 * @param now milliseconds since the epoch, for servers that say a time instead of a pause
 */
export function callFailure(error: unknown, now: () => number): LanguageError {
  const own = ownError(error)
  if (own) return own
  if (isApiCallError(error)) {
    const status = error.statusCode
    if (status === undefined) return unreachable()
    if (status === 429)
      return new LanguageError('rate-limited', 'The server of the language model asks to be called less often.', {
        status,
        ...pause(error.responseHeaders?.['retry-after'], now),
      })
    if (status >= 500) return unreachable({ status, ...pause(error.responseHeaders?.['retry-after'], now) })
    if (status >= 400) return refusedBy(status)
  }
  if (!(error instanceof Error) || error.name.startsWith('AI_'))
    return badAnswer(
      'interface',
      'The server of the language model answered with something else than its interface says.',
    )
  return unreachable()
}

/** One of ours may lie under what others made of it. */
function ownError(error: unknown): LanguageError | undefined {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1)
    if (inner instanceof LanguageError) return inner
  return undefined
}

const unreachable = (details: Readonly<Record<string, unknown>> = {}): LanguageError =>
  new LanguageError(
    'unreachable',
    'The server of the language model does not answer as it should. Look whether it runs, and at its address.',
    details,
  )

function refusedBy(status: number): LanguageError {
  const advice: Readonly<Record<number, string>> = {
    401: 'Its key is wrong or missing.',
    403: 'Its key may not use this model.',
    404: 'There is no such model, or the address is wrong.',
    413: 'The text is too long for it.',
  }
  return new LanguageError(
    'refused',
    `The server of the language model refused the call. ${advice[status] ?? 'The model or its settings do not fit.'}`,
    { status },
  )
}

/** `Retry-After`: seconds, or a date (RFC 9110, 10.2.3). */
function pause(header: string | undefined, now: () => number): { readonly retryAfterMs?: number } {
  if (header === undefined) return {}
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now()
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, ms) } : {}
}
