import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { metricIdSchema, metricSchema } from '../schemas/metrics.ts'

/** `/v1/metrics`: what experiments are judged by, defined once from events. */
export async function metricsRoutes(app: App, attune: Attune): Promise<void> {
  const { metrics } = attune
  const tags = ['experiments']
  const params = z.object({ id: metricIdSchema })
  const changes = { scopes: ['admin'], can: 'experiments.change' } as const

  app.get(
    '/v1/metrics',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'Metrics: the built-in ones and your own',
        response: { 200: z.object({ metrics: z.array(metricSchema) }) },
      },
    },
    async ({ auth }) => ({ metrics: [...metrics.list(auth.workspace)] }),
  )
  app.put(
    '/v1/metrics/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Create or replace a metric',
        params,
        // Which kind it is decides what else it has: judged as a whole by the service.
        body: z.looseObject({ kind: z.string().max(40), id: metricIdSchema.optional() }),
        response: { 200: metricSchema },
      },
    },
    async ({ auth, params: { id }, body }) => {
      if (body.id !== undefined && body.id !== id)
        throw attuneError('invalid-metric', 'The id in the body is not the id in the address.', {
          details: { field: 'id' },
        })
      return metrics.put(auth.workspace, id, body as Parameters<typeof metrics.put>[2], auth.keyId)
    },
  )
  app.delete(
    '/v1/metrics/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Remove a metric of your own; a built-in one of the same name is back',
        params,
        response: { 204: z.undefined() },
      },
    },
    async ({ auth, params: { id } }, reply) => {
      await metrics.remove(auth.workspace, id, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
}
