import type { Clock } from '../../clock.ts'
import type { Config } from '../../config/schema.ts'
import { attuneError } from '../../errors.ts'
import type { StateStore } from '../../store/state-store.ts'
import { appendAudit } from '../append-audit.ts'
import type { Vault } from '../vault/vault.ts'
import { checkPassword } from './check-password.ts'
import { createAttempts } from './create-attempts.ts'
import { createLinks, type Links } from './create-links.ts'
import { createPasswords } from './create-passwords.ts'
import { createSecondFactor, type SecondFactor } from './create-second-factor.ts'
import { createSessions, type Session, type Sessions } from './create-sessions.ts'
import { createUsers, type NewUser, normalEmail, type User, type Users } from './create-users.ts'

export interface Opened {
  readonly token: string
  readonly session: Session
}

export interface SignIn {
  readonly workspace: string
  readonly email: string
  readonly password: string
  /** Of the second factor, or a recovery code. */
  readonly code?: string | undefined
  /** Where from; kept only as a keyed digest. */
  readonly address: string
  readonly agent: string
}

/** People who sign in: who they are, what proves it, and what they have open. */
export interface Access {
  readonly users: Users
  readonly sessions: Sessions
  readonly links: Links
  readonly secondFactor: SecondFactor
  /**
   * Says nothing about who is a user: an unknown e-mail, a wrong password and a disabled user look and last alike.
   *
   * @throws AttuneError `invalid-credentials`, `totp-required`, `wrong-code`, `too-many-attempts`
   */
  signIn(request: SignIn): Promise<Opened>
  /**
   * Sets a password with a one-time link; every session ends. Signs in, unless a second factor has to be shown first.
   *
   * @throws AttuneError `invalid-link`, `weak-password`
   */
  useLink(request: { token: string; password: string; agent: string }): Promise<Opened | undefined>
  /** @throws AttuneError `weak-password`, `user-exists` */
  createUser(
    workspace: string,
    user: Omit<NewUser, 'passwordHash'> & { password?: string | undefined },
    actor: string,
  ): Promise<User>
  /**
   * Every other session of theirs ends.
   *
   * @throws AttuneError `invalid-credentials`, `weak-password`, `too-many-attempts`
   */
  changePassword(session: Session, passwords: { current: string; next: string }, address: string): Promise<void>
  /** Proves anew that it is they, before something weighty. Passes where they have no password. */
  reauthenticate(session: Session, password: string | undefined, address: string): Promise<void>
}

export interface AccessOptions {
  readonly state: StateStore
  readonly vault: Vault
  readonly clock: Clock
  readonly config: Config
}

const invalid = () => attuneError('invalid-credentials', 'E-mail and password do not go together.', { status: 401 })

export function createAccess({ state, vault, clock, config }: AccessOptions): Access {
  const users = createUsers({ state, vault, clock })
  const sessions = createSessions({ state, clock, limits: config.protect.sessions })
  const links = createLinks({ state, clock })
  const secondFactor = createSecondFactor({ state, vault, clock })
  const attempts = createAttempts({ state, vault, clock })
  const passwords = createPasswords()

  const noteFailure = (workspace: string, userId: string, why: string): void =>
    state.transaction(() =>
      appendAudit(state.raw, {
        workspace,
        at: Math.round(clock()),
        actor: userId,
        action: 'sign-in.failed',
        subject: userId,
        details: JSON.stringify({ why }),
      }),
    )

  const reauthenticate: Access['reauthenticate'] = async ({ userId, workspace }, password, address) => {
    const stored = users.passwordHash(userId)
    if (stored === undefined) return
    const attempt = attempts.begin(`${workspace}\n${userId}`, address)
    if (!(await passwords.verify(stored, password ?? '')))
      throw attuneError('wrong-password', 'This is not your password.', { status: 403, details: { field: 'password' } })
    attempt.succeeded()
  }

  return {
    users,
    sessions,
    links,
    secondFactor,
    reauthenticate,
    async signIn({ workspace, email, password, code, address, agent }) {
      const attempt = attempts.begin(`${workspace}\n${normalEmail(email)}`, address)
      const known = users.credentials(workspace, email)
      const right = await passwords.verify(known?.passwordHash, password)
      if (!known || !right || known.disabled) {
        if (known) noteFailure(workspace, known.id, known.disabled ? 'disabled' : 'password')
        throw invalid()
      }
      if (known.secondFactor && code === undefined) {
        attempt.undecided()
        throw attuneError('totp-required', 'Enter the code of your app as well.', { status: 401 })
      }
      if (known.secondFactor && !secondFactor.accept(workspace, known.id, code ?? '')) {
        noteFailure(workspace, known.id, 'code')
        throw attuneError('wrong-code', 'This code is not right, or was used already.', { status: 401 })
      }
      attempt.succeeded()
      users.signedIn(known.id)
      return sessions.open({ workspace, userId: known.id, method: 'password', agent })
    },
    async useLink({ token, password, agent }) {
      const found = links.peek(token)
      if (!found)
        throw attuneError('invalid-link', 'This link was used, ran out or is not whole. Ask for another.', {
          status: 401,
        })
      const user = users.get(found.workspace, found.userId)
      checkPassword(password, [user.email, user.name])
      const hash = await passwords.hash(password)
      // Two that come at once: only the first counts.
      if (!links.use(token)) throw attuneError('invalid-link', 'This link was used already.', { status: 401 })
      users.setPassword(user.workspace, user.id, hash, user.id)
      sessions.revokeAll(user.workspace, user.id, user.id)
      if (user.secondFactor) return undefined
      users.signedIn(user.id)
      return sessions.open({ workspace: user.workspace, userId: user.id, method: 'link', agent })
    },
    async createUser(workspace, { password, ...user }, actor) {
      if (password !== undefined) checkPassword(password, [user.email, user.name])
      const passwordHash = password === undefined ? undefined : await passwords.hash(password)
      return users.create(workspace, { ...user, passwordHash }, actor)
    },
    async changePassword(session, { current, next }, address) {
      await reauthenticate(session, current, address)
      const user = users.get(session.workspace, session.userId)
      checkPassword(next, [user.email, user.name])
      users.setPassword(session.workspace, session.userId, await passwords.hash(next), session.userId)
      sessions.revokeAll(session.workspace, session.userId, session.userId, session.id)
    },
  }
}
