import { z } from 'zod'
import { roleSchema } from './access.ts'

/** Why an access deserves a second look. */
export const accessFlagSchema = z.enum(['never-used', 'unused', 'no-second-factor', 'no-expiry'])
export type AccessFlag = z.infer<typeof accessFlagSchema>

const reviewSchema = z.object({ at: z.string(), by: z.string(), name: z.string().nullable(), note: z.string() })
export type AccessReviewDone = z.infer<typeof reviewSchema>

/** `GET /v1/access/review`: who, and which keys, may do what now; without those who are disabled, revoked or run out. */
export const accessReviewSchema = z.object({
  users: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: roleSchema,
      secondFactor: z.boolean(),
      /** False: they sign in by link or through a provider. */
      hasPassword: z.boolean(),
      /** Open now. */
      sessions: z.int(),
      createdAt: z.string(),
      lastSignInAt: z.string().nullable(),
      flags: z.array(accessFlagSchema),
    }),
  ),
  keys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      prefix: z.string(),
      scopes: z.array(z.enum(['write', 'decide', 'read', 'admin'])),
      createdAt: z.string(),
      lastUsedAt: z.string().nullable(),
      expiresAt: z.string().nullable(),
      flags: z.array(accessFlagSchema),
    }),
  ),
  /** Days without use from which on an access is marked. */
  unusedDays: z.int(),
  /** Of who may do what, to be handed back by whoever says that they looked: another means that it changed. */
  digest: z.string(),
  /** Newest first. */
  reviews: z.array(reviewSchema),
})
export type AccessReview = z.infer<typeof accessReviewSchema>

/** `POST /v1/access/review` */
export const recordReviewSchema = z.strictObject({
  digest: z.string().max(100).describe('From the answer that was looked through'),
  note: z.string().trim().max(500).default('').describe('Stands in the audit for good; name no person in it'),
})
