import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'

/** Health for whoever runs the process, metrics for Prometheus, the OpenAPI document. */
export async function systemRoutes(app: App, attune: Attune): Promise<void> {
  app.get(
    '/healthz',
    {
      config: { rateLimit: false },
      schema: {
        tags: ['system'],
        summary: 'The process lives',
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config: { rateLimit: false },
      schema: {
        tags: ['system'],
        summary: 'The stores answer',
        response: { 200: z.object({ status: z.literal('ready') }) },
      },
    },
    async () => {
      try {
        attune.state.raw.prepare('SELECT 1').get()
        await attune.events.query('SELECT 1 AS one')
      } catch (cause) {
        throw attuneError('not-ready', 'A store does not answer.', { status: 503, cause })
      }
      return { status: 'ready' as const }
    },
  )
  app.get(
    '/metrics',
    { config: { scopes: ['read'], can: 'system.read' }, schema: { tags: ['system'], summary: 'Prometheus metrics' } },
    async (_request, reply) => {
      const text = await attune.telemetry.registry.metrics()
      return reply
        .type(attune.telemetry.registry.contentType)
        .serializer((payload: unknown) => String(payload))
        .send(text)
    },
  )
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
