import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Attune } from '../attune.ts'
import { defaultSource } from '../collect/sources/sources.ts'
import { attuneError } from '../errors.ts'
import type { Session } from '../protect/access/create-sessions.ts'
import { permissions, permissionsOf } from '../protect/access/roles.ts'
import type { ApiKey } from '../protect/api-keys.ts'
import type { Auth } from './app.ts'
import { readCookie, sessionCookie } from './cookies.ts'
import { isForged } from './cross-site.ts'
import { unauthorised } from './unauthorised.ts'

/** The key of `Authorization: Bearer KEY` or of basic authentication with the key as user name. */
function keyInHeader(header: string | undefined): string | undefined {
  if (!header) return undefined
  const [scheme, value] = header.split(' ', 2)
  if (!scheme || !value) return undefined
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0]
  return undefined
}

function keyInBody(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('writeKey' in body)) return undefined
  return typeof body.writeKey === 'string' ? body.writeKey : undefined
}

/** Whether a request is judged only after its body was read. */
export const keyMayBeInBody = ({ routeOptions, headers }: FastifyRequest): boolean =>
  routeOptions.config.keyInBody === true && headers.authorization === undefined

const authOf = (key: ApiKey): Auth => ({
  workspace: key.workspace,
  keyId: key.id,
  scopes: key.scopes,
  session: null,
  permissions: key.scopes.includes('admin') ? permissions : key.scopes.includes('read') ? readingPermissions : [],
  personal: key.scopes.includes('admin') || key.scopes.includes('read'),
  source: key.source ?? defaultSource,
})
const readingPermissions = ['reports.read', 'people.read', 'personal.see', 'system.read'] as const

/** People who are signed in read; what they may besides is said by `can` of each route, never by a scope. */
function authOfSession(session: Session): Auth {
  const granted = permissionsOf(session.role)
  return {
    workspace: session.workspace,
    keyId: session.userId,
    scopes: ['read'],
    session,
    permissions: granted,
    personal: granted.includes('personal.see') || session.personalUntil !== null,
    source: defaultSource,
  }
}

function refuse(request: FastifyRequest, auth: Auth | undefined): void {
  const { scopes, can } = request.routeOptions.config
  if (!scopes) return
  if (!auth && request.forged)
    throw attuneError('cross-site', 'This change did not come from a page of this server, so it was not made.', {
      status: 403,
    })
  if (!auth) throw unauthorised(request)
  if (auth.session !== null) {
    if (can === undefined || !auth.permissions.includes(can))
      throw attuneError('forbidden', `Your role (${auth.session.role}) may not do this.`, {
        status: 403,
        details: { permission: can },
      })
    return
  }
  if (scopes.length === 0)
    throw attuneError('forbidden', 'This is for people who are signed in, not for keys.', { status: 403 })
  if (!auth.scopes.includes('admin') && !scopes.some((scope) => auth.scopes.includes(scope)))
    throw attuneError('forbidden', `This needs a key with scope ${scopes.join(' or ')}.`, { status: 403 })
}

/**
 * Recognises the caller first (so that the rate limit can count by key), and refuses before the body is read; only
 * routes that allow the key inside the body are judged after parsing. A key in the header counts before a cookie, and a
 * cookie does not count for a change that another site may have sent.
 */
export function authenticate(
  app: FastifyInstance,
  { keys, access }: Pick<Attune, 'keys' | 'access'>,
): { recognise: () => void; enforce: () => void } {
  app.decorateRequest('auth', null as unknown as Auth)
  app.decorateRequest('forged', false)
  app.decorateRequest('shown', null)

  function recogniseKey(request: FastifyRequest, secret: string | undefined): void {
    if (secret === undefined || secret === '') return
    const key = keys.verify(secret)
    if (key) {
      request.auth = authOf(key)
      return
    }
    const over = keys.whyRefused(secret)
    request.shown = over ? { what: 'key', keyId: over.id, why: over.why } : { what: 'key', why: 'unknown' }
  }

  function recogniseSession(request: FastifyRequest): void {
    const token = readCookie(request, sessionCookie)
    if (token === undefined) return
    if (isForged(request)) {
      request.forged = true
      return
    }
    const session = access.sessions.find(token)
    if (session) request.auth = authOfSession(session)
    else request.shown = { what: 'session', why: 'unknown' }
  }

  return {
    recognise() {
      app.addHook('onRequest', async (request) => {
        if (request.headers.authorization === undefined) return recogniseSession(request)
        recogniseKey(request, keyInHeader(request.headers.authorization))
      })
    },
    enforce() {
      app.addHook('preParsing', async (request) => {
        if (!keyMayBeInBody(request)) refuse(request, request.auth ?? undefined)
      })
      app.addHook('preValidation', async (request) => {
        if (!keyMayBeInBody(request)) return
        recogniseKey(request, keyInBody(request.body))
        refuse(request, request.auth ?? undefined)
      })
    },
  }
}
