import { z } from 'zod'
import { passwordLength } from '../../protect/access/check-password.ts'
import { roles } from '../../protect/access/roles.ts'

export const roleSchema = z.enum(roles)
export const emailSchema = z.email().max(254)
/** How long is judged by `checkPassword`, which knows why; here only how much is read. */
export const passwordSchema = z
  .string()
  .min(1)
  .max(passwordLength.max * 4)
export const codeSchema = z.string().trim().min(6).max(40)

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
  lastSignInAt: z.string().nullable(),
})
export type UserView = z.infer<typeof userSchema>

export const sessionSchema = z.object({
  id: z.string(),
  userId: z.string(),
  role: roleSchema,
  method: z.enum(['password', 'oidc', 'link']),
  agent: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  endsAt: z.string(),
  /** Until when it sees personal data for a reason that stands in the audit. */
  personalUntil: z.string().nullable(),
  current: z.boolean(),
})
export type SessionView = z.infer<typeof sessionSchema>

/** `GET /v1/session` */
export const ownSessionSchema = z.object({
  signedIn: z.boolean(),
  /** Nobody is a user yet: whoever has the admin key makes the first owner. */
  firstRun: z.boolean(),
  /** Name of the provider people may sign in through; null where there is none. */
  oidc: z.string().nullable(),
  user: userSchema.nullable(),
  session: sessionSchema.nullable(),
})
export type OwnSession = z.infer<typeof ownSessionSchema>
