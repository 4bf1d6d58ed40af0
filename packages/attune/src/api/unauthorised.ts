import type { FastifyRequest } from 'fastify'
import { type AttuneError, attuneError } from '../errors.ts'

/** What was shown and does not count: a session, or a key and which of ours it was. Never the token itself. */
export type Shown =
  | { readonly what: 'session' | 'key'; readonly why: 'unknown' }
  | { readonly what: 'key'; readonly why: 'revoked' | 'expired'; readonly keyId: string }

declare module 'fastify' {
  interface FastifyRequest {
    /** A key or session that came along and did not count. */
    shown: Shown | null
  }
}

function reasonOf({ what, why }: Shown): string {
  if (what === 'session') return 'This session is over. '
  if (why === 'revoked') return 'This API key was revoked. '
  return why === 'expired' ? 'This API key ran out. ' : 'This is no API key of this server, or not the whole of one. '
}

/**
 * Says why somebody is not let in, and writes it down: a key that is over may have been found or stolen. Whoever holds such a
 * key may be told so; of others nothing can be told.
 */
export function unauthorised({ shown, log, routeOptions: { url: route } }: FastifyRequest): AttuneError {
  if (shown?.why === 'unknown') log.info({ ...shown, route }, 'a key or session that is none was refused')
  else if (shown) log.warn({ ...shown, route }, 'a key that is over was refused')
  const advice = 'Sign in, or send a valid API key: “Authorization: Bearer KEY”. `attune keys` makes one.'
  return attuneError('unauthorised', `${shown ? reasonOf(shown) : ''}${advice}`, { status: 401 })
}
