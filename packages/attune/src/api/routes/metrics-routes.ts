import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { readMetric } from '../../experiments/create-metrics.ts'
import { metricPreview, previewDays } from '../../experiments/metric-preview.ts'
import type { App } from '../app.ts'
import { metricIdSchema, metricPreviewSchema, metricSchema, metricViewSchema } from '../schemas/metrics.ts'

/** `/v1/metrics`: what experiments are judged by, defined once from events. */
export async function metricsRoutes(app: App, attune: Attune): Promise<void> {
  const { metrics } = attune
  const tags = ['experiments']
  const params = z.object({ id: metricIdSchema })
  // Which kind it is decides what else it has: judged as a whole by the service.
  const definition = z.looseObject({ kind: z.string().max(40), id: metricIdSchema.optional() })
  const changes = { scopes: ['admin'], can: 'experiments.change' } as const

  app.get(
    '/v1/metrics',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'Metrics: the built-in ones and your own',
        response: { 200: z.object({ metrics: z.array(metricViewSchema) }) },
      },
    },
    async ({ auth: { workspace } }) => ({
      metrics: metrics.list(workspace).map((metric) => ({ ...metric, origin: metrics.originOf(workspace, metric.id) })),
    }),
  )
  app.post(
    '/v1/metrics/preview',
    {
      config: { scopes: ['read'], can: 'reports.read', rateLimit: { max: 60 } },
      schema: {
        tags,
        summary: 'What a metric says of everybody who came in the last 28 days, before it is saved; nothing is kept',
        body: definition,
        response: { 200: metricPreviewSchema },
      },
    },
    async ({ auth: { workspace }, body }) => {
      const metric = readMetric({ ...body, id: body.id ?? 'preview' })
      return { ...(await metricPreview(attune, workspace, metric)), days: previewDays }
    },
  )
  app.put(
    '/v1/metrics/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Create or replace a metric',
        params,
        body: definition,
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
