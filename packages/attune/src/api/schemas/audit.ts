import { z } from 'zod'

export const auditHashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'a hash of 64 hexadecimal digits, as verifying printed it')

export const auditEntrySchema = z.object({
  id: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  /** Id of what was acted on; of a person a keyed digest. */
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash: auditHashSchema,
})
export type AuditEntryView = z.infer<typeof auditEntrySchema>

/** `GET /v1/audit` */
export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  next: z.string().nullable(),
  /** What the users and keys that the entries speak of are called; those removed since are not in it. */
  names: z.record(z.string(), z.string()),
})
export type AuditPage = z.infer<typeof auditPageSchema>

/** `GET /v1/audit/verify` */
export const auditVerdictSchema = z.object({
  intact: z.boolean(),
  entries: z.int(),
  head: z.string(),
  broken: z.object({ id: z.int(), at: z.int(), action: z.string() }).nullable(),
  expectedFound: z.boolean().nullable(),
})
export type AuditVerdictView = z.infer<typeof auditVerdictSchema>
