import type { Clock } from '../../clock.ts'
import { attuneError } from '../../errors.ts'
import type { StateStore } from '../../store/state-store.ts'
import { appendAudit } from '../append-audit.ts'
import { clockSkewMs } from './clock-skew.ts'
import type { Role } from './roles.ts'
import { newId, newToken, tokenHash } from './token.ts'

export interface Session {
  readonly id: string
  readonly workspace: string
  readonly userId: string
  readonly role: Role
  readonly method: 'password' | 'oidc' | 'link'
  /** Browser and system in two words; never the whole user agent. */
  readonly agent: string
  readonly createdAt: number
  readonly lastUsedAt: number
  readonly endsAt: number
  /** Until when it sees personal data for a reason; null when it does not. */
  readonly personalUntil: number | null
}

export interface Sessions {
  /** The token is told once and stored as a hash. */
  open(session: Pick<Session, 'workspace' | 'userId' | 'method' | 'agent'>): {
    readonly token: string
    readonly session: Session
  }
  /** Undefined for tokens that never were, were revoked, ran out or belong to a user who is disabled. */
  find(token: string): Session | undefined
  list(workspace: string, userId?: string): readonly Session[]
  /** False when there is none of that id, or none of that user where one is given. */
  revoke(workspace: string, id: string, actor: string, userId?: string): boolean
  /** Ends all of a user, but for one. */
  revokeAll(workspace: string, userId: string, actor: string, except?: string): number
  /** @returns until when */
  breakGlass(session: Session, reason: string): number
  endBreakGlass(session: Session): void
  /** Hears the id of each session that is ended before its time. */
  onEnded(listener: (id: string) => void): void
}

export interface SessionLimits {
  readonly idleMinutes: number
  readonly absoluteHours: number
}

interface Row {
  readonly id: string
  readonly workspace: string
  readonly user_id: string
  readonly role: Role
  readonly method: Session['method']
  readonly agent: string
  readonly created_at: number
  readonly last_used_at: number
  readonly personal_until: number | null
}

export const breakGlassMs = 3_600_000
/** A write for every request would cost more than it tells. */
const noteUseMs = 60_000

export interface SessionsOptions {
  readonly state: StateStore
  readonly clock: Clock
  readonly limits: SessionLimits
}

/** Sessions in the state store; the role is the user's of now, so that a change of it holds at once. */
export function createSessions({ state, clock, limits }: SessionsOptions): Sessions {
  const { raw } = state
  const idleMs = limits.idleMinutes * 60_000
  const absoluteMs = limits.absoluteHours * 3_600_000
  const live = `SELECT s.*, u.role FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE u.disabled_at IS NULL AND s.last_used_at > :idle AND s.created_at > :absolute
      AND s.created_at <= :latest AND s.last_used_at <= :latest`
  const byToken = raw.prepare(`${live} AND s.token_hash = :hash`)
  const listed = raw.prepare(
    `${live} AND s.workspace = :workspace AND (:user IS NULL OR s.user_id = :user) ORDER BY s.last_used_at DESC, s.id`,
  )
  const touch = raw.prepare('UPDATE sessions SET last_used_at = ? WHERE id = ?')
  const since = () => {
    const now = Math.round(clock())
    return { idle: now - idleMs, absolute: now - absoluteMs, latest: now + clockSkewMs }
  }
  const listeners: ((id: string) => void)[] = []

  const sessionOf = (row: Row): Session => ({
    id: row.id,
    workspace: row.workspace,
    userId: row.user_id,
    role: row.role,
    method: row.method,
    agent: row.agent,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    endsAt: Math.min(row.last_used_at + idleMs, row.created_at + absoluteMs),
    personalUntil: row.personal_until !== null && row.personal_until > clock() ? row.personal_until : null,
  })
  const list = (workspace: string, userId?: string): Session[] =>
    (listed.all({ ...since(), workspace, user: userId ?? null }) as unknown as Row[]).map(sessionOf)
  const audit = (workspace: string, actor: string, action: string, subject: string, details: object = {}): void =>
    appendAudit(raw, { workspace, at: Math.round(clock()), actor, action, subject, details: JSON.stringify(details) })

  function end(workspace: string, ids: readonly string[], actor: string): void {
    state.transaction(() => {
      for (const id of ids) {
        raw.prepare('DELETE FROM sessions WHERE id = ?').run(id)
        audit(workspace, actor, 'session.ended', id)
      }
    })
    for (const id of ids) for (const listener of listeners) listener(id)
  }
  const noteBreakGlass = (id: string, until: number | null): void =>
    void raw.prepare('UPDATE sessions SET personal_until = ? WHERE id = ?').run(until, id)

  return {
    open({ workspace, userId, method, agent }) {
      const token = newToken()
      const id = newId('session')
      const now = Math.round(clock())
      state.transaction(() => {
        const { idle, absolute } = since()
        raw.prepare('DELETE FROM sessions WHERE last_used_at <= ? OR created_at <= ?').run(idle, absolute)
        raw
          .prepare(
            `INSERT INTO sessions (id, token_hash, workspace, user_id, method, agent, created_at, last_used_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(id, tokenHash(token), workspace, userId, method, agent, now, now)
        audit(workspace, userId, 'session.opened', id, { method })
      })
      const row = byToken.get({ ...since(), hash: tokenHash(token) }) as Row | undefined
      if (!row) throw attuneError('forbidden', 'This user is disabled.', { status: 403 })
      return { token, session: sessionOf(row) }
    },
    find(token) {
      const row = byToken.get({ ...since(), hash: tokenHash(token) }) as Row | undefined
      if (!row) return undefined
      const now = Math.round(clock())
      if (now - row.last_used_at >= noteUseMs) touch.run(now, row.id)
      return sessionOf({ ...row, last_used_at: Math.max(now, row.last_used_at) })
    },
    list,
    revoke(workspace, id, actor, userId) {
      const found = list(workspace, userId).some((session) => session.id === id)
      if (found) end(workspace, [id], actor)
      return found
    },
    revokeAll(workspace, userId, actor, except) {
      const rows = raw.prepare('SELECT id FROM sessions WHERE workspace = ? AND user_id = ?').all(workspace, userId)
      const ids = (rows as { id: string }[]).map(({ id }) => id).filter((id) => id !== except)
      end(workspace, ids, actor)
      return ids.length
    },
    breakGlass({ id, workspace, userId }, reason) {
      const until = Math.round(clock()) + breakGlassMs
      state.transaction(() => {
        noteBreakGlass(id, until)
        audit(workspace, userId, 'break-glass.opened', id, { reason, until: new Date(until).toISOString() })
      })
      return until
    },
    endBreakGlass({ id, workspace, userId }) {
      state.transaction(() => {
        noteBreakGlass(id, null)
        audit(workspace, userId, 'break-glass.closed', id)
      })
    },
    onEnded: (listener) => void listeners.push(listener),
  }
}
