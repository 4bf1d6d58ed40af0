import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import { createOidc, type OidcPerson } from '../../protect/access/create-oidc.ts'
import { agentOf } from '../agent-of.ts'
import type { App } from '../app.ts'
import { readCookie, setCookie } from '../cookies.ts'
import { startSession } from './session-routes.ts'

const bindingCookie = 'attune-oidc'

/** `/v1/session/oidc`: signing in through an OpenID Connect provider, where one is configured. */
export async function oidcRoutes(app: App, attune: Attune): Promise<void> {
  const { access, config, clock, outgoing } = attune
  const settings = config.protect.oidc
  const oidc = settings && createOidc({ config: settings, clock, outgoing, env: process.env })
  const none = () => attuneError('no-oidc', 'No provider to sign in through is configured here.', { status: 404 })

  /** Whose e-mail it is; made on first sight where the configuration says so. */
  function userFor({ email, name, role }: OidcPerson): string {
    const { workspace } = config
    const first = role ?? settings?.defaultRole ?? null
    const known = access.users.credentials(workspace, email)
    if (known?.disabled || (!known && first === null))
      throw attuneError('not-invited', 'This e-mail may not sign in here. Ask an owner or admin to invite you.', {
        status: 403,
      })
    if (!known) return access.users.create(workspace, { email, name, role: first ?? 'readOnly' }, 'oidc').id
    if (role !== undefined && access.users.get(workspace, known.id).role !== role)
      access.users.setRole(workspace, known.id, role, 'oidc')
    return known.id
  }

  app.get(
    '/v1/session/oidc',
    {
      config: { open: 'signing in', rateLimit: { max: 60 } },
      schema: { tags: ['access'], summary: 'Sends the browser to the provider' },
    },
    async (request, reply) => {
      if (!oidc) throw none()
      const { url, binding } = await oidc.begin()
      setCookie(request, reply, bindingCookie, binding, { sameSite: 'Lax', maxAgeSeconds: 600 })
      return reply.header('cache-control', 'no-store').redirect(url)
    },
  )
  app.get(
    '/v1/session/oidc/callback',
    {
      config: { open: 'signing in', rateLimit: { max: 60 } },
      schema: {
        tags: ['access'],
        summary: 'Where the provider sends the browser back to',
        querystring: z.object({ state: z.string().max(200).optional(), code: z.string().max(4096).optional() }),
      },
    },
    async (request, reply) => {
      if (!oidc) throw none()
      const { state, code } = request.query
      try {
        if (state === undefined || code === undefined)
          throw attuneError('oidc-refused', 'The provider did not let you in.', { status: 401 })
        const binding = readCookie(request, bindingCookie) ?? ''
        const userId = userFor(await oidc.finish({ state, code, binding }))
        access.users.signedIn(userId)
        const agent = agentOf(request.headers['user-agent'])
        startSession(
          attune,
          request,
          reply,
          access.sessions.open({ workspace: config.workspace, userId, method: 'oidc', agent }),
        )
        return reply.redirect('/')
      } catch (error) {
        if (!(error instanceof AttuneError)) throw error
        request.log.warn({ code: error.code }, 'signing in through the provider failed')
        // A person stands before this, not a program: the sign-in page says it in their language.
        return reply.redirect(`/#/sign-in?problem=${encodeURIComponent(error.code)}`)
      }
    },
  )
}
