import { spawn } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBConnection } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTelemetry } from '../telemetry.ts'
import type { EventStore } from './event-store-types.ts'
import { openEventStore } from './open-event-store.ts'
import { sampleDecision, sampleEvent, sampleInteraction, sampleQuarantine } from './sample-rows.ts'

let folder: string
let path: string
let opened: EventStore[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-events-'))
  path = join(folder, 'events.duckdb')
  opened = []
})
afterEach(async () => {
  for (const store of opened) await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(file = path): Promise<EventStore> {
  const store = await openEventStore({ path: file, clock: Date.now, groupCommitMs: 5, telemetry: createTelemetry() })
  opened.push(store)
  return store
}

const count = async (store: EventStore, table: string) =>
  (await store.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n

test('rows of every table come back as they went in, also after a restart', async () => {
  const event = sampleEvent({
    messageId: 'm-1',
    itemId: '买家/"甲"',
    value: 12.25,
    currency: 'CNY',
    properties: '{"name":"灯 💡 مصباح"}',
    sentAt: 1_760_000_000_001,
    ts: -5,
  })
  const interaction = sampleInteraction({ messageId: 'm-1', position: 3, amount: 4.5 })
  const quarantine = sampleQuarantine({ reason: 'robot', payload: null })
  const decision = sampleDecision({ decisionId: 'd-1', items: '[{"itemId":"a"}]', fallback: 'no-model' })
  const first = await open()
  await first.append({
    events: [event],
    interactions: [interaction],
    quarantine: [quarantine],
    decisions: [decision],
  })
  await first.close()
  const store = await open()
  const camel = (row: object) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name.replace(/_(.)/g, (_, c: string) => c.toUpperCase()), value]),
    )
  expect((await store.query('FROM events')).map(camel)).toEqual([event])
  expect((await store.query('FROM interactions')).map(camel)).toEqual([interaction])
  expect((await store.query('FROM quarantine')).map(camel)).toEqual([quarantine])
  expect((await store.query('FROM decisions')).map(camel)).toEqual([decision])
})

test('an acknowledged row is seen by the next query, while others append', async () => {
  const store = await open()
  await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const before = (await count(store, 'interactions')) ?? 0
      await store.append({ interactions: [sampleInteraction({ messageId: `m-${n}` })] })
      expect(await count(store, 'interactions')).toBeGreaterThan(before)
      const mine = await store.query('SELECT 1 AS one FROM interactions WHERE message_id = $1', [`m-${n}`])
      expect(mine).toEqual([{ one: 1 }])
    }),
  )
  expect(await count(store, 'interactions')).toBe(40)
})

test('a batch that cannot be stored fails alone and whole, and its ids may come again', async () => {
  const store = await open()
  const bad = {
    events: [sampleEvent({ messageId: 'bad' }), sampleEvent({ messageId: 'worse', personId: null as never })],
  }
  expect(await store.duplicatesOf('default', ['bad', 'worse'])).toEqual(new Set())
  const results = await Promise.allSettled([
    store.append({ events: [sampleEvent({ messageId: 'one' })] }),
    store.append(bad),
    store.append({
      events: [sampleEvent({ messageId: 'two' })],
      interactions: [sampleInteraction({ messageId: 'two' })],
    }),
  ])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await store.query('SELECT message_id FROM events ORDER BY ALL')).toEqual([
    { message_id: 'one' },
    { message_id: 'two' },
  ])
  expect(await store.duplicatesOf('default', ['bad', 'one', 'two'])).toEqual(new Set(['one', 'two']))
})

test('batches larger than a chunk are stored in order', async () => {
  const store = await open()
  const events = Array.from({ length: 5_000 }, (_, n) => sampleEvent({ messageId: `m-${n}`, value: n }))
  await store.append({ events })
  const [values] = await store.columns('SELECT value FROM events')
  expect(values).toEqual(events.map((event) => event.value))
})

test('ids are duplicates once stored, for their workspace only, also after a restart', async () => {
  const first = await open()
  expect(await first.duplicatesOf('default', ['a', 'b'])).toEqual(new Set())
  await first.append({ events: [sampleEvent({ messageId: 'a' }), sampleEvent({ messageId: 'b', workspace: 'other' })] })
  first.release('default', ['b'])
  expect(await first.duplicatesOf('default', ['a', 'b'])).toEqual(new Set(['a']))
  await first.close()
  const second = await open()
  expect(await second.duplicatesOf('default', ['a', 'b', '中'])).toEqual(new Set(['a']))
  expect(await second.duplicatesOf('other', ['a', 'b'])).toEqual(new Set(['b']))
})

test('a failure while learning the ids of before does not last', async () => {
  const first = await open()
  await first.append({ events: [sampleEvent({ messageId: 'old' })] })
  await first.close()
  const stream = vi.spyOn(DuckDBConnection.prototype, 'stream').mockRejectedValueOnce(new Error('no memory'))
  const store = await open()
  await expect.poll(() => stream.mock.settledResults[0]?.type).toBe('rejected')
  stream.mockRestore()
  await expect.poll(() => store.duplicatesOf('default', ['old']).catch(() => null)).toEqual(new Set(['old']))
})

