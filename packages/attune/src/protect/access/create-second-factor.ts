import { randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { attuneError } from '../../errors.ts'
import type { StateStore } from '../../store/state-store.ts'
import { appendAudit } from '../append-audit.ts'
import type { Vault } from '../vault/vault.ts'
import { vaultNameOf } from './create-users.ts'
import { tokenHash } from './token.ts'
import { acceptedStep, base32 } from './totp.ts'

export interface SecondFactor {
  /**
   * A new secret, in force once a code of it was given back.
   *
   * @throws AttuneError `totp-in-use` when one is in force: it is taken away first
   */
  begin(workspace: string, userId: string): Uint8Array
  /**
   * Puts it in force; answers with recovery codes, told once.
   *
   * @throws AttuneError `wrong-code`
   */
  confirm(workspace: string, userId: string, code: string): readonly string[]
  /** Whether a code is right: one of the app, or a recovery code. Either counts once. */
  accept(workspace: string, userId: string, code: string): boolean
  remove(workspace: string, userId: string, actor: string): void
}

interface Row {
  readonly totp_sealed: string | null
  readonly totp_confirmed: number
  readonly totp_last_step: number
}

const recoveryCodes = 10

/** However a code is typed. */
const typed = (code: string): string => code.replaceAll(/[\s-]/g, '').toUpperCase()

export interface SecondFactorOptions {
  readonly state: StateStore
  readonly vault: Vault
  readonly clock: Clock
}

/** Codes of an app (RFC 6238); the secret is sealed, recovery codes of 80 random bits are kept as hashes. */
export function createSecondFactor({ state, vault, clock }: SecondFactorOptions): SecondFactor {
  const { raw } = state
  const read = raw.prepare(
    'SELECT totp_sealed, totp_confirmed, totp_last_step FROM users WHERE workspace = ? AND id = ?',
  )
  const write = raw.prepare('UPDATE users SET totp_sealed = ?, totp_confirmed = ?, totp_last_step = ? WHERE id = ?')
  const forgetCodes = raw.prepare('DELETE FROM recovery_codes WHERE user_id = ?')
  const audit = (workspace: string, actor: string, action: string, subject: string): void =>
    appendAudit(raw, { workspace, at: Math.round(clock()), actor, action, subject, details: '{}' })

  function rowOf(workspace: string, userId: string): Row {
    return (
      (read.get(workspace, userId) as Row | undefined) ?? { totp_sealed: null, totp_confirmed: 0, totp_last_step: 0 }
    )
  }
  function secretOf(workspace: string, userId: string, { totp_sealed: sealed }: Row): Buffer | undefined {
    const opened = sealed === null ? undefined : vault.open(workspace, vaultNameOf(userId), sealed)
    return opened === undefined ? undefined : Buffer.from(opened, 'base64url')
  }
  /** Notes the step, so that the same code does not count again; inside a transaction. */
  function acceptCode(workspace: string, userId: string, code: string): boolean {
    const row = rowOf(workspace, userId)
    const secret = secretOf(workspace, userId, row)
    const step = secret && acceptedStep(secret, typed(code), clock(), row.totp_last_step)
    if (step === undefined) return false
    write.run(row.totp_sealed, row.totp_confirmed, step, userId)
    return true
  }

  return {
    begin(workspace, userId) {
      if (rowOf(workspace, userId).totp_confirmed === 1)
        throw attuneError('totp-in-use', 'A second factor is in force already. Take it away first.', { status: 409 })
      const secret = randomBytes(20)
      const sealed = vault.seal(workspace, vaultNameOf(userId), secret.toString('base64url'))
      vault.flush()
      write.run(sealed, 0, 0, userId)
      return secret
    },
    confirm(workspace, userId, code) {
      const codes = Array.from({ length: recoveryCodes }, () => base32(randomBytes(10)))
      state.transaction(() => {
        if (rowOf(workspace, userId).totp_confirmed === 1 || !acceptCode(workspace, userId, code))
          throw attuneError('wrong-code', 'This code is not right, or was used. Check the clock of the app’s device.', {
            details: { field: 'code' },
          })
        raw.prepare('UPDATE users SET totp_confirmed = 1 WHERE id = ?').run(userId)
        forgetCodes.run(userId)
        for (const one of codes)
          raw.prepare('INSERT INTO recovery_codes (user_id, hash) VALUES (?, ?)').run(userId, tokenHash(one))
        audit(workspace, userId, 'user.second-factor-on', userId)
      })
      return codes.map((one) => one.replaceAll(/(.{4})(?=.)/g, '$1-'))
    },
    accept: (workspace, userId, code) =>
      state.transaction(() => {
        if (rowOf(workspace, userId).totp_confirmed !== 1) return false
        if (acceptCode(workspace, userId, code)) return true
        const used = raw
          .prepare('DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?')
          .run(userId, tokenHash(typed(code)))
        if (used.changes === 0) return false
        audit(workspace, userId, 'user.recovery-code-used', userId)
        return true
      }),
    remove(workspace, userId, actor) {
      state.transaction(() => {
        write.run(null, 0, 0, userId)
        forgetCodes.run(userId)
        audit(workspace, actor, 'user.second-factor-off', userId)
      })
    },
  }
}
