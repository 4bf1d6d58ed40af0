import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { oneEvent, recentEvents } from '../recent-events.ts'
import { liveEventSchema, recentEventsSchema } from '../schemas/collect.ts'
import { idSchema, pageQuerySchema } from '../schemas/common.ts'
import { eventFor } from '../without-personal.ts'

const querystring = z.object({
  limit: pageQuerySchema.shape.limit,
  kind: z.enum(['event', 'refused']).optional(),
  reason: z.string().max(64).optional().describe('Only what was refused for this reason'),
})

/** `GET /v1/events` and `GET /v1/events/:messageId`: what came in, and what was refused and why. */
export async function eventsRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['read'], can: 'people.read' } as const
  app.get(
    '/v1/events',
    {
      config,
      schema: {
        tags: ['collect'],
        summary: 'Events and refusals, newest first',
        querystring,
        response: { 200: recentEventsSchema },
      },
    },
    async ({ auth, query }) => {
      const { events, ...rest } = await recentEvents(attune, auth.workspace, query)
      return { ...rest, events: events.map((event) => eventFor(auth, event)) }
    },
  )
  app.get(
    '/v1/events/:messageId',
    {
      config,
      schema: {
        tags: ['collect'],
        summary: 'One event with its payload',
        params: z.object({ messageId: idSchema }),
        response: { 200: liveEventSchema },
      },
    },
    async (request) => {
      const event = await oneEvent(attune, request.auth.workspace, request.params.messageId)
      if (!event) throw attuneError('unknown-event', 'No event of this messageId came in.', { status: 404 })
      return eventFor(request.auth, event)
    },
  )
}
