import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { attuneError } from '../errors.ts'

/**
 * Refuses a file of keys that every user of the computer can read or change: whoever did so has the keys.
 *
 * @throws AttuneError `master-key-exposed`
 */
export function refuseExposed(path: string): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o006) === 0) return
  throw attuneError(
    'master-key-exposed',
    `Every user of this computer can read or change ${path}. Take that away (chmod 600 ${path}); where somebody may have read it, make a new key (attune privacy rotate master). Nothing was opened.`,
    { status: 500 },
  )
}

/**
 * The installation's secret, 32 bytes in a file that only its owner may read. Person ids are keyed with it: whoever loses the
 * file can no longer match new events to old ones.
 *
 * @param make whether it is made where there is none: only where nothing was made under another one
 * @throws AttuneError `master-key-lost`; `secret-unreadable` when the file is there but is not 32 bytes; `master-key-exposed`
 */
export function openSecret(path: string, { make }: { readonly make: boolean }): Uint8Array {
  if (!existsSync(path) && !make)
    throw attuneError(
      'master-key-lost',
      `There is no ${path}, and this data folder was made with one: without it nothing personal can be read. Restore it from its backup, or say in protect.masterKey where the key lies. Nothing was opened.`,
      { status: 500 },
    )
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      writeSync(file, randomBytes(32))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  }
  refuseExposed(path)
  const secret = readFileSync(path)
  if (secret.length !== 32)
    throw attuneError(
      'secret-unreadable',
      `${path} must hold 32 bytes but holds ${secret.length}. Restore it from a backup.`,
    )
  return secret
}
