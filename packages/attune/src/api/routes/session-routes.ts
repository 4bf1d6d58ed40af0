import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { Opened } from '../../protect/access/create-access.ts'
import type { Session } from '../../protect/access/create-sessions.ts'
import { base32, otpauthUrl } from '../../protect/access/totp.ts'
import { sessionView, userView } from '../access-views.ts'
import { agentOf } from '../agent-of.ts'
import type { App } from '../app.ts'
import { readCookie, sessionCookie, setCookie } from '../cookies.ts'
import { isFromElsewhere } from '../cross-site.ts'
import { networkOf } from '../network-of.ts'
import { codeSchema, emailSchema, ownSessionSchema, passwordSchema } from '../schemas/access.ts'

const signedInSchema = z.object({ signedIn: z.boolean() })

/** Nobody may be signed in to an account that is not theirs by somebody else's page. */
function refuseElsewhere(request: FastifyRequest): void {
  if (isFromElsewhere(request)) throw attuneError('cross-site', 'Sign in on a page of this server.', { status: 403 })
}

/** The session of a route that only people who are signed in reach. */
export function ownSession({ auth }: Pick<FastifyRequest, 'auth'>): Session {
  if (auth.session) return auth.session
  throw attuneError('forbidden', 'This is for people who are signed in, not for keys.', { status: 403 })
}

/** Gives the browser a new session and ends the one it came with, so that none that was planted lives on. */
export function startSession(attune: Attune, request: FastifyRequest, reply: FastifyReply, { token }: Opened): void {
  const old = attune.access.sessions.find(readCookie(request, sessionCookie) ?? '')
  if (old) attune.access.sessions.revoke(old.workspace, old.id, old.userId)
  setCookie(request, reply, sessionCookie, token, {
    maxAgeSeconds: Math.round(attune.config.protect.sessions.absoluteHours * 3600),
  })
}

/** `/v1/session`: signing in and out, one's own password and second factor. */
export async function sessionRoutes(app: App, attune: Attune): Promise<void> {
  const { access, config } = attune
  const tags = ['access']
  const own = { scopes: [], can: 'account.own' } as const

  app.get(
    '/v1/session',
    {
      config: { open: 'the sign-in page asks what there is to sign in with' },
      schema: { tags, summary: 'Whether and as whom one is signed in', response: { 200: ownSessionSchema } },
    },
    async ({ auth }, reply) => {
      reply.header('cache-control', 'no-store')
      const session = auth?.session ?? null
      return {
        signedIn: session !== null,
        firstRun: access.users.count(config.workspace) === 0,
        oidc: config.protect.oidc?.name ?? null,
        user: session && userView(access.users.get(session.workspace, session.userId)),
        session: session && sessionView(session, session.id),
      }
    },
  )
  app.post(
    '/v1/session',
    {
      config: { open: 'signing in', rateLimit: { max: 60 } },
      schema: {
        tags,
        summary: 'Sign in with e-mail and password, and the code of a second factor where there is one',
        body: z.strictObject({
          email: emailSchema,
          password: passwordSchema,
          code: codeSchema.optional(),
          workspace: z.string().min(1).max(63).default(config.workspace),
        }),
        response: { 200: signedInSchema },
      },
    },
    async (request, reply) => {
      refuseElsewhere(request)
      const agent = agentOf(request.headers['user-agent'])
      const opened = await access.signIn({ ...request.body, address: networkOf(request.ip), agent })
      startSession(attune, request, reply, opened)
      return { signedIn: true }
    },
  )
  app.delete(
    '/v1/session',
    { config: own, schema: { tags, summary: 'Sign out', response: { 204: z.undefined() } } },
    async (request, reply) => {
      const { workspace, id, userId } = ownSession(request)
      access.sessions.revoke(workspace, id, userId)
      setCookie(request, reply, sessionCookie, '')
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/session/link',
    {
      config: { open: 'a one-time link proves who it is', rateLimit: { max: 60 } },
      schema: {
        tags,
        summary: 'Set a password with a one-time link',
        body: z.strictObject({ token: z.string().min(1).max(100), password: passwordSchema }),
        response: { 200: signedInSchema },
      },
    },
    async (request, reply) => {
      refuseElsewhere(request)
      const opened = await access.useLink({ ...request.body, agent: agentOf(request.headers['user-agent']) })
      if (opened) startSession(attune, request, reply, opened)
      return { signedIn: opened !== undefined }
    },
  )
  app.put(
    '/v1/session/password',
    {
      config: own,
      schema: {
        tags,
        summary: 'Change one’s password; every other session of one’s own ends',
        body: z.strictObject({ current: passwordSchema.default(''), next: passwordSchema }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await access.changePassword(ownSession(request), request.body, networkOf(request.ip))
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/session/totp',
    {
      config: own,
      schema: {
        tags,
        summary: 'Begin a second factor: a secret for an app, in force once confirmed',
        body: z.strictObject({ password: passwordSchema.optional() }),
        response: { 200: z.object({ secret: z.string(), url: z.string() }) },
      },
    },
    async (request) => {
      const session = ownSession(request)
      await access.reauthenticate(session, request.body.password, networkOf(request.ip))
      const secret = access.secondFactor.begin(session.workspace, session.userId)
      const { email } = access.users.get(session.workspace, session.userId)
      return { secret: base32(secret), url: otpauthUrl(secret, email) }
    },
  )
  app.post(
    '/v1/session/totp/confirm',
    {
      config: own,
      schema: {
        tags,
        summary: 'Put it in force with a code of the app; answers with recovery codes, told once',
        body: z.strictObject({ code: codeSchema }),
        response: { 200: z.object({ recoveryCodes: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const { workspace, userId } = ownSession(request)
      return { recoveryCodes: [...access.secondFactor.confirm(workspace, userId, request.body.code)] }
    },
  )
  app.post(
    '/v1/session/totp/remove',
    {
      config: own,
      schema: {
        tags,
        summary: 'Take the second factor away, with the password',
        body: z.strictObject({ password: passwordSchema.optional() }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const session = ownSession(request)
      await access.reauthenticate(session, request.body.password, networkOf(request.ip))
      access.secondFactor.remove(session.workspace, session.userId, session.userId)
      return reply.code(204).send(undefined)
    },
  )
}
