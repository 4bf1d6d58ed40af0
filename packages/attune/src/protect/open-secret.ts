import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { attuneError } from '../errors.ts'

/**
 * The installation's secret, 32 bytes in a file that only its owner may read; made on first use. Person ids are keyed
 * with it: whoever loses the file can no longer match new events to old ones.
 *
 * @throws AttuneError `secret-unreadable` when the file is there but is not 32 bytes
 */
export function openSecret(path: string): Uint8Array {
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
  const secret = readFileSync(path)
  if (secret.length !== 32)
    throw attuneError(
      'secret-unreadable',
      `${path} must hold 32 bytes but holds ${secret.length}. Restore it from a backup.`,
    )
  return secret
}
