import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { ApiKey } from '../../protect/api-keys.ts'
import type { App } from '../app.ts'

const scope = z.enum(['write', 'decide', 'read', 'admin'])
const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scope),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
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
})

/** API keys: listed, made (shown once) and revoked by admins. */
export async function keysRoutes(app: App, attune: Attune): Promise<void> {
  app.get(
    '/v1/whoami',
    {
      config: { scopes: ['write', 'decide', 'read', 'admin'] },
      schema: {
        tags: ['keys'],
        summary: 'What the key that asks may do',
        response: { 200: z.object({ workspace: z.string(), keyId: z.string(), scopes: z.array(scope) }) },
      },
    },
    async ({ auth }) => ({ workspace: auth.workspace, keyId: auth.keyId, scopes: [...auth.scopes] }),
  )
  const config = { scopes: ['admin'] as const }
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
        body: z.strictObject({ name: z.string().trim().min(1).max(100), scopes: z.array(scope).min(1).max(4) }),
        response: { 201: z.object({ key: keySchema, secret: z.string() }) },
      },
    },
    async (request, reply) => {
      const { key, secret } = attune.keys.create({
        workspace: request.auth.workspace,
        name: request.body.name,
        scopes: [...new Set(request.body.scopes)],
        actor: request.auth.keyId,
      })
      return reply.code(201).send({ key: shown(key), secret })
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
