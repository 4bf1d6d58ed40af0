import type { Clock } from '../../clock.ts'
import type { StateStore } from '../../store/state-store.ts'
import { clockSkewMs } from './clock-skew.ts'
import { newToken, tokenHash } from './token.ts'

/** How long a link can be used. */
export const linkHours = 24

/** One-time links with which somebody sets their password: the first, or a new one. */
export interface Links {
  /** The token, told once; links made before for the same user stop working. */
  create(userId: string): string
  /** Whose it is, without using it up. */
  peek(token: string): { readonly userId: string; readonly workspace: string } | undefined
  /** Uses it up: false when it was used, ran out or never was. */
  use(token: string): boolean
}

export function createLinks({ state: { raw }, clock }: { state: StateStore; clock: Clock }): Links {
  const peek = raw.prepare(
    `SELECT l.user_id AS userId, u.workspace FROM user_links l JOIN users u ON u.id = l.user_id
     WHERE l.hash = ? AND l.expires_at > ? AND l.expires_at <= ? AND u.disabled_at IS NULL`,
  )
  /** Between now and when a link made now would end: a later end was noted while the clock was wrong. */
  const window = (): [number, number] => {
    const now = Math.round(clock())
    return [now, now + linkHours * 3_600_000 + clockSkewMs]
  }
  return {
    create(userId) {
      const token = newToken()
      raw.prepare('DELETE FROM user_links WHERE user_id = ?').run(userId)
      const expires = Math.round(clock()) + linkHours * 3_600_000
      raw
        .prepare('INSERT INTO user_links (hash, user_id, expires_at) VALUES (?, ?, ?)')
        .run(tokenHash(token), userId, expires)
      return token
    },
    peek(token) {
      const row = peek.get(tokenHash(token), ...window()) as { userId: string; workspace: string } | undefined
      return row && { userId: row.userId, workspace: row.workspace }
    },
    use: (token) =>
      raw
        .prepare('DELETE FROM user_links WHERE hash = ? AND expires_at > ? AND expires_at <= ?')
        .run(tokenHash(token), ...window()).changes > 0,
  }
}