test('of two requests with the same id one stores it, and the other waits until it is on disk', async () => {
  const store = await open()
  expect(await store.duplicatesOf('default', ['x'])).toEqual(new Set())
  let answered = false
  const second = store.duplicatesOf('default', ['x', 'y']).then((duplicates) => {
    answered = true
    return duplicates
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(answered).toBe(false)
  await store.append({ events: [sampleEvent({ messageId: 'x' })] })
  expect(await second).toEqual(new Set(['x']))
})

test('a claim that is given back goes to exactly one of those who wait', async () => {
  const store = await open()
  await store.duplicatesOf('default', ['x'])
  const others = [1, 2, 3].map(async () => {
    const duplicates = await store.duplicatesOf('default', ['x'])
    if (duplicates.has('x')) return 0
    await store.append({ events: [sampleEvent({ messageId: 'x' })] })
    return 1
  })
  store.release('default', ['x'])
  expect((await Promise.all(others)).sort()).toEqual([0, 0, 1])
  expect(await count(store, 'events')).toBe(1)
})

test('run changes data in one transaction, and learnMessageIds takes in what it brought', async () => {
  const store = await open()
  await store.run("INSERT INTO person_merges VALUES ('w', $1, $2)", ['a', 'b'])
  expect(await store.query('FROM person_merges')).toEqual([
    { workspace: 'w', from_person_id: 'a', into_person_id: 'b' },
  ])
  await expect(store.run('DELETE FROM person_merges; SELECT * FROM nowhere')).rejects.toMatchObject({
    code: 'query-failed',
  })
  expect(await count(store, 'person_merges')).toBe(1)
  await store.append({ events: [sampleEvent({ messageId: 'a' })] })
  await store.run("INSERT INTO events SELECT * REPLACE ('copy' AS message_id) FROM events")
  expect(await store.duplicatesOf('default', ['copy'])).toEqual(new Set())
  store.release('default', ['copy'])
  await store.learnMessageIds()
  expect(await store.duplicatesOf('default', ['copy'])).toEqual(new Set(['copy']))
})

test('values come as plain numbers, texts and lists, and parameters keep their kind', async () => {
  const store = await open()
  const rows = await store.query(
    `SELECT 9007199254740991::BIGINT AS big, sum(x) AS huge, 1.25::DECIMAL(9, 2) AS money, [1::BIGINT, NULL] AS list,
      {'a': TIMESTAMP '1970-01-01 00:00:01.5'} AS struct, DATE '2026-03-01' AS day, true AS yes, NULL AS nothing,
      epoch_ms($1) AS at, $2::TIMESTAMP AS same, $3 AS half, $4 AS text
     FROM range(4) t(x)`,
    [1_760_000_000_123, new Date(1_760_000_000_123), 0.5, "O'Hara; DROP TABLE events"],
  )
  expect(rows).toEqual([
    {
      big: 9007199254740991,
      huge: 6,
      money: 1.25,
      list: [1, null],
      struct: { a: 1500 },
      day: '2026-03-01',
      yes: true,
      nothing: null,
      at: 1_760_000_000_123,
      same: 1_760_000_000_123,
      half: 0.5,
      text: "O'Hara; DROP TABLE events",
    },
  ])
  expect(await store.query('SELECT x FROM range(9) t(x) LIMIT $1', [2])).toEqual([{ x: 0 }, { x: 1 }])
  expect(await store.query('SELECT 1 AS one WHERE false')).toEqual([])
})

test('any text is stored: control characters, half surrogates, escapes within escapes', async () => {
  const store = await open()
  const payloads = [
    'before\0after',
    'half \ud83d pair',
    '\\u0000 and \\ud83d as text',
    JSON.stringify({ inner: '\0 \ud83d \u2028 "quoted" \\' }),
    'line\nbreak\ttab 💡 مرحبا',
  ]
  await store.append({ quarantine: payloads.map((payload) => sampleQuarantine({ payload })) })
  const rows = await store.query<{ payload: string }>('SELECT payload FROM quarantine')
  expect(rows.map(({ payload }) => payload)).toEqual(['before\ufffdafter', 'half \ufffd pair', ...payloads.slice(2)])
})

test('numbers and times are stored to the last bit', async () => {
  const store = await open()
  const values = [0.1, 1 / 3, 1e308, 5e-324, -1.5, 123456789.125, Number.MAX_SAFE_INTEGER]
  const times = [0, 1_760_000_000_123, -8_999_999_999_999, 4_102_444_799_999, 0.5, 1, 2]
  await store.append({
    events: values.map((value, n) => sampleEvent({ messageId: `m-${n}`, value, ts: times[n] ?? 0 })),
  })
  const [foundValues, foundTimes] = await store.columns('SELECT value, ts FROM events')
  expect(foundValues).toEqual(values)
  expect(foundTimes).toEqual(times)
})

test('a folder whose name is a pattern or has quotes works', async () => {
  const store = await open(join(folder, "we[ir]d * it's {a,b}", 'events.duckdb'))
  await store.append({ events: [sampleEvent({ messageId: 'a' })] })
  expect(await count(store, 'events')).toBe(1)
})

test('a second open in the process is refused, by any name of the file, until the first is closed', async () => {
  const store = await open()
  await expect(open(join(folder, '..', folder.split('/').at(-1) ?? '', 'events.duckdb'))).rejects.toMatchObject({
    code: 'store-already-open',
  })
  await store.close()
  await expect(store.append({ events: [sampleEvent({ messageId: 'late' })] })).rejects.toMatchObject({
    code: 'store-closed',
  })
  await open()
})

test('a store that another process holds is refused with its number', async () => {
  const api = import.meta.resolve('@duckdb/node-api')
  const holder = spawn(process.execPath, [
    '-e',
    `import(${JSON.stringify(api)}).then(async ({ DuckDBInstance }) => {
      globalThis.kept = await (await DuckDBInstance.create(${JSON.stringify(path)})).connect()
      console.log('open')
      setInterval(() => {}, 1000)
    })`,
  ])
  try {
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    await expect(open()).rejects.toMatchObject({
      code: 'store-locked',
      message: expect.stringContaining(String(holder.pid)),
    })
  } finally {
    holder.kill('SIGKILL')
  }
})

test('a file that is no database, and one of a newer Attune, are refused', async () => {
  const text = join(folder, 'text')
  writeFileSync(text, 'not a database at all, and long enough to be read as one. '.repeat(500))
  await expect(open(text)).rejects.toMatchObject({ code: 'store-unreadable' })
  const store = await open()
  await store.run("INSERT INTO schema_version VALUES (999, TIMESTAMP '2030-01-01')")
  await store.close()
  await expect(open()).rejects.toMatchObject({ code: 'schema-too-new' })
  expect(await lockedFor(path)).toBe(false)
})

/** Whether another process is kept from opening the file. */
function lockedFor(file: string): Promise<boolean> {
  const api = import.meta.resolve('@duckdb/node-api')
  const other = spawn(process.execPath, [
    '-e',
    `import(${JSON.stringify(api)}).then(({ DuckDBInstance }) => DuckDBInstance.create(${JSON.stringify(file)}))`,
  ])
  return new Promise((resolve) => other.once('close', (code) => resolve(code !== 0)))
}

test('a closed store leaves the file to other processes', async () => {
  const store = await open()
  await store.append({ events: [sampleEvent({ messageId: 'a' })] })
  await store.query('FROM events')
  expect(await lockedFor(path)).toBe(true)
  await store.close()
  expect(await lockedFor(path)).toBe(false)
})

test('closing stores what is still waiting', async () => {
  const store = await open()
  const pending = store.append({ events: [sampleEvent({ messageId: 'last' })] })
  await store.close()
  await pending
  expect(await count(await open(), 'events')).toBe(1)
})

test('closing waits for the queries under way and refuses later ones', async () => {
  const store = await open()
  await store.append({ events: Array.from({ length: 2_000 }, (_, n) => sampleEvent({ messageId: `m-${n}` })) })
  const slow = Array.from({ length: 6 }, () =>
    store.query<{ n: number }>('SELECT count(*) AS n FROM events a, events b WHERE a.message_id < b.message_id'),
  )
  const closing = store.close()
  await expect(store.query('FROM events')).rejects.toMatchObject({ code: 'store-closed' })
  const answers = await Promise.allSettled(slow)
  for (const answer of answers) {
    if (answer.status === 'fulfilled') expect(answer.value).toEqual([{ n: 1_999_000 }])
    else expect(answer.reason).toMatchObject({ code: 'store-closed' })
  }
  await closing
})

test('what a crash left in the journal is taken in at the next start, once, without a torn end', async () => {
  const journalFiles = () => readdirSync(folder).filter((name) => name.includes('.journal-'))
  const store = await open()
  await store.append({
    events: [sampleEvent({ messageId: 'a' }), sampleEvent({ messageId: 'b' })],
    decisions: [sampleDecision({ decisionId: 'd' })],
  })
  const [file = ''] = journalFiles()
  const left = join(folder, 'left')
  copyFileSync(join(folder, file), left)
  // The tables know these rows already, when the file comes back: the crash came before its removal.
  await store.close()
  expect(journalFiles()).toEqual([])
  copyFileSync(left, join(folder, file))
  const second = await open()
  expect([await count(second, 'events'), await count(second, 'decisions')]).toEqual([2, 1])
  await second.append({ events: [sampleEvent({ messageId: 'c' })] })
  await second.close()
  expect(journalFiles()).toEqual([])
  // A new database does not know them; and the last write was torn.
  rmSync(path)
  copyFileSync(left, join(folder, file))
  appendFileSync(join(folder, file), '{"events":[{"workspace":"default","messageId":"torn"')
  const third = await open()
  expect(await third.query('SELECT message_id FROM events ORDER BY ALL')).toEqual([
    { message_id: 'a' },
    { message_id: 'b' },
  ])
  expect(await third.duplicatesOf('default', ['a', 'b', 'torn'])).toEqual(new Set(['a', 'b']))
  expect(journalFiles()).toEqual([])
})
