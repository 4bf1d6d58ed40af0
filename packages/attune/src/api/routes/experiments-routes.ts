import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { experimentView, resultsView } from '../../experiments/experiment-view.ts'
import { changeText } from '../../experiments/result-texts.ts'
import type { App } from '../app.ts'
import { experimentChangeSchema, experimentResultsSchema, experimentViewSchema } from '../schemas/experiment-results.ts'
import { experimentIdSchema, experimentInputSchema, experimentStatuses } from '../schemas/experiments.ts'
import { segmentIdSchema } from '../schemas/segments.ts'

/** `/v1/experiments`: set up, started, stopped, and what they found. */
export async function experimentsRoutes(app: App, attune: Attune): Promise<void> {
  const { experiments, results } = attune
  const tags = ['experiments']
  const params = z.object({ id: experimentIdSchema })
  const reads = { scopes: ['read'], can: 'reports.read' } as const
  const changes = { scopes: ['admin'], can: 'experiments.change' } as const
  const shown = (workspace: string, experiment: Parameters<typeof experimentView>[2]) =>
    experimentView(attune, workspace, experiment)

  app.get(
    '/v1/experiments',
    {
      config: reads,
      schema: {
        tags,
        summary: 'All experiments, or those of one status',
        querystring: z.object({ status: z.enum(experimentStatuses).optional() }),
        response: { 200: z.object({ experiments: z.array(experimentViewSchema) }) },
      },
    },
    async ({ auth: { workspace }, query }) => ({
      experiments: experiments.list(workspace, query.status).map((one) => shown(workspace, one)),
    }),
  )
  app.get(
    '/v1/experiments/:id',
    { config: reads, schema: { tags, summary: 'One experiment', params, response: { 200: experimentViewSchema } } },
    async ({ auth: { workspace }, params: { id } }) => shown(workspace, experiments.mustGet(workspace, id)),
  )
  app.put(
    '/v1/experiments/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Create or replace an experiment; another allocation of one that runs begins a new phase',
        params,
        body: experimentInputSchema,
        response: { 200: experimentChangeSchema },
      },
    },
    async ({ auth: { workspace, keyId }, params: { id }, body }) => {
      const { experiment, warnings } = await experiments.put(workspace, id, body, keyId)
      return {
        experiment: shown(workspace, experiment),
        warnings: warnings.map((code) => ({ code, ...changeText(code) })),
      }
    },
  )
  app.delete(
    '/v1/experiments/:id',
    { config: changes, schema: { tags, summary: 'Remove a draft', params, response: { 204: z.undefined() } } },
    async ({ auth, params: { id } }, reply) => {
      await experiments.remove(auth.workspace, id, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/experiments/:id/start',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Start it: people are put into variations from now on',
        params,
        response: { 200: experimentViewSchema },
      },
    },
    async ({ auth: { workspace, keyId }, params: { id } }) =>
      shown(workspace, await experiments.start(workspace, id, keyId)),
  )
  app.post(
    '/v1/experiments/:id/stop',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Stop it; the winner, if there is one, is what everybody gets from now on',
        params,
        body: z.strictObject({ winner: z.string().max(64).nullable().default(null) }).nullish(),
        response: { 200: experimentViewSchema },
      },
    },
    async ({ auth: { workspace, keyId }, params: { id }, body }) =>
      shown(workspace, await experiments.stop(workspace, id, body?.winner ?? null, keyId)),
  )
  app.post(
    '/v1/experiments/:id/archive',
    {
      config: changes,
      schema: { tags, summary: 'Put a stopped or drafted one away', params, response: { 200: experimentViewSchema } },
    },
    async ({ auth: { workspace, keyId }, params: { id } }) =>
      shown(workspace, await experiments.archive(workspace, id, keyId)),
  )
  app.get(
    '/v1/experiments/:id/results',
    {
      config: reads,
      schema: {
        tags,
        summary: 'What it found so far: effects with intervals, checks, and a decision in words',
        params,
        querystring: z.object({
          phase: z.coerce
            .number()
            .int()
            .min(0)
            .optional()
            .describe('One phase by itself; default: the latest, with those before it that had the same weights'),
          by: z
            .string()
            .max(2000)
            .optional()
            .transform((text) => (text === undefined || text === '' ? [] : [...new Set(text.split(','))]))
            .pipe(z.array(segmentIdSchema).max(20))
            .describe('Segments to tell effects by, separated by commas, as they were when it began'),
        }),
        response: { 200: experimentResultsSchema },
      },
    },
    async ({ auth: { workspace }, params: { id }, query: { phase, by } }) =>
      resultsView(await results.of(workspace, id, { phase, by })),
  )
}
