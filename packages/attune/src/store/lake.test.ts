import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createIdentity } from '../collect/create-identity.ts'
import { createTelemetry } from '../telemetry.ts'
import type { EventBatch, EventStore } from './event-store-types.ts'
import { exportLake, importLake, type LakeSource } from './lake.ts'
import { openEventStore } from './open-event-store.ts'
import { openStateStore } from './open-state-store.ts'
import { sampleDecision, sampleEvent, sampleInteraction, sampleQuarantine } from './sample-rows.ts'

const day = 86_400_000
const noon = Date.UTC(2026, 2, 1, 12)
const tables = ['events', 'interactions', 'quarantine', 'decisions']
let folder: string
let lake: string
let opened: EventStore[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-lake-'))
  lake = join(folder, "it's a [lake]")
  opened = []
})
afterEach(async () => {
  for (const store of opened) await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(): Promise<EventStore> {
  const telemetry = createTelemetry()
  const store = await openEventStore({ path: ':memory:', clock: Date.now, groupCommitMs: 0, telemetry })
  opened.push(store)
  return store
}

/** The rest of the installation around an event store. */
function around(events: EventStore, secret = 'of the lake'): LakeSource {
  const state = openStateStore(':memory:')
  return { events, state, identity: createIdentity({ state, events, secret: Buffer.from(secret) }) }
}

const rowsOf = async (store: EventStore) =>
  Object.fromEntries(
    await Promise.all(tables.map(async (table) => [table, await store.query(`FROM ${table} ORDER BY ALL`)] as const)),
  )

const batch: EventBatch = {
  events: [
    sampleEvent({ messageId: 'a', ts: noon, itemId: '买家/"甲"', properties: '{"n":"灯 💡"}' }),
    sampleEvent({ messageId: 'b', ts: noon + day, value: 0.1 }),
    sampleEvent({ messageId: 'a', ts: noon, workspace: 'other' }),
  ],
  interactions: [
    sampleInteraction({ messageId: 'a', ts: noon }),
    sampleInteraction({ messageId: 'a', ts: noon, itemId: 'chair' }),
    sampleInteraction({ messageId: 'b', ts: noon + day, position: 2 }),
  ],
  quarantine: [
    sampleQuarantine({ receivedAt: noon }),
    sampleQuarantine({ receivedAt: noon }),
    sampleQuarantine({ receivedAt: noon, field: null, payload: null }),
  ],
  decisions: [sampleDecision({ decisionId: 'd', ts: noon })],
}

test('a lake holds a folder a workspace and day, and gives back every row, once', async () => {
  const from = await open()
  await from.append(batch)
  expect(await exportLake({ ...around(from), dir: lake })).toEqual([
    { table: 'events', partitions: 3, rows: 3 },
    { table: 'interactions', partitions: 2, rows: 3 },
    { table: 'quarantine', partitions: 1, rows: 3 },
    { table: 'decisions', partitions: 1, rows: 1 },
  ])
  expect(readdirSync(lake).sort()).toEqual([
    'decisions',
    'events',
    'interactions',
    'lake.json',
    'people.jsonl',
    'quarantine',
  ])
  expect(readdirSync(join(lake, 'events')).sort()).toEqual(['workspace=default', 'workspace=other'])
  expect(readdirSync(join(lake, 'events', 'workspace=default')).sort()).toEqual(['day=2026-03-01', 'day=2026-03-02'])

  const to = await open()
  expect((await importLake(around(to), lake)).map(({ rows }) => rows)).toEqual([3, 3, 3, 1])
  const expected = await rowsOf(from)
  expect(await rowsOf(to)).toEqual(expected)
  expect((await importLake(around(to), lake)).map(({ rows }) => rows)).toEqual([0, 0, 0, 0])
  expect(await rowsOf(to)).toEqual(expected)
  expect(await to.duplicatesOf('default', ['a', 'b', 'c'])).toEqual(new Set(['a', 'b']))
})

test('exporting again replaces days and adds new ones', async () => {
  const store = await open()
  await store.append(batch)
  await exportLake({ ...around(store), dir: lake })
  await store.append({
    events: [sampleEvent({ messageId: 'late', ts: noon }), sampleEvent({ messageId: 'next', ts: noon + 2 * day })],
  })
  await exportLake({ ...around(store), dir: lake })
  const copy = await open()
  await importLake(around(copy), lake)
  expect(await rowsOf(copy)).toEqual(await rowsOf(store))
})

test('importing into a store that has some of it adds the rest only', async () => {
  const from = await open()
  await from.append(batch)
  await exportLake({ ...around(from), dir: lake, workspace: 'default' })
  const to = await open()
  await to.append({
    events: [sampleEvent({ messageId: 'a', ts: noon, itemId: 'kept as it is' })],
    interactions: [sampleInteraction({ messageId: 'a', ts: noon })],
  })
  expect((await importLake(around(to), lake)).map(({ table, rows }) => [table, rows])).toEqual([
    ['events', 1],
    ['interactions', 1],
    ['quarantine', 3],
    ['decisions', 1],
  ])
  expect(await to.query("SELECT item_id FROM events WHERE message_id = 'a'")).toEqual([{ item_id: 'kept as it is' }])
})

test('a folder without a lake is refused', async () => {
  await expect(importLake(around(await open()), folder)).rejects.toMatchObject({ code: 'no-lake' })
})

test('a lake whose file is damaged changes nothing', async () => {
  const from = await open()
  await from.append(batch)
  await exportLake({ ...around(from), dir: lake })
  const decisions = join(lake, 'decisions', 'workspace=default', 'day=2026-03-01')
  writeFileSync(join(decisions, readdirSync(decisions)[0] ?? ''), 'PAR1 but no more')
  const to = await open()
  await expect(importLake(around(to), lake)).rejects.toMatchObject({ code: 'query-failed' })
  expect(await to.query('SELECT count(*) AS n FROM events')).toEqual([{ n: 0 }])
})

test('a lake of another secret is refused, and says what to copy; so is writing into it', async () => {
  const from = await open()
  await from.append(batch)
  await exportLake({ ...around(from), dir: lake })
  const to = await open()
  const stranger = around(to, 'another one')
  await expect(importLake(stranger, lake)).rejects.toMatchObject({
    code: 'lake-of-another-installation',
    message: expect.stringContaining('secret.key'),
  })
  await expect(exportLake({ ...stranger, dir: lake })).rejects.toMatchObject({ code: 'lake-of-another-installation' })
  expect(await to.query('SELECT count(*) AS n FROM events')).toEqual([{ n: 0 }])
  rmSync(join(lake, 'lake.json'))
  await expect(importLake(around(to), lake)).rejects.toMatchObject({ code: 'no-lake' })
})

test('who is who goes with the lake: merges in force join persons, those taken back keep them apart', async () => {
  const from = around(await open())
  await from.events.append(batch)
  const idOf = (source: LakeSource, userId: string) => source.identity.personIdOf('default', { userId })
  const merge = (source: LakeSource, name: string, into: string) =>
    source.identity.merge({
      workspace: 'default',
      from: idOf(source, name),
      into: idOf(source, into),
      reason: 'identify',
      messageId: null,
      at: noon,
    })
  await merge(from, 'ann-on-phone', 'ann')
  await merge(from, 'bob', 'ann')
  await from.identity.undo('default', 2, noon, 'test')
  await exportLake({ ...from, dir: lake })

  const to = around(await open())
  await importLake(to, lake)
  await importLake(to, lake)
  const ann = idOf(to, 'ann')
  expect([...to.identity.aliasesOf('default', ann)].sort()).toEqual([ann, idOf(to, 'ann-on-phone')].sort())
  expect(await to.events.query('SELECT from_person_id, into_person_id FROM person_merges')).toEqual([
    { from_person_id: idOf(to, 'ann-on-phone'), into_person_id: ann },
  ])
  expect(to.state.raw.prepare('SELECT count(*) AS n FROM person_merges').get()).toEqual({ n: 2 })
  const reopened = createIdentity({ state: to.state, events: to.events, secret: Buffer.from('of the lake') })
  await reopened.merge({
    workspace: 'default',
    from: idOf(to, 'bob'),
    into: ann,
    reason: 'identify',
    messageId: null,
    at: noon,
  })
  expect(reopened.resolve('default', idOf(to, 'bob'))).toBe(idOf(to, 'bob'))
})
