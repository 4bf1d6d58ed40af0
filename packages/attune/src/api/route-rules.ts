import type { FastifyInstance } from 'fastify'
import { attuneError } from '../errors.ts'
import { type Permission, permissions } from '../protect/access/roles.ts'
import type { Scope } from '../protect/api-keys.ts'

/** Who may call one route. */
export interface RouteRule {
  readonly method: string
  readonly url: string
  /** Keys with one of these, and admin keys; none at all where it is empty. Undefined: everybody. */
  readonly scopes: readonly Scope[] | undefined
  readonly can: Permission | undefined
  /** Why everybody may. */
  readonly open: string | undefined
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the API with its rule: what the authorisation tests are made from. */
    rules: RouteRule[]
  }
  interface FastifyRequest {
    /** It came with a cookie, but maybe from a page of somebody else. */
    forged: boolean
  }
}

/**
 * Collects the rule of every route, and refuses to start with a route that has none: who may call it must be said where it
 * is made, not left to chance.
 *
 * To be called before the routes are registered.
 *
 * @throws AttuneError `route-without-rule`
 */
export function collectRules(app: FastifyInstance): void {
  app.decorate('rules', [])
  app.addHook('onRoute', ({ method, url, config = {} }) => {
    const { scopes, can, open } = config
    const ruled = open !== undefined || (scopes !== undefined && can !== undefined && permissions.includes(can))
    const within = url.startsWith('/v1/') || scopes !== undefined || can !== undefined
    if (within && !ruled)
      throw attuneError(
        'route-without-rule',
        `${method} ${url} says not who may call it. Add “config: { scopes: ['read'], can: 'reports.read' }” to the route: the scopes of keys and the permission of people (protect/access/roles.ts has them), or “config: { open: 'why everybody may' }”.`,
        { status: 500 },
      )
    if (!within && open === undefined) return
    for (const one of typeof method === 'string' ? [method] : method)
      app.rules.push({ method: one, url, scopes: open === undefined ? scopes : undefined, can, open })
  })
}
