import { createHash } from 'node:crypto'
import type { AccessFlag, AccessReview } from '../../api/schemas/access-review.ts'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { ApiKey } from '../api-keys.ts'
import { appendAudit } from '../append-audit.ts'
import { listAudit } from '../list-audit.ts'
import { namesOf } from '../names-of.ts'
import type { User } from './create-users.ts'
import type { Role } from './roles.ts'

type Source = Pick<Attune, 'access' | 'keys' | 'state' | 'clock'>

const dayMs = 86_400_000
/** An access that lay idle for so long is perhaps needed no more. */
export const unusedDays = 90
/** Who can do so much should prove more than a password. */
const needSecondFactor: readonly Role[] = ['owner', 'admin', 'dataProtectionOfficer']
const reviewsTold = 10
const action = 'access.reviewed'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

function idleFlags(lastAt: number | null, now: number): AccessFlag[] {
  if (lastAt === null) return ['never-used']
  return now - lastAt >= unusedDays * dayMs ? ['unused'] : []
}

function flagsOfUser(user: User, now: number): AccessFlag[] {
  // Whoever has no password shows a second factor to their provider, or has not come yet.
  const bare = needSecondFactor.includes(user.role) && user.hasPassword && !user.secondFactor
  return [...idleFlags(user.lastSignInAt, now), ...(bare ? ['no-second-factor' as const] : [])]
}

const flagsOfKey = (key: ApiKey, now: number): AccessFlag[] => [
  ...idleFlags(key.lastUsedAt, now),
  ...(key.expiresAt === null ? ['no-expiry' as const] : []),
]

/** Who, and which keys, may do what now, what of it deserves a second look, and when somebody last looked it through. */
export function reviewAccess(source: Source, workspace: string): AccessReview {
  const { access, keys, state, clock } = source
  const now = clock()
  const sessions = new Map<string, number>()
  for (const { userId } of access.sessions.list(workspace)) sessions.set(userId, (sessions.get(userId) ?? 0) + 1)
  const users = access.users.list(workspace).filter(({ disabledAt }) => disabledAt === null)
  const working = keys
    .list(workspace)
    .filter(({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > now))
  const { entries } = listAudit(state.raw, workspace, { action, limit: reviewsTold })
  const names = namesOf(
    source,
    workspace,
    entries.map(({ actor }) => actor),
  )
  return {
    users: users.map((user) => ({
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      secondFactor: user.secondFactor,
      hasPassword: user.hasPassword,
      sessions: sessions.get(user.id) ?? 0,
      createdAt: iso(user.createdAt),
      lastSignInAt: isoOrNull(user.lastSignInAt),
      flags: flagsOfUser(user, now),
    })),
    keys: working.map((key) => ({
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      scopes: [...key.scopes],
      createdAt: iso(key.createdAt),
      lastUsedAt: isoOrNull(key.lastUsedAt),
      expiresAt: isoOrNull(key.expiresAt),
      flags: flagsOfKey(key, now),
    })),
    unusedDays,
    digest: digestOf(users, working),
    reviews: entries.map(({ at, actor, details }) => ({
      at,
      by: actor,
      name: names[actor] ?? null,
      note: typeof details.note === 'string' ? details.note : '',
    })),
  }
}

/** Changes when anybody's access does, and not when they merely use it. */
function digestOf(users: readonly User[], keys: readonly ApiKey[]): string {
  const facts = [
    ...users.map(({ id, role, secondFactor, hasPassword }) => [id, role, secondFactor, hasPassword]),
    ...keys.map(({ id, scopes, expiresAt }) => [id, scopes, expiresAt]),
  ].map((fact) => JSON.stringify(fact))
  return createHash('sha256').update(facts.sort().join('\n')).digest('base64url')
}

/**
 * Writes into the audit that somebody looked through what `reviewAccess` told.
 *
 * @throws AttuneError `access-changed` when who may do what is no longer as it was told
 */
export function recordReview(
  source: Source,
  workspace: string,
  { digest, note, actor }: { readonly digest: string; readonly note: string; readonly actor: string },
): AccessReview {
  const { state, clock } = source
  const { users, keys, digest: now } = reviewAccess(source, workspace)
  if (digest !== now)
    throw attuneError('access-changed', 'Somebody’s access changed since you looked. Look again, then record it.', {
      status: 409,
    })
  const marked = [...users, ...keys].filter(({ flags }) => flags.length > 0).length
  const details = { users: users.length, keys: keys.length, marked, digest, ...(note === '' ? {} : { note }) }
  state.transaction(() =>
    appendAudit(state.raw, {
      workspace,
      at: Math.round(clock()),
      actor,
      action,
      subject: 'access',
      details: JSON.stringify(details),
    }),
  )
  return reviewAccess(source, workspace)
}
