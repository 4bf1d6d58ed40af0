import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { attuneError } from '../../errors.ts'
import { openSecret, refuseExposed } from '../open-secret.ts'

/** Where the master key comes from; a file of the data folder where nothing is said. */
export type MasterKeySource =
  | { readonly from: 'dataFolder' }
  /** A file that somebody else provides: 32 bytes, or their base64 or hexadecimal text. */
  | { readonly from: 'file'; readonly path: string }
  /** A variable with base64 or hexadecimal text. */
  | { readonly from: 'variable'; readonly name: string }
  /** A program that prints base64 or hexadecimal text: the way to a key management service. */
  | { readonly from: 'command'; readonly command: readonly string[] }

export interface MasterKeyOptions {
  /** `secret.key` of the data folder. */
  readonly ownFile: string
  /** Whether it is made where there is none and nothing else is configured: only in a folder that is new. */
  readonly make?: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

const commandTimeoutMs = 30_000

/**
 * The 32 bytes under which all keys of persons are wrapped.
 *
 * @throws AttuneError `master-key-unreadable`, `master-key-lost`, `master-key-exposed`; never with any part of the key in it
 */
export function readMasterKey(source: MasterKeySource, { ownFile, make = false, env }: MasterKeyOptions): Uint8Array {
  switch (source.from) {
    case 'dataFolder':
      return openSecret(ownFile, { make })
    case 'file': {
      const what = `the file ${source.path}`
      const bytes = read(() => readFileSync(resolve(source.path)), what)
      refuseExposed(resolve(source.path))
      return keyIn(bytes, what)
    }
    case 'variable': {
      const text = env[source.name]
      if (text === undefined || text === '') throw unreadable(`the variable ${source.name}`, 'it is not set')
      return keyIn(Buffer.from(text), `the variable ${source.name}`)
    }
    case 'command': {
      const [program = '', ...args] = source.command
      const what = `the command ${program}`
      return keyIn(
        read(
          () =>
            execFileSync(program, args, {
              timeout: commandTimeoutMs,
              stdio: ['ignore', 'pipe', 'ignore'],
              maxBuffer: 4096,
            }),
          what,
        ),
        what,
      )
    }
  }
}

function read(work: () => Buffer, what: string): Buffer {
  try {
    return work()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw unreadable(what, code === 'ENOENT' ? 'it is not there' : `it failed (${code ?? 'no code'})`)
  }
}

/** 32 bytes as they are, or as text. */
function keyIn(bytes: Buffer, what: string): Uint8Array {
  if (bytes.length === 32) return bytes
  const text = bytes.toString('latin1').trim()
  const decoded = /^[0-9a-fA-F]{64}$/.test(text)
    ? Buffer.from(text, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, 'base64')
      : undefined
  if (decoded?.length === 32) return decoded
  throw unreadable(what, 'it must be 32 bytes, or their base64 or hexadecimal text')
}

const unreadable = (what: string, why: string): Error =>
  attuneError('master-key-unreadable', `The master key cannot be read from ${what}: ${why}. Nothing was opened.`, {
    status: 500,
  })
