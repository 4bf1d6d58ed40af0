import { LanguageError } from '@attune/language'
import { AttuneError } from '../errors.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'

/** How libraries ask an address: the platform's own interface, with what is used of it. */
type Asking = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** Longer than any model's own limit, which ends calls before. */
const longestMs = 600_000
const longestBytes = 8 << 20

/** What language models are asked through: the guard of outgoing requests, in the form that libraries expect. */
export function askThrough(outgoing: Outgoing): Asking {
  return async (input, { method, headers, body, signal } = {}) => {
    if (typeof input !== 'string' && !(input instanceof URL)) throw new TypeError('An address is asked, not a Request.')
    if (body !== undefined && body !== null && typeof body !== 'string' && !(body instanceof Uint8Array))
      throw new TypeError('Only texts and bytes are sent.')
    try {
      return await outgoing.fetch(String(input), {
        ...(method === undefined ? {} : { method }),
        headers: Object.fromEntries(new Headers(headers)),
        ...(body === undefined || body === null ? {} : { body }),
        ...(signal ? { signal } : {}),
        timeoutMs: longestMs,
        maxBytes: longestBytes,
        answer: 'stream',
      })
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof AttuneError)) throw error
      throw new LanguageError(error.code === 'outgoing-url-refused' ? 'refused' : 'unreachable', error.message)
    }
  }
}
