import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { readEvaluations, removeEvaluation, writeEvaluation } from '../../evaluations/evaluations-table.ts'
import type { App } from '../app.ts'
import { comparisonSchema, evaluationListSchema, evaluationNameSchema } from '../schemas/evaluations.ts'

/** `GET /v1/evaluations`, `PUT` and `DELETE /v1/evaluations/:name`: models compared offline. */
export async function evaluationsRoutes(app: App, attune: Attune): Promise<void> {
  const params = z.object({ name: evaluationNameSchema })
  const { state, clock } = attune

  app.get(
    '/v1/evaluations',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['models'],
        summary: 'Saved comparisons of models, newest first',
        response: { 200: evaluationListSchema },
      },
    },
    async (request) => ({ evaluations: readEvaluations(state, request.auth.workspace) }),
  )

  app.put(
    '/v1/evaluations/:name',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags: ['models'],
        summary: 'Save a comparison, or replace the one of that name',
        params,
        body: comparisonSchema,
        response: { 204: z.void() },
      },
    },
    async (request, reply) => {
      const { workspace, keyId: actor } = request.auth
      const { name } = request.params
      writeEvaluation(state, { workspace, name, comparison: request.body, now: clock(), actor })
      return reply.code(204).send()
    },
  )

  app.delete(
    '/v1/evaluations/:name',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: { tags: ['models'], summary: 'Remove a saved comparison', params, response: { 204: z.void() } },
    },
    async (request, reply) => {
      const { workspace, keyId: actor } = request.auth
      const { name } = request.params
      if (!removeEvaluation(state, { workspace, name, now: clock(), actor })) {
        throw attuneError('unknown-evaluation', 'There is no saved evaluation of that name.', { status: 404 })
      }
      return reply.code(204).send()
    },
  )
}
