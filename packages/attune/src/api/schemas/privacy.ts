import { z } from 'zod'
import { modelUnlearningSchema } from '../../models/unlearning.ts'
import { purposes, regimeSettings } from '../../protect/consent/purposes.ts'
import { requestKinds } from '../../protect/rights/privacy-requests.ts'

export const signedReceiptSchema = z.object({
  receipt: z.object({
    requestId: z.string(),
    workspace: z.string(),
    subject: z.string(),
    erasedAt: z.string(),
    keysDestroyed: z.int(),
    removed: z.record(z.string(), z.int()).readonly(),
    lakeFiles: z.int(),
    models: z.array(z.string()).readonly(),
    unlearning: z
      .record(z.string(), z.enum(['exact', 'approximate', 'retrain']))
      .readonly()
      .optional(),
  }),
  signature: z.string(),
  publicKey: z.string(),
})

export const privacyRequestSchema = z.object({
  id: z.string(),
  kind: z.enum(requestKinds),
  personId: z.string().nullable(),
  status: z.enum(['open', 'working', 'done', 'refused']),
  receivedAt: z.string(),
  dueAt: z.string(),
  doneAt: z.string().nullable(),
  actor: z.string(),
  note: z.string(),
  receipt: signedReceiptSchema.nullable(),
  models: z.array(modelUnlearningSchema).readonly(),
  purgedAt: z.string().nullable(),
})
export type PrivacyRequestView = z.infer<typeof privacyRequestSchema>
export type RequestKind = PrivacyRequestView['kind']
export type SignedReceiptView = z.infer<typeof signedReceiptSchema>

/** `GET /v1/privacy/due`: what waits for an answer. */
export const dueRequestsSchema = z.object({
  open: z.int(),
  overdue: z.int(),
  /** Not overdue yet, but within a week. */
  dueSoon: z.int(),
  nextDueAt: z.string().nullable(),
})
export type DueRequests = z.infer<typeof dueRequestsSchema>

/** How it came, what was asked; kept with the request. */
export const requestNoteSchema = z.string().max(500).default('')

/** `POST /v1/people/:id/correct` */
export const correctionSchema = z.strictObject({
  /** Name of a trait → what is right; null takes it away. */
  traits: z
    .record(
      z.string().min(1).max(128),
      z.union([z.string().max(2000), z.number(), z.boolean(), z.null()], {
        error: 'a text of at most 2,000 characters, a number, true, false, or null to take it away',
      }),
    )
    .refine((traits) => Object.keys(traits).length > 0 && Object.keys(traits).length <= 50, {
      error: 'name between 1 and 50 traits',
    }),
  /** The request that this answers. */
  request: z.string().max(64).optional(),
})

/** One kind of data that is held: names and figures only. */
export const heldDataSchema = z.object({
  /** `user`, `session` and `audit` are of those who work with Attune, the others of customers. */
  what: z.enum([
    'event',
    'trait',
    'identifier',
    'interaction',
    'decision',
    'refused',
    'merge',
    'group',
    'consent',
    'regime',
    'correction',
    'score',
    'segment',
    'sentimentModel',
    'upliftModel',
    'request',
    'user',
    'session',
    'audit',
  ]),
  /** Of an event or a trait; `*`: what comes after the most frequent. Null for the others. */
  name: z.string().nullable(),
  source: z.string().nullable(),
  count: z.int(),
  persons: z.int().nullable(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  purposes: z.array(z.enum(purposes)),
  /** What the declaration of the source says it is for. */
  why: z.string().nullable(),
  /** Days after which it is removed, and the rule that says so; null: until the person is erased (the audit stays). `event`: with its event; `erasure`: until the next erasure, after which it is learnt anew from what is left, or goes. */
  retention: z.object({ days: z.number().nullable(), rule: z.string().nullable() }),
  where: z.array(z.enum(['store', 'lake', 'backups', 'models'])),
  /** `pseudonymous`: under a pseudonym, what is personal in it sealed. `weights`: hashes of words and weights, no text, nobody’s id. `figures`: weights and figures of people without who they are. */
  form: z.enum(['sealed', 'pseudonymous', 'weights', 'figures']),
  /** Of events: the fields of the newest, such as `properties.price`. */
  fields: z.array(z.object({ field: z.string(), sealed: z.boolean() })),
})
export type HeldData = z.infer<typeof heldDataSchema>

/** What is held, of how many persons, since when and why: figures only. */
export const privacyReportSchema = z.object({
  regime: z.string(),
  holdings: z.array(
    z.object({
      what: z.string(),
      rows: z.int(),
      persons: z.int().nullable(),
      oldest: z.string().nullable(),
      purpose: z.string(),
      sealed: z.boolean(),
    }),
  ),
  consents: z.record(z.string(), z.object({ granted: z.int(), denied: z.int() })),
  requests: z.object({ open: z.int(), overdue: z.int(), done: z.int() }),
  /** Every name of an event that is kept, by source, or has a rule; most rows first. */
  retention: z.array(
    z.object({
      event: z.string(),
      /** Null: it has a rule, and no rows. */
      source: z.string().nullable(),
      /** Days after which it is removed; null: it stays. */
      days: z.number().nullable(),
      rows: z.int(),
      oldest: z.string().nullable(),
    }),
  ),
  /** Days after which what was refused can no longer be read. */
  refusedDays: z.int(),
  /** The files that other engines read; null where nothing was exported. */
  lake: z.object({ days: z.int(), bytes: z.int(), from: z.string().nullable(), to: z.string().nullable() }).nullable(),
  backups: z.object({
    /** When the last one was made from this data folder; null: none is known of. */
    lastAt: z.string().nullable(),
  }),
  /** ISO 8601. */
  writtenAt: z.string(),
  /** Kind by kind. Traits are counted among the 20,000 people of whom something was told last. */
  held: z.array(heldDataSchema),
  /** Declared sources, and what holds for people from there who said nothing; null: as everywhere. */
  sources: z.array(z.object({ name: z.string(), title: z.string(), regime: z.enum(regimeSettings).nullable() })),
  /** Persons whose law is not that of everybody, by where they were seen; one may be counted under several. */
  regimes: z.record(z.string(), z.int()),
  controller: z.object({ name: z.string(), contact: z.string(), officer: z.string() }),
})
export type PrivacyReport = z.infer<typeof privacyReportSchema>
