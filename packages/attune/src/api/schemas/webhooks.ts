import { z } from 'zod'
import { longestUrl } from '../../protect/outgoing/check-url.ts'
import { webhookEvents } from '../../webhooks/webhook-events.ts'
import { segmentIdSchema } from './segments.ts'

export const webhookInputSchema = z.strictObject({
  url: z.string().min(1).max(longestUrl).describe('Where messages are sent to (POST): https, public or allowed'),
  description: z.string().trim().max(200).default(''),
  events: z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length),
  includeIdentifiers: z
    .boolean()
    .default(false)
    .describe(
      'Tell the user ids and anonymous ids of erased persons too, so that whoever knows them by these can erase',
    ),
  segments: z
    .array(segmentIdSchema)
    .max(100)
    .default([])
    .describe('Of `segment.entered` and `segment.left`: only about these segments. Empty: about all'),
})

export const webhookChangeSchema = z
  .strictObject({
    url: webhookInputSchema.shape.url,
    description: z.string().trim().max(200),
    events: webhookInputSchema.shape.events,
    includeIdentifiers: z.boolean(),
    segments: z.array(segmentIdSchema).max(100),
    enabled: z.boolean(),
  })
  .partial()

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(webhookEvents)),
  includeIdentifiers: z.boolean(),
  segments: z.array(z.string()),
  enabled: z.boolean(),
  disabledBecause: z.enum(['hand', 'failing', 'gone']).nullable(),
  createdAt: z.string(),
  failingSince: z.string().nullable(),
  lastDeliveredAt: z.string().nullable(),
  waiting: z.int().describe('Messages that wait'),
  givenUp: z.int().describe('Messages of the last 28 days that were given up'),
  dropped: z.int().describe('Messages that did not fit into the queue'),
})
export type WebhookView = z.infer<typeof webhookSchema>

export const deliverySchema = z.object({
  id: z.string().describe('The webhook-id that the receiver sees'),
  type: z.string(),
  state: z.enum(['waiting', 'delivered', 'givenUp']),
  createdAt: z.string(),
  nextAttemptAt: z.string().nullable(),
  attempts: z.array(z.object({ at: z.string(), status: z.int().nullable().describe('Null: no answer') })),
})
export type DeliveryView = z.infer<typeof deliverySchema>
