import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openVault } from './open-vault.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-vault-'))
let files = 0
const fresh = () => join(folder, `${files++}.sqlite`)
const master = randomBytes(32)

test('what is sealed opens again, after a restart too, and can be opened by hand with the master key', async () => {
  const path = fresh()
  const vault = openVault(path, master)
  const sealed = vault.seal('shop', 'p_1', '王芳 <fang@example.org> 🎁')
  await vault.settled()
  vault.close()
  const again = openVault(path, master)
  expect(again.open('shop', 'p_1', sealed)).toBe('王芳 <fang@example.org> 🎁')
  again.close()

  const aes = (key: Uint8Array, context: string, bytes: Buffer): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  }
  const wrapping = Buffer.from(hkdfSync('sha256', master, '', 'attune: wrapping keys', 32))
  const row = new DatabaseSync(path).prepare('SELECT wrapped FROM person_keys').get() as { wrapped: Uint8Array }
  const key = aes(wrapping, 'shop\np_1', Buffer.from(row.wrapped))
  expect(aes(key, 'shop\np_1', Buffer.from(sealed.slice(3), 'base64url')).toString()).toContain('王芳')
})

test('it opens for nobody else, in no other workspace, and not when a byte was changed', () => {
  const vault = openVault(':memory:', master)
  const sealed = vault.seal('shop', 'p_1', 'text')
  vault.seal('shop', 'p_2', 'text')
  vault.seal('other', 'p_1', 'text')
  expect(vault.open('shop', 'p_2', sealed)).toBeUndefined()
  expect(vault.open('other', 'p_1', sealed)).toBeUndefined()
  expect(vault.open('shop', 'nobody', sealed)).toBeUndefined()
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1
    expect(vault.open('shop', 'p_1', `s1.${changed.toString('base64url')}`)).toBeUndefined()
  }
  for (const text of ['', 's1.', 's1.AAAA', '{"a":1}', sealed.slice(0, -4)])
    expect(vault.open('shop', 'p_1', text)).toBeUndefined()
})

test('the same text sealed twice looks different', () => {
  const vault = openVault(':memory:', master)
  const texts = new Set(Array.from({ length: 3000 }, () => vault.seal('w', 'p', 'same').slice(3, 19)))
  expect(texts.size).toBe(3000)
})

test('a destroyed key opens nothing any more, and its bytes are in no file', async () => {
  const path = fresh()
  const vault = openVault(path, master)
  const sealed = vault.seal('shop', 'p_gone', 'secret')
  const kept = vault.seal('shop', 'p_kept', 'other')
  await vault.settled()
  const reader = new DatabaseSync(path, { readOnly: true })
  const row = reader.prepare("SELECT wrapped FROM person_keys WHERE person_id = 'p_gone'").get() as {
    wrapped: Uint8Array
  }
  reader.close()
  const inFiles = () =>
    readdirSync(folder)
      .filter((name) => join(folder, name).startsWith(path))
      .some((name) => readFileSync(join(folder, name)).includes(Buffer.from(row.wrapped)))
  expect(inFiles()).toBe(true)
  expect(vault.destroy('shop', ['p_gone', 'p_never'])).toBe(1)
  expect(inFiles()).toBe(false)
  expect(vault.open('shop', 'p_gone', sealed)).toBeUndefined()
  expect(vault.has('shop', 'p_gone')).toBe(false)
  expect(vault.open('shop', 'p_kept', kept)).toBe('other')
  // Who comes back is somebody new.
  vault.seal('shop', 'p_gone', 'new')
  expect(vault.open('shop', 'p_gone', sealed)).toBeUndefined()
})

test('another master key is refused with a sentence; after rewrapping only the new one works', async () => {
  const path = fresh()
  const first = openVault(path, master)
  const sealed = first.seal('shop', 'p_1', 'text')
  const secret = first.secret('pseudonyms', () => randomBytes(32))
  await first.settled()
  const next = randomBytes(32)
  expect(() => openVault(path, next)).toThrow(expect.objectContaining({ code: 'wrong-master-key' }))
  first.rewrap(next)
  first.close()
  expect(() => openVault(path, master)).toThrow(expect.objectContaining({ code: 'wrong-master-key' }))
  const second = openVault(path, next)
  expect(second.open('shop', 'p_1', sealed)).toBe('text')
  expect(second.secret('pseudonyms', () => randomBytes(32))).toEqual(secret)
})

test('keys of a thousand persons who come at once are all there after a restart', async () => {
  const path = fresh()
  const vault = openVault(path, master)
  const sealed = Array.from({ length: 1000 }, (_, at) => vault.seal('w', `p_${at}`, `text ${at}`))
  await Promise.all([vault.settled(), vault.settled()])
  const again = openVault(path, master)
  for (const [at, text] of sealed.entries()) expect(again.open('w', `p_${at}`, text)).toBe(`text ${at}`)
})
