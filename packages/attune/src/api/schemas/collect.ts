import { z } from 'zod'

/** Answer of every collecting endpoint: what was kept and what was refused, one entry an event that was not stored. */
export const collectResultSchema = z.object({
  success: z.boolean(),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(
    z.object({
      /** Place in the batch, from 0. */
      index: z.int(),
      messageId: z.string().nullable(),
      code: z.string(),
      field: z.string().nullable(),
      message: z.string(),
    }),
  ),
  /** Fields of accepted events that were left out: unknown keys, and direct identifiers outside traits. Absent when there are none. */
  ignored: z.array(z.object({ field: z.string(), count: z.int() })).optional(),
})
export type CollectResult = z.infer<typeof collectResultSchema>

/** One line of the live stream (`GET /v1/live`, server-sent events named `event` and `refused`). */
export const liveEventSchema = z.object({
  kind: z.enum(['event', 'refused']),
  messageId: z.string().nullable(),
  type: z.string(),
  event: z.string().nullable(),
  personId: z.string().nullable(),
  itemId: z.string().nullable(),
  itemTitle: z.string().nullable(),
  value: z.number().nullable(),
  currency: z.string().nullable(),
  source: z.string(),
  at: z.string(),
  /** For refused ones. */
  reason: z.string().nullable(),
  field: z.string().nullable(),
  message: z.string().nullable(),
  /** What was sent, JSON text; null for what was accepted until asked for at `GET /v1/events/:messageId`. */
  payload: z.string().nullable(),
})
export type LiveEvent = z.infer<typeof liveEventSchema>

/** `GET /v1/events?limit&kind=event|refused&reason`: newest first. */
export const recentEventsSchema = z.object({
  events: z.array(liveEventSchema),
  /** Refused and set aside in the last 28 days, by reason. */
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
})
export type RecentEvents = z.infer<typeof recentEventsSchema>
