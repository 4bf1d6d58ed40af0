import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type MasterKeySource, readMasterKey } from './read-master-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-master-'))
const key = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7))
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content, { mode: 0o600 })
  return join(folder, name)
}
const read = (source: MasterKeySource, env = {}) =>
  readMasterKey(source, { ownFile: join(folder, 'secret.key'), make: true, env })

test('bytes, base64 and hexadecimal text from a file, a variable or a program are the same key', () => {
  for (const source of [
    { from: 'file', path: file('raw', key) },
    { from: 'file', path: file('hex', `${key.toString('hex')}\n`) },
    { from: 'file', path: file('base64', key.toString('base64')) },
    { from: 'command', command: [process.execPath, '-e', `console.log('${key.toString('base64url')}')`] },
  ] as const)
    expect(Buffer.from(read(source))).toEqual(key)
  expect(Buffer.from(read({ from: 'variable', name: 'MASTER' }, { MASTER: key.toString('base64') }))).toEqual(key)
})

test('the data folder’s own key is made once, readable by its owner only', () => {
  const made = read({ from: 'dataFolder' })
  expect(made).toHaveLength(32)
  expect(read({ from: 'dataFolder' })).toEqual(made)
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
})

test('what is missing, too short or fails is refused by name, and nothing of a key is in the message', () => {
  const short = 'c2hvcnQgc2VjcmV0'
  for (const source of [
    { from: 'file', path: join(folder, 'nowhere') },
    { from: 'file', path: file('short', short) },
    { from: 'variable', name: 'UNSET' },
    { from: 'variable', name: 'SHORT' },
    { from: 'command', command: [process.execPath, '-e', 'process.exit(3)'] },
    { from: 'command', command: ['no-such-program-at-all'] },
  ] as const) {
    expect(() => read(source, { SHORT: short })).toThrow(expect.objectContaining({ code: 'master-key-unreadable' }))
    try {
      read(source, { SHORT: short })
    } catch (error) {
      expect((error as Error).message).not.toContain(short)
    }
  }
})
