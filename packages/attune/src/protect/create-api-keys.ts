import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { StateStore } from '../store/state-store.ts'
import type { ApiKey, ApiKeys, Scope } from './api-keys.ts'
import { appendAudit } from './append-audit.ts'

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

interface KeyRow {
  id: string
  workspace: string
  name: string
  prefix: string
  hash: string
  scopes: string
  created_at: number
  last_used_at: number | null
  revoked_at: number | null
  expires_at: number | null
  source: string | null
}

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  workspace: row.workspace,
  name: row.name,
  prefix: row.prefix,
  scopes: JSON.parse(row.scopes) as Scope[],
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
  expiresAt: row.expires_at,
  source: row.source,
})

/** "Last used" is kept in memory and written this often: a write for every request would cost more than it tells. */
const writeLastUsedMs = 60_000

/**
 * API keys in the state store. Only a SHA-256 of a key is kept: the keys are 192 random bits, so there is nothing a slow
 * hash would protect; a look-up by hash costs the same for right and wrong keys.
 */
export function createApiKeys({ state, clock }: { state: StateStore; clock: Clock }): ApiKeys {
  const byHash = new Map<string, KeyRow>()
  const ephemeral = new Map<string, ApiKey>()
  for (const row of state.raw.prepare('SELECT * FROM api_keys').all() as unknown as KeyRow[]) byHash.set(row.hash, row)

  const insert = state.raw.prepare(
    'INSERT INTO api_keys (id, workspace, name, prefix, hash, scopes, created_at, expires_at, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const touch = state.raw.prepare('UPDATE api_keys SET last_used_at = ? WHERE id = ?')
  const expire = state.raw.prepare('UPDATE api_keys SET expires_at = ? WHERE id = ?')
  const revoke = state.raw.prepare('UPDATE api_keys SET revoked_at = ? WHERE id = ? AND workspace = ?')

  const revocationListeners: ((id: string) => void)[] = []
  const used = new Set<KeyRow>()
  const writeLastUsed = (): void => {
    if (used.size === 0) return
    state.transaction(() => {
      for (const row of used) touch.run(row.last_used_at, row.id)
    })
    used.clear()
  }
  const timer = setInterval(writeLastUsed, writeLastUsedMs)
  timer.unref()

  const isOver = ({ revoked_at, expires_at }: KeyRow): boolean =>
    revoked_at !== null || (expires_at !== null && expires_at <= clock())
  const rowOf = (workspace: string, id: string): KeyRow | undefined =>
    [...byHash.values()].find((row) => row.id === id && row.workspace === workspace)

  const keys: ApiKeys = {
    create({ workspace, name, scopes, actor, expiresAt = null, source = null }) {
      const start = `at_${scopes[0]}_`
      const secret = start + randomBytes(24).toString('base64url')
      const row: KeyRow = {
        id: `key_${randomBytes(8).toString('hex')}`,
        workspace,
        name,
        prefix: secret.slice(0, start.length + 4),
        hash: hashOf(secret),
        scopes: JSON.stringify(scopes),
        created_at: clock(),
        last_used_at: null,
        revoked_at: null,
        expires_at: expiresAt,
        source,
      }
      state.transaction(() => {
        insert.run(row.id, workspace, name, row.prefix, row.hash, row.scopes, row.created_at, expiresAt, source)
        appendAudit(state.raw, {
          workspace,
          at: row.created_at,
          actor,
          action: 'key-created',
          subject: row.id,
          details: JSON.stringify({
            name,
            scopes,
            ...(expiresAt === null ? {} : { expiresAt }),
            ...(source === null ? {} : { source }),
          }),
        })
      })
      byHash.set(row.hash, row)
      return { key: keyOf(row), secret }
    },
    rotate(workspace, id, { actor, overlapMs, source }) {
      const row = rowOf(workspace, id)
      if (!row || isOver(row)) return undefined
      const now = clock()
      const made = keys.create({
        workspace,
        name: row.name,
        scopes: JSON.parse(row.scopes) as Scope[],
        actor,
        expiresAt: row.expires_at === null ? null : now + (row.expires_at - row.created_at),
        source: source === undefined ? row.source : source,
      })
      const until = Math.min(row.expires_at ?? Number.POSITIVE_INFINITY, now + overlapMs)
      state.transaction(() => {
        expire.run(until, id)
        appendAudit(state.raw, {
          workspace,
          at: now,
          actor,
          action: 'key-rotated',
          subject: id,
          details: JSON.stringify({ into: made.key.id, until }),
        })
      })
      row.expires_at = until
      return made
    },
    ephemeral(workspace) {
      const secret = `at_local_${randomBytes(24).toString('base64url')}`
      ephemeral.set(hashOf(secret), {
        id: 'local',
        workspace,
        name: 'this computer',
        prefix: 'at_local',
        scopes: ['admin'],
        createdAt: clock(),
        lastUsedAt: null,
        revokedAt: null,
        expiresAt: null,
        source: null,
      })
      return secret
    },
    verify(secret) {
      const hash = hashOf(secret)
      const row = byHash.get(hash)
      if (!row) return ephemeral.get(hash)
      if (isOver(row) || !timingSafeEqual(Buffer.from(hash), Buffer.from(row.hash))) return undefined
      row.last_used_at = clock()
      used.add(row)
      return keyOf(row)
    },
    whyRefused(secret) {
      const row = byHash.get(hashOf(secret))
      if (!row || !isOver(row)) return undefined
      return { id: row.id, why: row.revoked_at === null ? 'expired' : 'revoked' }
    },
    list: (workspace) => [...byHash.values()].filter((row) => row.workspace === workspace).map(keyOf),
    revoke(workspace, id, actor) {
      const row = rowOf(workspace, id)
      if (!row || row.revoked_at !== null) return false
      const now = clock()
      state.transaction(() => {
        revoke.run(now, id, workspace)
        appendAudit(state.raw, { workspace, at: now, actor, action: 'key-revoked', subject: id, details: '{}' })
      })
      row.revoked_at = now
      for (const listener of revocationListeners) listener(id)
      return true
    },
    onRevoked: (listener) => void revocationListeners.push(listener),
    close() {
      clearInterval(timer)
      writeLastUsed()
    },
  }
  return keys
}
