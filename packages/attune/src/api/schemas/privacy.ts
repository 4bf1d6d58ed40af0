import { z } from 'zod'
import { modelUnlearningSchema } from '../../models/unlearning.ts'
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
})
export type PrivacyReport = z.infer<typeof privacyReportSchema>
