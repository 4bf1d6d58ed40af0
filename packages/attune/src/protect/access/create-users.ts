import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { attuneError } from '../../errors.ts'
import type { StateStore } from '../../store/state-store.ts'
import { appendAudit } from '../append-audit.ts'
import type { Vault } from '../vault/vault.ts'
import type { Role } from './roles.ts'
import { newId } from './token.ts'

/** Somebody who signs in. */
export interface User {
  readonly id: string
  readonly workspace: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly hasPassword: boolean
  /** Whether signing in takes a code as well. */
  readonly secondFactor: boolean
  readonly createdAt: number
  readonly disabledAt: number | null
  readonly lastSignInAt: number | null
}

/** What signing in needs, and nothing that has to be unsealed. */
export interface Credentials {
  readonly id: string
  readonly passwordHash: string | undefined
  readonly disabled: boolean
  readonly secondFactor: boolean
}

export interface NewUser {
  readonly email: string
  readonly name: string
  readonly role: Role
  /** Of `createPasswords`; without one they sign in by link or by OIDC first. */
  readonly passwordHash?: string | undefined
}

export interface Users {
  /** @throws AttuneError `user-exists` */
  create(workspace: string, user: NewUser, actor: string): User
  list(workspace: string): readonly User[]
  /** @throws AttuneError `unknown-user` */
  get(workspace: string, id: string): User
  count(workspace: string): number
  credentials(workspace: string, email: string): Credentials | undefined
  passwordHash(id: string): string | undefined
  setPassword(workspace: string, id: string, passwordHash: string, actor: string): void
  /** @throws AttuneError `unknown-user`, `last-owner` */
  setRole(workspace: string, id: string, role: Role, actor: string): void
  /** @throws AttuneError `unknown-user`, `last-owner` */
  setDisabled(workspace: string, id: string, disabled: boolean, actor: string): void
  /**
   * Destroys what is known of them: nobody can read their e-mail and name any more, in no copy. What they did stays in the
   * audit under their id.
   *
   * @throws AttuneError `unknown-user`, `last-owner`
   */
  remove(workspace: string, id: string, actor: string): void
  signedIn(id: string): void
}

interface Row {
  readonly id: string
  readonly workspace: string
  readonly sealed: string
  readonly role: Role
  readonly password_hash: string | null
  readonly totp_confirmed: number
  readonly created_at: number
  readonly disabled_at: number | null
  readonly last_sign_in_at: number | null
}

/** Under whose key in the vault a user's e-mail, name and second factor lie. */
export const vaultNameOf = (userId: string): string => `user ${userId}`

/** One address, however it is written. */
export const normalEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase()

