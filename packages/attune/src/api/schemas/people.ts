import { z } from 'zod'

export const personSummarySchema = z.object({
  personId: z.string(),
  userId: z.string().nullable(),
  /** From the trait `name`, where there is one. */
  name: z.string().nullable(),
  events: z.int(),
  orders: z.int(),
  firstSeen: z.string().nullable(),
  lastSeen: z.string().nullable(),
})
export type PersonSummary = z.infer<typeof personSummarySchema>

/** `GET /v1/people?search&limit&cursor`: by last seen, newest first; `search` matches user id, anonymous id, person id or name. */
export const peoplePageSchema = z.object({
  people: z.array(personSummarySchema),
  total: z.int(),
  next: z.string().nullable(),
})
export type PeoplePage = z.infer<typeof peoplePageSchema>

/** `GET /v1/people/:personId` (also by user id) */
export const personSchema = personSummarySchema.extend({
  traits: z.record(z.string(), z.unknown()),
  /** Name of a trait → which source told it and when; the source is null where it was not remembered, or the trait was put right. */
  traitOrigins: z.record(
    z.string(),
    z.object({ source: z.string().nullable(), at: z.string(), corrected: z.boolean() }),
  ),
  identifiers: z.array(
    z.object({
      kind: z.enum(['user', 'anonymous']),
      personId: z.string(),
      mergeId: z.int().nullable(),
      since: z.string().nullable(),
    }),
  ),
  /** Interaction counts by kind. */
  counts: z.record(z.string(), z.int()),
  /** Categories by weighted interactions, strongest first; shares of all. */
  interests: z.array(z.object({ category: z.string(), share: z.number(), interactions: z.int() })),
  /** Events a day over the last 90 days, oldest first. */
  activity: z.array(z.int()),
})
export type Person = z.infer<typeof personSchema>

/** `GET /v1/people/:personId/timeline?limit&cursor&only=all|orders|ours`: what they did and what we did, newest first. */
export const timelineSchema = z.object({
  entries: z.array(
    z.object({
      at: z.string(),
      /** `they`: an event; `we`: a decision. */
      by: z.enum(['they', 'we']),
      kind: z.string(),
      event: z.string().nullable(),
      items: z.array(z.object({ id: z.string(), title: z.string().nullable() })),
      value: z.number().nullable(),
      currency: z.string().nullable(),
      placement: z.string().nullable(),
      variation: z.string().nullable(),
      model: z.string().nullable(),
      decisionId: z.string().nullable(),
      position: z.int().nullable(),
    }),
  ),
  next: z.string().nullable(),
})
export type Timeline = z.infer<typeof timelineSchema>

const namedItemSchema = z.object({ id: z.string(), title: z.string().nullable() })

/** `GET /v1/people/:personId/decisions/:decisionId`: what was decided once, and why. */
export const decisionExplanationSchema = z.object({
  decisionId: z.string(),
  at: z.string(),
  placement: z.string(),
  /** The arm of the placement, and how probable it was for this person. */
  variation: z.string(),
  variationChance: z.number(),
  model: z.object({ name: z.string(), version: z.int() }),
  /** Why another model answered than the arm's; in both languages. */
  fallback: z.object({ code: z.string(), en: z.string(), zh: z.string() }).nullable(),
  /** Steps of re-ranking that the list went through, in order. */
  stages: z.array(z.string()),
  /** In the order shown. */
  items: z.array(
    namedItemSchema.extend({
      score: z.number(),
      /** Probability that the policy put this item at this place for this person. */
      chance: z.number(),
      /** Drawn at random, to learn from. */
      explored: z.boolean(),
      /** What the person had done something with, and that counted most for this item. */
      because: z.array(namedItemSchema),
    }),
  ),
})
export type DecisionExplanation = z.infer<typeof decisionExplanationSchema>
