import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { placementSchema } from '../schemas/decide.ts'

/** `GET /v1/placements`, `GET/PUT /v1/placements/:id`: what shows where. */
export async function placementsRoutes(app: App, attune: Attune): Promise<void> {
  const params = z.object({ id: placementSchema.shape.id })

  app.get(
    '/v1/placements',
    {
      config: { scopes: ['read'] },
      schema: {
        tags: ['placements'],
        summary: 'What shows where',
        response: { 200: z.object({ placements: z.array(placementSchema) }) },
      },
    },
    async (request) => ({ placements: [...attune.placements.list(request.auth.workspace)] }),
  )

  app.get(
    '/v1/placements/:id',
    {
      config: { scopes: ['read'] },
      schema: { tags: ['placements'], summary: 'One placement', params, response: { 200: placementSchema } },
    },
    async (request) => {
      const placement = attune.placements.get(request.auth.workspace, request.params.id)
      if (placement) return placement
      const known = attune.placements.list(request.auth.workspace).map(({ id }) => id)
      throw attuneError('unknown-placement', `There is no placement of that name. Known: ${known.join(', ')}.`, {
        status: 404,
        details: { placements: known },
      })
    },
  )

  app.put(
    '/v1/placements/:id',
    {
      config: { scopes: ['admin'] },
      schema: {
        tags: ['placements'],
        summary: 'Create or replace a placement',
        params,
        body: placementSchema.partial({ id: true }),
        response: { 200: placementSchema },
      },
    },
    async (request) => {
      const { id } = request.params
      if (request.body.id !== undefined && request.body.id !== id)
        throw attuneError('invalid-placement', 'The id in the body is not the id in the address.', {
          details: { field: 'id' },
        })
      const { workspace, keyId } = request.auth
      await attune.placements.put(workspace, { ...request.body, id }, keyId)
      return attune.placements.get(workspace, id) ?? { ...request.body, id }
    },
  )
}
