import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { attuneError } from '../../errors.ts'
import type { StateStore } from '../../store/state-store.ts'
import type { Vault } from '../vault/vault.ts'

export interface Attempt {
  /** It was right: the account starts anew. The address does not: it may guess at others. */
  succeeded(): void
  /** It was neither right nor wrong, such as a right password without its code. */
  undecided(): void
}

export interface Attempts {
  /**
   * Counts an attempt as failed before it is made, so that many at once count too.
   *
   * @throws AttuneError `too-many-attempts` while the account or the address has to wait
   */
  begin(account: string, address: string): Attempt
}

/** Free failures, then waits that double from a second on. */
const limits = {
  account: { free: 5, longestMs: 15 * 60_000 },
  // An office or a proxy is one address: its people must not lock each other out for long.
  address: { free: 30, longestMs: 15 * 60_000 },
} as const
const forgottenAfterMs = 24 * 3_600_000

interface Row {
  readonly failures: number
  readonly blocked_until: number
  readonly last_at: number
}

/** Failed sign-ins by account and by address, kept over restarts under keyed digests. */
export function createAttempts({ state, vault, clock }: { state: StateStore; vault: Vault; clock: Clock }): Attempts {
  const key = vault.secret('sign-in attempts', () => randomBytes(32))
  const { raw } = state
  const read = raw.prepare('SELECT * FROM sign_in_failures WHERE subject = ?')
  const write = raw.prepare('INSERT OR REPLACE INTO sign_in_failures VALUES (?, ?, ?, ?)')
  const forget = raw.prepare('DELETE FROM sign_in_failures WHERE subject = ?')
  const forgetOld = raw.prepare('DELETE FROM sign_in_failures WHERE last_at < ?')

  const subjectOf = (kind: keyof typeof limits, name: string): string =>
    createHmac('sha256', key).update(`${kind}\n${name}`).digest('base64url')
  const rowOf = (subject: string): Row | undefined => read.get(subject) as Row | undefined

  function count(kind: keyof typeof limits, subject: string, by: 1 | -1): void {
    const now = Math.round(clock())
    const failures = Math.max(0, (rowOf(subject)?.failures ?? 0) + by)
    if (failures === 0) return void forget.run(subject)
    const { free, longestMs } = limits[kind]
    const waitMs = failures < free ? 0 : Math.min(longestMs, 1000 * 2 ** Math.min(40, failures - free))
    write.run(subject, failures, waitMs === 0 ? 0 : now + waitMs, now)
  }

  /** A wait that is longer than the longest was noted while the clock was wrong, and does not count. */
  function blockedUntil(kind: keyof typeof limits, subject: string, now: number): number {
    const until = rowOf(subject)?.blocked_until ?? 0
    return until > now + limits[kind].longestMs ? 0 : until
  }

  return {
    begin(accountName, addressName) {
      const account = subjectOf('account', accountName)
      const address = subjectOf('address', addressName)
      const now = Math.round(clock())
      return state.transaction(() => {
        forgetOld.run(now - forgottenAfterMs)
        const until = Math.max(blockedUntil('account', account, now), blockedUntil('address', address, now))
        if (until > now) {
          const seconds = Math.ceil((until - now) / 1000)
          throw attuneError('too-many-attempts', `Too many attempts failed. Wait ${seconds} seconds, then try again.`, {
            status: 429,
            details: { retryAfterSeconds: seconds },
          })
        }
        count('account', account, 1)
        count('address', address, 1)
        return {
          succeeded() {
            forget.run(account)
            count('address', address, -1)
          },
          undecided() {
            count('account', account, -1)
            count('address', address, -1)
          },
        }
      })
    },
  }
}
