import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'

/** Lines of the process, and those of one workspace: what others do, and how much, is theirs. */
const ownLines = (text: string, workspace: string): string =>
  text
    .split('\n')
    .filter((line) => (/[{,]workspace="([^"]*)"/.exec(line)?.[1] ?? workspace) === workspace)
    .join('\n')

/** Health for whoever runs the process, metrics for Prometheus, the OpenAPI document. */
export async function systemRoutes(app: App, attune: Attune): Promise<void> {
  app.get(
    '/healthz',
    {
      config: { rateLimit: false, queue: false },
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
      config: { rateLimit: false, queue: false },
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
    {
      config: { scopes: ['read'], can: 'system.read', queue: false },
      schema: { tags: ['system'], summary: 'Prometheus metrics' },
    },
    async ({ auth }, reply) => {
      const text = ownLines(await attune.telemetry.registry.metrics(), auth.workspace)
      return reply
        .type(attune.telemetry.registry.contentType)
        .serializer((payload: unknown) => String(payload))
        .send(text)
    },
  )
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
