import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { defaultSource } from '../../collect/sources/sources.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { featureStreams } from '../feature-streams.ts'
import { featuresSchema } from '../schemas/flags.ts'
import { featuresView } from './flags-routes.ts'

const open = 'the key stands in the address, as GrowthBook’s SDKs send it; only keys that anybody may see are taken'

/**
 * `GET /api/features/:clientKey` and `GET /sub/:clientKey`: flags where GrowthBook's SDKs look for them. The key is one that
 * writes or decides only: an address ends up in logs, so no key that reads may stand there.
 */
export async function sdkRoutes(app: App, attune: Attune): Promise<void> {
  const params = z.object({ clientKey: z.string().max(200) })
  const streams = featureStreams(app, attune)

  /** @throws AttuneError `unauthorised`, `forbidden` */
  function workspaceOf(request: FastifyRequest, clientKey: string): string {
    const key = attune.keys.verify(clientKey)
    if (key === undefined)
      throw attuneError('unauthorised', 'This client key opens nothing. Use a key that may write or decide.', {
        status: 401,
      })
    if (key.scopes.includes('read') || key.scopes.includes('admin'))
      throw attuneError(
        'forbidden',
        'A key that may read must not stand in an address. Use one that may only write or decide.',
        { status: 403 },
      )
    request.auth = {
      workspace: key.workspace,
      keyId: key.id,
      scopes: key.scopes,
      session: null,
      permissions: [],
      personal: false,
      source: key.source ?? defaultSource,
    }
    return key.workspace
  }

  app.get(
    '/api/features/:clientKey',
    {
      config: { open },
      schema: {
        tags: ['flags'],
        summary: 'All flags, for GrowthBook’s SDKs: set apiHost to this server and clientKey to a write key',
        params,
        response: { 200: featuresSchema },
      },
    },
    async (request, reply) => {
      const workspace = workspaceOf(request, request.params.clientKey)
      reply.header('x-sse-support', 'enabled').header('cache-control', 'no-cache')
      return featuresView(attune.flags.features(workspace))
    },
  )
  app.get(
    '/sub/:clientKey',
    {
      config: { open, queue: false },
      schema: { tags: ['flags'], summary: 'Changes of flags, live (server-sent events “features”)', params },
    },
    (request, reply) => {
      workspaceOf(request, request.params.clientKey)
      streams.open(request, reply, null)
    },
  )
}
