import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { sessionView } from '../access-views.ts'
import type { App, Auth } from '../app.ts'
import { sessionSchema } from '../schemas/access.ts'
import { ownSession } from './session-routes.ts'

/** `/v1/sessions`: what is open and can be ended. `/v1/break-glass`: personal data for an hour and a reason. */
export async function accessRoutes(app: App, attune: Attune): Promise<void> {
  const { sessions } = attune.access
  const tags = ['access']
  const config = { scopes: ['admin'], can: 'account.own' } as const
  /** Whose sessions somebody may see and end; undefined: everybody's. */
  const reachOf = ({ session, permissions }: Auth): string | undefined =>
    session === null || permissions.includes('sessions.manage') ? undefined : session.userId

  app.get(
    '/v1/sessions',
    {
      config,
      schema: {
        tags,
        summary: 'Open sessions: one’s own, or everybody’s for those who manage them',
        querystring: z.object({ user: z.string().max(64).optional().describe('Only this user’s; “me” for one’s own') }),
        response: { 200: z.object({ sessions: z.array(sessionSchema) }) },
      },
    },
    async ({ auth, query }) => {
      const asked = query.user === 'me' ? auth.keyId : query.user
      const found = sessions.list(auth.workspace, reachOf(auth) ?? asked)
      return { sessions: found.map((session) => sessionView(session, auth.session?.id)) }
    },
  )
  app.delete(
    '/v1/sessions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'End a session',
        params: z.object({ id: z.string().max(64) }),
        response: { 204: z.undefined() },
      },
    },
    async ({ auth, params }, reply) => {
      if (!sessions.revoke(auth.workspace, params.id, auth.keyId, reachOf(auth)))
        throw attuneError('unknown-session', 'There is no such session, or it ended.', { status: 404 })
      return reply.code(204).send(undefined)
    },
  )
  const glass = { scopes: [], can: 'personal.breakGlass' } as const
  app.post(
    '/v1/break-glass',
    {
      config: glass,
      schema: {
        tags,
        summary: 'See personal data for an hour; the reason stands in the audit for good',
        body: z.strictObject({ reason: z.string().trim().min(10).max(500).describe('Name no person in it') }),
        response: { 200: z.object({ until: z.string() }) },
      },
    },
    async (request) => ({
      until: new Date(sessions.breakGlass(ownSession(request), request.body.reason)).toISOString(),
    }),
  )
  app.delete(
    '/v1/break-glass',
    { config: glass, schema: { tags, summary: 'End it before the hour is over', response: { 204: z.undefined() } } },
    async (request, reply) => {
      sessions.endBreakGlass(ownSession(request))
      return reply.code(204).send(undefined)
    },
  )
}
