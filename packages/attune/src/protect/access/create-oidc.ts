import { createHash } from 'node:crypto'
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { BoundedMap } from '../../collect/bounded-map.ts'
import type { Config } from '../../config/schema.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import type { Outgoing, OutgoingRequest } from '../outgoing/outgoing.ts'
import type { Role } from './roles.ts'
import { newToken } from './token.ts'

export type OidcConfig = NonNullable<Config['protect']['oidc']>

/** What the provider vouches for. */
export interface OidcPerson {
  readonly email: string
  readonly name: string
  /** By the claim of `roleClaim`; undefined where it names none. */
  readonly role: Role | undefined
}

export interface Oidc {
  /**
   * Where to send the browser, and what it has to show when it comes back (in a cookie).
   *
   * @throws AttuneError `oidc-unreachable`
   */
  begin(): Promise<{ readonly url: string; readonly binding: string }>
  /** @throws AttuneError `oidc-refused`, `oidc-unreachable` */
  finish(back: { state: string; code: string; binding: string }): Promise<OidcPerson>
}

export interface OidcOptions {
  readonly config: OidcConfig
  readonly clock: Clock
  readonly outgoing: Outgoing
  readonly env: Readonly<Record<string, string | undefined>>
}

const answerMs = 10_000
const waitMs = 10 * 60_000
const keyTypes = ['application/json', 'application/jwk-set+json']
/** Signed with the provider's key: nothing that the client's secret, or nobody, could sign. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
})
const tokenSchema = z.object({ id_token: z.string() })
const claimsSchema = z.looseObject({
  nonce: z.string(),
  email: z.email(),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  name: z.string().optional(),
})

interface Pending {
  readonly verifier: string
  readonly nonce: string
  readonly binding: string
  readonly until: number
}

const refused = (why: string, cause?: unknown) =>
  attuneError('oidc-refused', `Signing in through the provider did not work: ${why}.`, { status: 401, cause })

const unreachable = (cause: unknown) =>
  attuneError('oidc-unreachable', 'The provider does not answer. Try again, or sign in with a password.', {
    status: 502,
    cause,
  })

/** The address people come back to. */
export const callbackUrl = ({ publicUrl }: OidcConfig): string => new URL('/v1/session/oidc/callback', publicUrl).href

/**
 * OpenID Connect: authorisation code with PKCE (RFC 7636), state and nonce. What is pending lives in memory for ten minutes
 * and counts once, for the browser it was begun in.
 */
export function createOidc({ config, clock, outgoing, env }: OidcOptions): Oidc {
  // The issuer stands in the configuration, so it may be a machine of one's own; where it leads to has to be public or allowed.
  const provider = outgoing.allowing(config.issuer)
  const pending = new BoundedMap<string, Pending>(1_000)
  let found: Promise<z.infer<typeof discoverySchema>> | undefined
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined

  async function json<T>(url: string, schema: z.ZodType<T>, request: OutgoingRequest = {}): Promise<T> {
    let response: Response
    try {
      response = await provider.fetch(url, { timeoutMs: answerMs, types: ['application/json'], ...request })
    } catch (cause) {
      throw unreachable(cause)
    }
    if (!response.ok) throw refused(`it answered ${response.status}`)
    const parsed = schema.safeParse(await response.json().catch(() => undefined))
    if (!parsed.success) throw refused('its answer has not the form that was agreed')
    return parsed.data
  }
  async function discover(): Promise<z.infer<typeof discoverySchema>> {
    found ??= json(`${config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, discoverySchema)
    try {
      const discovery = await found
      if (discovery.issuer !== config.issuer)
        throw refused('it calls itself by another name than the configured issuer')
      return discovery
    } catch (error) {
      found = undefined
      throw error
    }
  }

  function roleIn(claims: Readonly<Record<string, unknown>>): Role | undefined {
    const told = config.roleClaim === null ? undefined : claims[config.roleClaim]
    const values: readonly unknown[] = Array.isArray(told) ? told : [told]
    return Object.entries(config.roles).find(([value]) => values.includes(value))?.[1]
  }

  return {
    async begin() {
      const { authorization_endpoint: endpoint } = await discover()
      const [state, nonce, verifier, binding] = [newToken(), newToken(), newToken(), newToken()]
      pending.set(state, { verifier, nonce, binding, until: clock() + waitMs })
      const url = new URL(endpoint)
      for (const [name, value] of Object.entries({
        response_type: 'code',
        client_id: config.clientId,
        redirect_uri: callbackUrl(config),
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }))
        url.searchParams.set(name, value)
      return { url: url.href, binding }
    },
    async finish({ state, code, binding }) {
      const begun = pending.get(state)
      pending.delete(state)
      if (!begun || begun.until < clock() || begun.binding !== binding)
        throw refused('it was begun too long ago, in another browser, or was used already')
      const { token_endpoint: endpoint, jwks_uri: keysAt } = await discover()
      const secret = config.clientSecretVariable === null ? undefined : env[config.clientSecretVariable]
      if (config.clientSecretVariable !== null && secret === undefined)
        throw refused(`the variable ${config.clientSecretVariable} is not set`)
      const { id_token: token } = await json(endpoint, tokenSchema, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          redirect_uri: callbackUrl(config),
          client_id: config.clientId,
          code_verifier: begun.verifier,
          ...(secret === undefined ? {} : { client_secret: secret }),
        }),
      })
      keys ??= createRemoteJWKSet(new URL(keysAt), {
        timeoutDuration: answerMs,
        [customFetch]: (url, { headers, signal }) =>
          provider.fetch(url, { headers: Object.fromEntries(headers), signal, timeoutMs: answerMs, types: keyTypes }),
      })
      const { payload } = await jwtVerify(token, keys, {
        issuer: config.issuer,
        audience: config.clientId,
        algorithms,
        requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
        clockTolerance: 60,
        currentDate: new Date(clock()),
      }).catch((cause: unknown) => {
        if (cause instanceof AttuneError) throw unreachable(cause)
        throw refused('its signature, audience or time does not hold', cause)
      })
      const claims = claimsSchema.safeParse(payload)
      if (!claims.success || claims.data.nonce !== begun.nonce) throw refused('it is not the answer to what was asked')
      if (claims.data.email_verified !== true && claims.data.email_verified !== 'true')
        throw refused('the e-mail is not verified there')
      return { email: claims.data.email, name: claims.data.name ?? claims.data.email, role: roleIn(payload) }
    },
  }
}
