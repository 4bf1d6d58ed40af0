import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { refuseIdentifiers } from '../refuse-identifiers.ts'
import {
  computedTraitInputSchema,
  computedTraitSchema,
  scoreNameSchema,
  scoreSummarySchema,
  scoresInputSchema,
} from '../schemas/segments.ts'

/** `/v1/computed-traits` and `/v1/scores`: what rules read beside events and traits. */
export async function computedTraitsRoutes(app: App, attune: Attune): Promise<void> {
  const { computed, scores } = attune.segments
  const tags = ['segments']
  const params = z.object({ name: scoreNameSchema })
  const reads = { scopes: ['read'], can: 'reports.read' } as const
  const changes = { scopes: ['admin'], can: 'segments.change' } as const

  app.get(
    '/v1/computed-traits',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Traits that are worked out from what people did',
        response: { 200: z.object({ computedTraits: z.array(computedTraitSchema) }) },
      },
    },
    async ({ auth }) => ({ computedTraits: [...computed.list(auth.workspace)] }),
  )
  app.put(
    '/v1/computed-traits/:name',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Create or replace a computed trait; cut points at quintiles are taken from the base now',
        params,
        body: computedTraitInputSchema,
        response: { 200: computedTraitSchema },
      },
    },
    async ({ auth, params: { name }, body }) => computed.put(auth.workspace, { ...body, name }, auth.keyId),
  )
  app.delete(
    '/v1/computed-traits/:name',
    { config: changes, schema: { tags, summary: 'Remove a computed trait', params, response: { 204: z.undefined() } } },
    async ({ auth, params: { name } }, reply) => {
      computed.remove(auth.workspace, name, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.get(
    '/v1/scores',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Scores of persons, by name',
        response: { 200: z.object({ scores: z.array(scoreSummarySchema) }) },
      },
    },
    async ({ auth }) => ({
      scores: scores
        .list(auth.workspace)
        .map((score) => ({ ...score, updatedAt: new Date(score.updatedAt).toISOString() })),
    }),
  )
  app.put(
    '/v1/scores/:name',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Put scores of persons, 10,000 at once; who is unknown or does not allow profiling is left out',
        params,
        body: scoresInputSchema,
        response: { 200: z.object({ stored: z.int(), skipped: z.int() }) },
      },
    },
    async ({ auth, params: { name }, body }) => {
      const given = body.scores.map(({ personId, userId, anonymousId, value }) => {
        refuseIdentifiers(auth, { userId, anonymousId })
        return {
          personId:
            personId ??
            attune.identity.personIdOf(auth.workspace, {
              ...(userId === undefined ? { anonymousId: anonymousId ?? null } : { userId }),
            }),
          value,
        }
      })
      return scores.put(auth.workspace, name, given, { replace: body.replace })
    },
  )
  app.delete(
    '/v1/scores/:name',
    {
      config: changes,
      schema: { tags, summary: 'Remove all scores of a name', params, response: { 204: z.undefined() } },
    },
    async ({ auth, params: { name } }, reply) => {
      scores.remove(auth.workspace, name)
      return reply.code(204).send(undefined)
    },
  )
}
