import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { modelListSchema, modelVersionSchema, trainRequestSchema } from '../schemas/models.ts'

/** `GET /v1/models`, and what an admin does with them: train, promote, roll back. */
export async function modelsRoutes(app: App, attune: Attune): Promise<void> {
  const params = z.object({ name: z.string().min(1).max(64) })

  app.get(
    '/v1/models',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['models'],
        summary: 'Models, their versions and what changed',
        response: { 200: modelListSchema },
      },
    },
    async (request) => attune.models.list(request.auth.workspace),
  )

  app.post(
    '/v1/models/:name/train',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags: ['models'],
        summary: 'Train the next version; answers at once with its number',
        params,
        body: trainRequestSchema.nullish(),
        response: { 202: z.object({ name: z.string(), version: z.int() }) },
      },
    },
    async (request, reply) => {
      const { workspace, keyId } = request.auth
      const { name } = request.params
      const wanted = request.body ?? trainRequestSchema.parse({})
      const { version, done } = await attune.models.train({ workspace, name, ...wanted, actor: keyId })
      done.catch((error: unknown) => attune.log.error({ err: error, model: name, version }, 'training failed'))
      return reply.code(202).send({ name, version })
    },
  )

  app.post(
    '/v1/models/:name/promote',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags: ['models'],
        summary: 'Make a version the live one',
        params,
        body: z.strictObject({ version: z.int().min(1) }),
        response: { 200: modelVersionSchema },
      },
    },
    async (request) =>
      attune.models.promote(request.auth.workspace, request.params.name, request.body.version, request.auth.keyId),
  )

  app.post(
    '/v1/models/:name/rollback',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags: ['models'],
        summary: 'Back to the version that was live before',
        params,
        response: { 200: modelVersionSchema },
      },
    },
    async (request) => attune.models.rollback(request.auth.workspace, request.params.name, request.auth.keyId),
  )
}
