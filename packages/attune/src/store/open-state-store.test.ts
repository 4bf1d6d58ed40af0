import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrateState } from './migrate-state.ts'
import { openStateStore } from './open-state-store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-state-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const shop = { id: 'shop', title: 'Shop', created_at: 1_760_000_000_123 }

test('what was written is there after a restart, in a folder that did not exist before', async () => {
  const path = join(folder, 'deep', 'state.sqlite')
  const first = openStateStore(path)
  await first.db.insertInto('workspaces').values(shop).execute()
  first.close()
  const second = openStateStore(path)
  expect(await second.db.selectFrom('workspaces').selectAll().execute()).toEqual([shop])
  second.close()
})

test('kysely reads, writes with returning and counts changed rows', async () => {
  const store = openStateStore(':memory:')
  const merge = (from_person_id: string) => ({
    workspace: 'w',
    from_person_id,
    into_person_id: 'c',
    reason: 'r',
    merged_at: 1,
  })
  const first = await store.db.insertInto('person_merges').values(merge('a')).returning('id').executeTakeFirstOrThrow()
  const second = await store.db.insertInto('person_merges').values(merge('b')).executeTakeFirstOrThrow()
  expect([first.id, second.insertId]).toEqual([1, 2n])
  const changed = await store.db.updateTable('person_merges').set({ undone_at: 2 }).executeTakeFirstOrThrow()
  expect(changed.numUpdatedRows).toBe(2n)
  store.close()
})

test('every table of the schema exists, and files are in WAL mode with full synchronisation', () => {
  const store = openStateStore(join(folder, 's.sqlite'))
  const tables = store.raw
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
  expect(tables.map((table) => table.name).sort()).toEqual([
    'aa_checks',
    'api_keys',
    'audit',
    'computed_traits',
    'consent_texts',
    'consents',
    'evaluations',
    'experiments',
    'flags',
    'group_members',
    'groups',
    'item_vectors',
    'items',
    'language_model_calls',
    'metrics',
    'model_pointers',
    'models',
    'people',
    'person_identifiers',
    'person_merges',
    'person_regimes',
    'placements',
    'portrait_corrections',
    'privacy_requests',
    'prompt_uses',
    'prompt_versions',
    'pseudonyms',
    'recovery_codes',
    'report_schedules',
    'scores',
    'segment_changes',
    'segments',
    'sessions',
    'settings',
    'sign_in_failures',
    'source_drops',
    'sources',
    'text_labels',
    'user_links',
    'users',
    'webhook_attempts',
    'webhook_messages',
    'webhook_subjects',
    'webhooks',
    'workspaces',
  ])
  expect(store.raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  expect(store.raw.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
  store.close()
})

test('a transaction is all or nothing, and a failed inner one leaves the outer one whole', () => {
  const store = openStateStore(':memory:')
  const insert = store.raw.prepare('INSERT INTO workspaces VALUES (?, ?, ?)')
  const names = () =>
    store.raw
      .prepare('SELECT id FROM workspaces ORDER BY id')
      .all()
      .map((row) => row.id)
  expect(() =>
    store.transaction(() => {
      insert.run('a', 'A', 1)
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(names()).toEqual([])
  const result = store.transaction(() => {
    insert.run('a', 'A', 1)
    expect(() =>
      store.transaction(() => {
        insert.run('b', 'B', 1)
        throw new Error('inner')
      }),
    ).toThrow('inner')
    store.transaction(() => insert.run('c', 'C', 1))
    return 7
  })
  expect([result, ...names()]).toEqual([7, 'a', 'c'])
  store.close()
})

test('transactions across an await are refused: kysely ones, and asynchronous work', async () => {
  const store = openStateStore(':memory:')
  await expect(store.db.transaction().execute(async () => 1)).rejects.toMatchObject({ code: 'kysely-transaction' })
  expect(() => store.transaction(async () => 1)).toThrow(expect.objectContaining({ code: 'async-transaction' }))
  expect(store.raw.isTransaction).toBe(false)
  store.close()
})

test('a database of a newer Attune is refused and left alone', () => {
  const path = join(folder, 's.sqlite')
  openStateStore(path).close()
  const raw = new DatabaseSync(path)
  raw.exec('PRAGMA user_version = 999')
  raw.close()
  expect(() => openStateStore(path)).toThrow(expect.objectContaining({ code: 'schema-too-new' }))
})

test('migrations run forward once, each whole or not at all', () => {
  const raw = new DatabaseSync(':memory:')
  const steps = ['CREATE TABLE a (x)', 'CREATE TABLE b (x); INSERT INTO b VALUES (1)']
  migrateState(raw, steps.slice(0, 1))
  migrateState(raw, steps)
  migrateState(raw, steps)
  expect(raw.prepare('SELECT count(*) AS n FROM b').get()).toEqual({ n: 1 })
  expect(() => migrateState(raw, [...steps, 'CREATE TABLE c (x); SELECT nonsense'])).toThrow('nonsense')
  expect(raw.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'c'").get()).toEqual({ n: 0 })
  expect(raw.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 })
})

test('a file that is no database gets a sentence', () => {
  const path = join(folder, 'text')
  writeFileSync(
    path,
    'this is not a database, it is a text of some length that SQLite will not like at all. '.repeat(20),
  )
  expect(() => openStateStore(path)).toThrow(expect.objectContaining({ code: 'state-unreadable' }))
})
