import type { FastifyInstance, FastifyRequest } from 'fastify'
import { attuneError } from '../errors.ts'
import type { ApiKey, ApiKeys } from '../protect/api-keys.ts'
import type { Auth } from './app.ts'

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

const authOf = (key: ApiKey): Auth => ({ workspace: key.workspace, keyId: key.id, scopes: key.scopes })

function refuse(request: FastifyRequest, auth: Auth | undefined): void {
  const scopes = request.routeOptions.config.scopes
  if (!scopes) return
  if (!auth)
    throw attuneError('unauthorised', 'Send a valid API key: “Authorization: Bearer KEY”. `attune keys` makes one.', {
      status: 401,
    })
  if (!auth.scopes.includes('admin') && !scopes.some((scope) => auth.scopes.includes(scope)))
    throw attuneError('forbidden', `This needs a key with scope ${scopes.join(' or ')}.`, { status: 403 })
}

/**
 * Recognises the caller first (so that the rate limit can count by key), and refuses before the body is read; only
 * routes that allow the key inside the body are judged after parsing.
 */
export function authenticate(app: FastifyInstance, keys: ApiKeys): { recognise: () => void; enforce: () => void } {
  app.decorateRequest('auth', null as unknown as Auth)
  return {
    recognise() {
      app.addHook('onRequest', async (request) => {
        const secret = keyInHeader(request.headers.authorization)
        const key = secret === undefined ? undefined : keys.verify(secret)
        if (key) request.auth = authOf(key)
      })
    },
    enforce() {
      app.addHook('preParsing', async (request) => {
        if (!keyMayBeInBody(request)) refuse(request, request.auth ?? undefined)
      })
      app.addHook('preValidation', async (request) => {
        if (!keyMayBeInBody(request)) return
        const secret = keyInBody(request.body)
        const key = secret === undefined ? undefined : keys.verify(secret)
        if (key) request.auth = authOf(key)
        refuse(request, request.auth ?? undefined)
      })
    },
  }
}
