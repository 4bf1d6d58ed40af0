import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { refuseIdentifiers } from '../refuse-identifiers.ts'
import { placementPreviewSchema, placementSchema, recommendationResponseSchema } from '../schemas/decide.ts'

/** Whom an unsaved placement is shown for where nobody is named: an id that no event carries. */
const stranger = 'attune:nobody'

/** `GET /v1/placements`, `GET/PUT /v1/placements/:id`, `POST /v1/placements/preview`: what shows where. */
export async function placementsRoutes(app: App, attune: Attune): Promise<void> {
  const params = z.object({ id: placementSchema.shape.id })

  app.get(
    '/v1/placements',
    {
      config: { scopes: ['read'], can: 'reports.read' },
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
      config: { scopes: ['read'], can: 'reports.read' },
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
      config: { scopes: ['admin'], can: 'placements.change' },
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

  app.post(
    '/v1/placements/preview',
    {
      config: { scopes: ['admin'], can: 'placements.change' },
      schema: {
        tags: ['placements'],
        summary: 'What a placement would show, explained, before it is saved; refused as saving it would be',
        body: placementPreviewSchema,
        response: { 200: recommendationResponseSchema },
      },
    },
    async (request) => {
      const { placement, userId, anonymousId, personId, ...rest } = request.body
      refuseIdentifiers(request.auth, { userId, anonymousId })
      const named = userId !== undefined || anonymousId !== undefined || personId !== undefined
      return attune.decider.preview(
        request.auth.workspace,
        { ...placement, id: placement.id ?? 'draft' },
        {
          ...rest,
          ...(userId === undefined ? {} : { userId }),
          ...(anonymousId === undefined ? {} : { anonymousId }),
          ...(personId === undefined ? {} : { personId }),
          ...(named ? {} : { personId: stranger }),
          filter: {},
          explain: true,
        },
      )
    },
  )
}
