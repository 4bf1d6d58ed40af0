import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Session } from '../protect/access/create-sessions.ts'
import type { Permission } from '../protect/access/roles.ts'
import type { Scope } from '../protect/api-keys.ts'

/** The server as routes see it: fastify with types inferred from zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Who asks. */
export interface Auth {
  readonly workspace: string
  /** Id of the key, or of the user who is signed in: who acted, in the audit. */
  readonly keyId: string
  readonly scopes: readonly Scope[]
  /** Of somebody who is signed in; null for a key. */
  readonly session: Session | null
  readonly permissions: readonly Permission[]
  /** Whether names, identifiers, traits and payloads may be shown to them. */
  readonly personal: boolean
  /** The source that what they send is of. */
  readonly source: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A key with any of these scopes may call the route; admin always may. None: only people who are signed in. */
    scopes?: readonly Scope[]
    /** What somebody who is signed in must be allowed (protect/access/roles.ts). */
    can?: Permission
    /** Everybody may, and why. */
    open?: string
    /** The key may also stand in the JSON body as `writeKey`: sendBeacon cannot set headers. */
    keyInBody?: boolean
    /** Texts and numbers of the body are judged by the route, one event or item at a time, not for the whole body. */
    judgesEach?: boolean
  }
  interface FastifyRequest {
    /** Set on every route with a rule before its handler runs; null on open ones when nobody is recognised. */
    auth: Auth
  }
}
