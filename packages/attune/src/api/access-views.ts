import type { Session } from '../protect/access/create-sessions.ts'
import type { User } from '../protect/access/create-users.ts'
import type { SessionView, UserView } from './schemas/access.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

export const userView = ({ workspace: _, createdAt, disabledAt, lastSignInAt, ...user }: User): UserView => ({
  ...user,
  createdAt: iso(createdAt),
  disabledAt: isoOrNull(disabledAt),
  lastSignInAt: isoOrNull(lastSignInAt),
})

/** @param current id of the session that asks */
export const sessionView = (
  { workspace: _, createdAt, lastUsedAt, endsAt, personalUntil, ...session }: Session,
  current: string | undefined,
): SessionView => ({
  ...session,
  createdAt: iso(createdAt),
  lastUsedAt: iso(lastUsedAt),
  endsAt: iso(endsAt),
  personalUntil: isoOrNull(personalUntil),
  current: session.id === current,
})
