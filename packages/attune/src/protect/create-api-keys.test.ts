import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStateStore } from '../store/open-state-store.ts'
import { createApiKeys } from './create-api-keys.ts'

const path = () => join(mkdtempSync(join(tmpdir(), 'attune-keys-')), 'state.sqlite')

test('a key works until it is revoked, and only its hash is stored', () => {
  const state = openStateStore(path())
  const keys = createApiKeys({ state, clock: () => 1000 })
  const { key, secret } = keys.create({
    workspace: 'default',
    name: 'site',
    scopes: ['write', 'decide'],
    actor: 'test',
  })
  expect(secret).toMatch(/^at_write_[\w-]{32}$/)
  expect(keys.verify(secret)).toMatchObject({ id: key.id, workspace: 'default', scopes: ['write', 'decide'] })

  const stored = state.raw.prepare('SELECT * FROM api_keys').all()
  expect(JSON.stringify(stored)).not.toContain(secret)
  expect(stored[0]).toMatchObject({ hash: createHash('sha256').update(secret).digest('hex') })

  expect(keys.revoke('default', key.id, 'test')).toBe(true)
  expect(keys.verify(secret)).toBeUndefined()
  expect(keys.revoke('default', key.id, 'test')).toBe(false)
  state.close()
})

test('keys outlive a restart; one of this process alone does not', () => {
  const file = path()
  const first = openStateStore(file)
  const before = createApiKeys({ state: first, clock: () => 1 })
  const { secret } = before.create({ workspace: 'default', name: 'admin', scopes: ['admin'], actor: 'test' })
  const local = before.ephemeral('default')
  expect(before.verify(local)?.scopes).toEqual(['admin'])
  first.close()

  const second = openStateStore(file)
  const after = createApiKeys({ state: second, clock: () => 2 })
  expect(after.verify(secret)?.name).toBe('admin')
  expect(after.verify(local)).toBeUndefined()
  second.close()
})

test('a key belongs to one workspace: another cannot list or revoke it', () => {
  const state = openStateStore(':memory:')
  const keys = createApiKeys({ state, clock: () => 1 })
  const { key, secret } = keys.create({ workspace: 'north', name: 'a', scopes: ['read'], actor: 'test' })
  expect(keys.list('south')).toEqual([])
  expect(keys.revoke('south', key.id, 'test')).toBe(false)
  expect(keys.verify(secret)?.workspace).toBe('north')
  expect(keys.verify(`${secret}x`)).toBeUndefined()
  expect(keys.verify('')).toBeUndefined()
  state.close()
})

test('when a key was last used is known at once and outlives a restart', () => {
  let now = 0
  const file = path()
  const state = openStateStore(file)
  const keys = createApiKeys({ state, clock: () => now })
  const { secret } = keys.create({ workspace: 'default', name: 'a', scopes: ['read'], actor: 'test' })
  expect(keys.list('default')[0]?.lastUsedAt).toBeNull()
  now = 5_000
  keys.verify(secret)
  now = 30_000
  keys.verify(secret)
  expect(keys.list('default')[0]?.lastUsedAt).toBe(30_000)
  keys.close()
  state.close()

  const again = openStateStore(file)
  expect(createApiKeys({ state: again, clock: () => 0 }).list('default')[0]?.lastUsedAt).toBe(30_000)
  again.close()
})

test('a key is recognised by four of its characters, however many underscores it has', () => {
  const state = openStateStore(':memory:')
  const keys = createApiKeys({ state, clock: () => 1 })
  for (let i = 0; i < 200; i++) {
    const { key, secret } = keys.create({ workspace: 'default', name: 'a', scopes: ['write'], actor: 'test' })
    expect(key.prefix).toBe(secret.slice(0, 'at_write_'.length + 4))
  }
  state.close()
})
