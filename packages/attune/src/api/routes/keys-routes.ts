import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { sourceNameSchema } from '../../collect/sources/declaration.ts'
import { attuneError } from '../../errors.ts'
import { roles } from '../../protect/access/roles.ts'
import type { ApiKey, Scope } from '../../protect/api-keys.ts'
import type { App, Auth } from '../app.ts'

const scope = z.enum(['write', 'decide', 'read', 'admin'])
const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scope),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  source: z.string().nullable(),
})

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
const shown = (key: ApiKey): z.infer<typeof keySchema> => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: [...key.scopes],
  createdAt: new Date(key.createdAt).toISOString(),
  lastUsedAt: iso(key.lastUsedAt),
  revokedAt: iso(key.revokedAt),
  expiresAt: iso(key.expiresAt),
  source: key.source,
})

/** A key that reads sees persons in clear, for good: only who does so too may make one. */
function refuseMoreThanOwn({ session, permissions }: Auth, scopes: readonly Scope[]): void {
  const reads = scopes.includes('read') || scopes.includes('admin')
  if (session !== null && reads && !permissions.includes('personal.see'))
    throw attuneError('forbidden', `Your role (${session.role}) may make and renew keys that write or decide only.`, {
      status: 403,
      details: { field: 'scopes' },
    })
}

/** API keys: listed, made (shown once), renewed and revoked, and who it is that asks. */
export async function keysRoutes(app: App, attune: Attune): Promise<void> {
  app.get(
    '/v1/whoami',
    {
      config: { scopes: ['write', 'decide', 'read', 'admin'], can: 'account.own' },
      schema: {
        tags: ['keys'],
        summary: 'What whoever asks may do',
        response: {
          200: z.object({
            workspace: z.string(),
            keyId: z.string(),
            scopes: z.array(scope),
            role: z.enum(roles).nullable(),
            permissions: z.array(z.string()),
            personal: z.boolean(),
          }),
        },
      },
    },
    async ({ auth }) => ({
      workspace: auth.workspace,
      keyId: auth.keyId,
      scopes: [...auth.scopes],
      role: auth.session?.role ?? null,
      permissions: [...auth.permissions],
      personal: auth.personal,
    }),
  )
  const config = { scopes: ['admin'], can: 'keys.manage' } as const
  app.get(
    '/v1/keys',
    {
      config,
      schema: { tags: ['keys'], summary: 'API keys', response: { 200: z.object({ keys: z.array(keySchema) }) } },
    },
    async (request) => ({ keys: attune.keys.list(request.auth.workspace).map(shown) }),
  )
  app.post(
    '/v1/keys',
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'Make an API key; its text is in the answer and nowhere else',
        body: z.strictObject({
          name: z.string().trim().min(1).max(100),
          scopes: z.array(scope).min(1).max(4),
          expiresAt: z.iso.datetime({ offset: true }).nullish().describe('When it stops working by itself'),
          source: sourceNameSchema.nullish().describe('What is sent with it is of this source; default http'),
        }),
        response: { 201: z.object({ key: keySchema, secret: z.string() }) },
      },
    },
    async (request, reply) => {
      refuseMoreThanOwn(request.auth, request.body.scopes)
      const expiresAt = request.body.expiresAt ? Date.parse(request.body.expiresAt) : null
      if (expiresAt !== null && expiresAt <= attune.clock())
        throw attuneError('invalid-value', 'expiresAt lies in the past.', { details: { field: 'expiresAt' } })
      const { key, secret } = attune.keys.create({
        workspace: request.auth.workspace,
        name: request.body.name,
        scopes: [...new Set(request.body.scopes)],
        actor: request.auth.keyId,
        expiresAt,
        source: request.body.source,
      })
      return reply.code(201).send({ key: shown(key), secret })
    },
  )
  app.post(
    '/v1/keys/:id/rotate',
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'A new key in place of one, which works on for a while',
        params: z.object({ id: z.string() }),
        body: z.strictObject({
          overlapMinutes: z.int().min(0).max(43_200).default(1440).describe('How long the old one works on'),
          source: sourceNameSchema.nullish().describe('Another source from now on; absent: that of the old one'),
        }),
        response: { 201: z.object({ key: keySchema, secret: z.string() }) },
      },
    },
    async ({ auth, params, body }, reply) => {
      const old = attune.keys.list(auth.workspace).find(({ id }) => id === params.id)
      if (old) refuseMoreThanOwn(auth, old.scopes)
      const made = attune.keys.rotate(auth.workspace, params.id, {
        actor: auth.keyId,
        overlapMs: body.overlapMinutes * 60_000,
        source: body.source,
      })
      if (!made) throw attuneError('unknown-key', 'There is no such key, or it works no longer.', { status: 404 })
      return reply.code(201).send({ key: shown(made.key), secret: made.secret })
    },
  )
  app.delete(
    '/v1/keys/:id',
    {
      config,
      schema: {
        tags: ['keys'],
        summary: 'Revoke an API key',
        params: z.object({ id: z.string() }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      if (!attune.keys.revoke(request.auth.workspace, request.params.id, request.auth.keyId))
        throw attuneError('unknown-key', 'There is no such key, or it is revoked already.', { status: 404 })
      return reply.code(204).send(undefined)
    },
  )
}
