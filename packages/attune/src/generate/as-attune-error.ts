import { LanguageError, type LanguageErrorCode } from '@attune/language'
import { AttuneError, attuneError, type ErrorDetails } from '../errors.ts'

const statuses: Readonly<Partial<Record<LanguageErrorCode, number>>> = {
  'no-model': 409,
  'over-budget': 429,
  'timed-out': 504,
  'rate-limited': 503,
  'circuit-open': 503,
  unreachable: 502,
  refused: 502,
  'bad-answer': 502,
}

/** A failure of the door as an error of the product, with its code, words and figures; anything else as it is. */
export function asAttuneError(error: unknown): unknown {
  if (!(error instanceof LanguageError)) return error
  const { retryAfterMs, ...details } = error.details
  const facts: Record<string, ErrorDetails[string]> = {}
  for (const [name, value] of Object.entries(details))
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') facts[name] = value
    else if (Array.isArray(value)) facts[name] = value.map(String)
  if (typeof retryAfterMs === 'number') facts.retryAfterSeconds = Math.ceil(retryAfterMs / 1000)
  return attuneError(error.code, error.message, { status: statuses[error.code] ?? 400, details: facts })
}

/** Does work whose failures are to be those of the product. */
export async function tellingAttune<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const told = asAttuneError(error)
    throw told instanceof AttuneError ? told : error
  }
}
