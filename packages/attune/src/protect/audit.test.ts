import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrateState } from '../store/migrate-state.ts'
import { stateMigrations } from '../store/migrations/index.ts'
import { openStateStore } from '../store/open-state-store.ts'
import { appendAudit } from './append-audit.ts'
import { listAudit } from './list-audit.ts'
import { verifyAudit } from './verify-audit.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-audit-'))
let files = 0
const fresh = () => openStateStore(join(folder, `${files++}.sqlite`))
const entry = (at: number, workspace = 'shop') => ({
  workspace,
  at,
  actor: 'key_1',
  action: at % 2 === 0 ? 'placement.put' : 'key-created',
  subject: `s${at}`,
  details: JSON.stringify({ at, 中: '文' }),
})

/** As someone with the file in their hands would do it, past the triggers. */
function tamper(raw: DatabaseSync, sql: string): void {
  raw.exec('DROP TRIGGER IF EXISTS audit_unchanged; DROP TRIGGER IF EXISTS audit_kept')
  raw.exec(sql)
}

test('each hash is SHA-256 over the one before and the columns, by hand', async () => {
  const { raw } = fresh()
  appendAudit(raw, entry(1))
  appendAudit(raw, entry(2))
  const sha = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  const first = sha(String.raw`["","shop",1,"key_1","key-created","s1","{\"at\":1,\"中\":\"文\"}"]`)
  const second = sha(String.raw`["${first}","shop",2,"key_1","placement.put","s2","{\"at\":2,\"中\":\"文\"}"]`)
  expect(await verifyAudit(raw, 'shop')).toEqual({
    intact: true,
    entries: 2,
    head: second,
    broken: null,
    expectedFound: null,
  })
  expect(await verifyAudit(raw, 'shop', first)).toMatchObject({ intact: true, expectedFound: true })
})

test('a changed, removed or inserted entry breaks the chain where it happened', async () => {
  for (const [sql, broken] of [
    ["UPDATE audit SET actor = 'nobody' WHERE id = 3", 3],
    ["UPDATE audit SET details = '{}' WHERE id = 1", 1],
    ['UPDATE audit SET at = at + 1 WHERE id = 5', 5],
    ['DELETE FROM audit WHERE id = 2', 3],
    ['DELETE FROM audit WHERE id = 1', 2],
    ['INSERT INTO audit SELECT 99, workspace, at, actor, action, subject, details, hash FROM audit WHERE id = 5', 99],
    ['UPDATE audit SET id = 100 WHERE id = 2', 3],
  ] as const) {
    const { raw } = fresh()
    for (let at = 1; at <= 5; at++) appendAudit(raw, entry(at))
    tamper(raw, sql)
    expect(await verifyAudit(raw, 'shop'), sql).toMatchObject({ intact: false, broken: { id: broken } })
  }
})

test('what was cut off at the end is told by a hash that was kept elsewhere', async () => {
  const { raw } = fresh()
  for (let at = 1; at <= 4; at++) appendAudit(raw, entry(at))
  const { head } = await verifyAudit(raw, 'shop')
  tamper(raw, 'DELETE FROM audit WHERE id = 4')
  expect((await verifyAudit(raw, 'shop')).intact).toBe(true)
  expect(await verifyAudit(raw, 'shop', head)).toMatchObject({ intact: false, broken: null, expectedFound: false })
})

test('a chain longer than what is read at once is followed to its end', async () => {
  const { raw, transaction } = fresh()
  transaction(() => {
    for (let at = 1; at <= 4_500; at++) appendAudit(raw, entry(at))
  })
  const { head, entries, intact } = await verifyAudit(raw, 'shop')
  expect([entries, intact]).toEqual([4_500, true])
  tamper(raw, "UPDATE audit SET actor = 'x' WHERE id = 2000")
  expect(await verifyAudit(raw, 'shop')).toMatchObject({ broken: { id: 2000 }, entries: 4_500, head })
})

test('workspaces have chains of their own', async () => {
  const { raw } = fresh()
  for (let at = 1; at <= 6; at++) appendAudit(raw, entry(at, at % 2 === 0 ? 'even' : 'odd'))
  tamper(raw, "UPDATE audit SET actor = 'x' WHERE id = 2")
  expect(await verifyAudit(raw, 'even')).toMatchObject({ intact: false, entries: 3 })
  expect(await verifyAudit(raw, 'odd')).toMatchObject({ intact: true, entries: 3 })
  expect(await verifyAudit(raw, 'nobody')).toMatchObject({ intact: true, entries: 0, head: '' })
})

test('the program itself can neither change nor remove an entry', async () => {
  const { raw } = fresh()
  appendAudit(raw, entry(1))
  expect(() => raw.exec("UPDATE audit SET actor = 'x'")).toThrow('append-only')
  expect(() => raw.exec('DELETE FROM audit')).toThrow('append-only')
})

test('entries from before the chain are chained when the database is opened', async () => {
  const raw = new DatabaseSync(':memory:')
  migrateState(raw, stateMigrations.slice(0, 1))
  const insert = raw.prepare(
    'INSERT INTO audit (workspace, at, actor, action, subject, details) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (let at = 1; at <= 3; at++) insert.run('shop', at, 'key_1', 'a', 's', '{}')
  migrateState(raw, stateMigrations)
  appendAudit(raw, entry(4))
  expect(await verifyAudit(raw, 'shop')).toMatchObject({ intact: true, entries: 4 })
  tamper(raw, "UPDATE audit SET actor = 'x' WHERE id = 2")
  expect(await verifyAudit(raw, 'shop')).toMatchObject({ broken: { id: 2 } })
})

test('the list is newest first, filtered, page by page, and of one workspace', async () => {
  const { raw } = fresh()
  for (let at = 1; at <= 9; at++) appendAudit(raw, entry(at))
  appendAudit(raw, entry(10, 'other'))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = listAudit(raw, 'shop', { limit: 2, cursor, action: 'key-' })
    seen.push(...page.entries.map(({ subject }) => subject))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(['s9', 's7', 's5', 's3', 's1'])
  expect(listAudit(raw, 'shop', { limit: 5, subject: 's4' }).entries).toMatchObject([
    { id: 4, at: new Date(4).toISOString(), details: { at: 4, 中: '文' } },
  ])
  expect(() => listAudit(raw, 'shop', { limit: 5, cursor: 'x' })).toThrow('cursor')
})