/** Users in the state store: no e-mail and no name lies there in clear; they are looked up by a keyed digest. */
export function createUsers({ state, vault, clock }: { state: StateStore; vault: Vault; clock: Clock }): Users {
  const key = vault.secret('user e-mails', () => randomBytes(32))
  const { raw } = state
  const byId = raw.prepare('SELECT * FROM users WHERE workspace = ? AND id = ?')
  const byEmail = raw.prepare('SELECT * FROM users WHERE workspace = ? AND email_index = ?')
  const all = raw.prepare('SELECT * FROM users WHERE workspace = ? ORDER BY created_at, id')
  const owners = raw.prepare(
    "SELECT count(*) AS n FROM users WHERE workspace = ? AND role = 'owner' AND disabled_at IS NULL AND id <> ?",
  )
  const insert = raw.prepare(
    'INSERT INTO users (id, workspace, email_index, sealed, role, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const indexOf = (workspace: string, email: string): string =>
    createHmac('sha256', key)
      .update(`${workspace}\n${normalEmail(email)}`)
      .digest('base64url')

  function userOf(row: Row): User {
    const opened = vault.open(row.workspace, vaultNameOf(row.id), row.sealed)
    const told = (opened === undefined ? { email: '', name: '' } : JSON.parse(opened)) as {
      email: string
      name: string
    }
    return {
      id: row.id,
      workspace: row.workspace,
      email: told.email,
      name: told.name,
      role: row.role,
      hasPassword: row.password_hash !== null,
      secondFactor: row.totp_confirmed === 1,
      createdAt: row.created_at,
      disabledAt: row.disabled_at,
      lastSignInAt: row.last_sign_in_at,
    }
  }
  function rowOf(workspace: string, id: string): Row {
    const row = byId.get(workspace, id) as Row | undefined
    if (row) return row
    throw attuneError('unknown-user', 'There is no such user.', { status: 404 })
  }
  const audit = (workspace: string, actor: string, action: string, subject: string, details: object = {}): void =>
    appendAudit(raw, { workspace, at: Math.round(clock()), actor, action, subject, details: JSON.stringify(details) })

  /** Without an owner nobody could give a role back. */
  function keepOneOwner(row: Row): void {
    const { n } = owners.get(row.workspace, row.id) as { n: number }
    if (row.role === 'owner' && row.disabled_at === null && n === 0)
      throw attuneError('last-owner', 'This is the last owner. Make somebody else an owner first.', { status: 409 })
  }

  return {
    create(workspace, { email, name, role, passwordHash }, actor) {
      const id = newId('user')
      const index = indexOf(workspace, email)
      const sealed = vault.seal(workspace, vaultNameOf(id), JSON.stringify({ email: email.trim(), name }))
      // Not before the key is on disk.
      vault.flush()
      return state.transaction(() => {
        if (byEmail.get(workspace, index))
          throw attuneError('user-exists', 'Somebody with this e-mail is a user already.', { status: 409 })
        insert.run(id, workspace, index, sealed, role, passwordHash ?? null, Math.round(clock()))
        audit(workspace, actor, 'user.created', id, { role })
        return userOf(rowOf(workspace, id))
      })
    },
    list: (workspace) => (all.all(workspace) as unknown as Row[]).map(userOf),
    get: (workspace, id) => userOf(rowOf(workspace, id)),
    count: (workspace) => all.all(workspace).length,
    credentials(workspace, email) {
      const row = byEmail.get(workspace, indexOf(workspace, email)) as Row | undefined
      return (
        row && {
          id: row.id,
          passwordHash: row.password_hash ?? undefined,
          disabled: row.disabled_at !== null,
          secondFactor: row.totp_confirmed === 1,
        }
      )
    },
    passwordHash: (id) =>
      (
        raw.prepare('SELECT password_hash AS hash FROM users WHERE id = ?').get(id) as
          | { hash: string | null }
          | undefined
      )?.hash ?? undefined,
    setPassword(workspace, id, passwordHash, actor) {
      state.transaction(() => {
        rowOf(workspace, id)
        raw.prepare('UPDATE users SET password_hash = ? WHERE id = ?').run(passwordHash, id)
        audit(workspace, actor, 'user.password-changed', id)
      })
    },
    setRole(workspace, id, role, actor) {
      state.transaction(() => {
        const row = rowOf(workspace, id)
        if (role !== 'owner') keepOneOwner(row)
        raw.prepare('UPDATE users SET role = ? WHERE id = ?').run(role, id)
        audit(workspace, actor, 'user.role-changed', id, { from: row.role, to: role })
      })
    },
    setDisabled(workspace, id, disabled, actor) {
      state.transaction(() => {
        const row = rowOf(workspace, id)
        if (disabled) keepOneOwner(row)
        raw.prepare('UPDATE users SET disabled_at = ? WHERE id = ?').run(disabled ? Math.round(clock()) : null, id)
        raw.prepare('DELETE FROM user_links WHERE user_id = ?').run(id)
        audit(workspace, actor, disabled ? 'user.disabled' : 'user.enabled', id)
      })
    },
    remove(workspace, id, actor) {
      state.transaction(() => {
        keepOneOwner(rowOf(workspace, id))
        raw.prepare('DELETE FROM user_links WHERE user_id = ?').run(id)
        raw.prepare('DELETE FROM recovery_codes WHERE user_id = ?').run(id)
        raw.prepare('DELETE FROM users WHERE id = ?').run(id)
        audit(workspace, actor, 'user.removed', id)
      })
      vault.destroy(workspace, [vaultNameOf(id)])
    },
    signedIn: (id) =>
      void raw.prepare('UPDATE users SET last_sign_in_at = ? WHERE id = ?').run(Math.round(clock()), id),
  }
}
