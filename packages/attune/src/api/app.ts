import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
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
  readonly keyId: string
  readonly scopes: readonly Scope[]
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A key with any of these scopes may call the route; admin always may. Absent: everybody may. */
    scopes?: readonly Scope[]
    /** The key may also stand in the JSON body as `writeKey`: sendBeacon cannot set headers. */
    keyInBody?: boolean
  }
  interface FastifyRequest {
    /** Set on every route with `scopes` before its handler runs. */
    auth: Auth
  }
}
