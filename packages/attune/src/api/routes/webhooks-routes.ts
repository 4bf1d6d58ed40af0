import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { webhookEvents } from '../../webhooks/webhook-events.ts'
import type { Delivery, Webhook } from '../../webhooks/webhooks.ts'
import type { App, Auth } from '../app.ts'
import {
  type DeliveryView,
  deliverySchema,
  type WebhookView,
  webhookChangeSchema,
  webhookInputSchema,
  webhookSchema,
} from '../schemas/webhooks.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

const shown = (webhook: Webhook): WebhookView => ({
  id: webhook.id,
  url: webhook.url,
  description: webhook.description,
  events: [...webhook.events],
  includeIdentifiers: webhook.includeIdentifiers,
  segments: [...webhook.segments],
  enabled: webhook.disabledAt === null,
  disabledBecause: webhook.disabledBecause,
  createdAt: iso(webhook.createdAt),
  failingSince: isoOrNull(webhook.failingSince),
  lastDeliveredAt: isoOrNull(webhook.deliveredAt),
  waiting: webhook.waiting,
  givenUp: webhook.givenUp,
  dropped: webhook.dropped,
})
const shownDelivery = ({ id, type, state, createdAt, nextAttemptAt, attempts }: Delivery): DeliveryView => ({
  id,
  type,
  state,
  createdAt: iso(createdAt),
  nextAttemptAt: isoOrNull(nextAttemptAt),
  attempts: attempts.map(({ at, status }) => ({ at: iso(at), status })),
})

/** Who may not see names may not have them sent to an address of their choice either. */
function refusePersonal({ session, permissions }: Auth, includeIdentifiers: boolean): void {
  if (includeIdentifiers && session !== null && !permissions.includes('personal.see'))
    throw attuneError('forbidden', `Your role (${session.role}) may not have identifiers of persons sent anywhere.`, {
      status: 403,
      details: { field: 'includeIdentifiers' },
    })
}

/** `/v1/webhooks`: addresses outside that are told what happens. */
export async function webhooksRoutes(app: App, attune: Attune): Promise<void> {
  const { webhooks, segments } = attune
  function refuseUnknown(workspace: string, ids: readonly string[]): void {
    if (ids.every((id) => segments.get(workspace, id) !== undefined)) return
    throw attuneError('unknown-segment', 'One of the segments is not there: save it first.', {
      details: { field: 'segments' },
    })
  }
  const config = { scopes: ['admin'], can: 'webhooks.manage' } as const
  const tags = ['webhooks']
  const params = z.object({ id: z.string().max(64) })
  const secret = z.string().describe('Shown here and nowhere else')

  app.get(
    '/v1/webhooks',
    {
      config,
      schema: {
        tags,
        summary: 'Webhooks of the workspace, and what they can be told of',
        response: { 200: z.object({ webhooks: z.array(webhookSchema), events: z.array(z.string()) }) },
      },
    },
    async ({ auth }) => ({ webhooks: webhooks.list(auth.workspace).map(shown), events: [...webhookEvents] }),
  )
  app.post(
    '/v1/webhooks',
    {
      config,
      schema: {
        tags,
        summary: 'Tell an address of events; the secret that signs is in the answer and nowhere else',
        body: webhookInputSchema,
        response: { 201: z.object({ webhook: webhookSchema, secret }) },
      },
    },
    async ({ auth, body }, reply) => {
      refusePersonal(auth, body.includeIdentifiers)
      refuseUnknown(auth.workspace, body.segments)
      const input = { ...body, events: [...new Set(body.events)], segments: [...new Set(body.segments)] }
      const made = await webhooks.create(auth.workspace, input, auth.keyId)
      return reply.code(201).send({ webhook: shown(made.webhook), secret: made.secret })
    },
  )
  app.patch(
    '/v1/webhooks/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a webhook; enabling one sends what waits',
        params,
        body: webhookChangeSchema,
        response: { 200: webhookSchema },
      },
    },
    async ({ auth, params: { id }, body }) => {
      const before = webhooks.list(auth.workspace).find((webhook) => webhook.id === id)
      const sends = body.includeIdentifiers ?? before?.includeIdentifiers ?? false
      // Another address would get what this one was allowed.
      if (body.includeIdentifiers === true || body.url !== undefined) refusePersonal(auth, sends)
      const { url, description, events, includeIdentifiers, segments: only, enabled } = body
      refuseUnknown(auth.workspace, only ?? [])
      const change = {
        ...(url === undefined ? {} : { url }),
        ...(description === undefined ? {} : { description }),
        ...(events === undefined ? {} : { events: [...new Set(events)] }),
        ...(includeIdentifiers === undefined ? {} : { includeIdentifiers }),
        ...(only === undefined ? {} : { segments: [...new Set(only)] }),
        ...(enabled === undefined ? {} : { enabled }),
      }
      return shown(await webhooks.change(auth.workspace, id, change, auth.keyId))
    },
  )
  app.delete(
    '/v1/webhooks/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Remove a webhook and everything that waits for it',
        params,
        response: { 204: z.undefined() },
      },
    },
    async ({ auth, params: { id } }, reply) => {
      webhooks.remove(auth.workspace, id, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/webhooks/:id/rotate',
    {
      config,
      schema: {
        tags,
        summary: 'A new secret; messages carry the signatures of both for a while',
        params,
        body: z.strictObject({
          overlapMinutes: z.int().min(0).max(43_200).default(1440).describe('How long the old one signs besides'),
        }),
        response: { 200: z.object({ webhook: webhookSchema, secret }) },
      },
    },
    async ({ auth, params: { id }, body }) => {
      const made = webhooks.rotate(auth.workspace, id, {
        overlapMs: body.overlapMinutes * 60_000,
        actor: auth.keyId,
      })
      return { webhook: shown(made.webhook), secret: made.secret }
    },
  )
  app.post(
    '/v1/webhooks/:id/test',
    {
      config: { ...config, rateLimit: { max: 60 } },
      schema: { tags, summary: 'Send ping now, once', params, response: { 200: deliverySchema } },
    },
    async ({ auth, params: { id } }) => shownDelivery(await webhooks.test(auth.workspace, id)),
  )
  app.get(
    '/v1/webhooks/:id/deliveries',
    {
      config,
      schema: {
        tags,
        summary: 'How telling went in the last 28 days, the newest first: status and time, no content',
        params,
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
        response: { 200: z.object({ deliveries: z.array(deliverySchema) }) },
      },
    },
    async ({ auth, params: { id }, query }) => ({
      deliveries: webhooks.deliveries(auth.workspace, id, query.limit).map(shownDelivery),
    }),
  )
}
