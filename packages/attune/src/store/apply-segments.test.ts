import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applySegments, journalPosition } from './apply-segments.ts'
import { encodeBatch } from './batch-codec.ts'
import { eventMigrations } from './event-migrations/index.ts'
import { openJournal } from './journal.ts'
import { migrateEvents } from './migrate-events.ts'
import { openDuckdb } from './open-duckdb.ts'
import { sampleEvent } from './sample-rows.ts'

test('files that cannot be removed, or are gone, do not keep the others, and no row is taken in twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-segments-'))
  const database = await openDuckdb(':memory:')
  const connection = await database.connect()
  await migrateEvents(connection, eventMigrations)
  const journal = openJournal(join(folder, 'events.duckdb'), 0)
  const seal = async (messageId: string) => {
    await journal.append(encodeBatch({ events: [sampleEvent({ messageId })] }))
    return (await journal.seal()).slice(-1)
  }
  const first = await seal('a')
  await applySegments(connection, first)
  expect(existsSync(first[0]!.path)).toBe(false)
  // A folder in its place is something that cannot be removed.
  const [stuck, second] = [{ path: join(folder, 'stuck'), last: 1 }, ...(await seal('b'))]
  mkdirSync(stuck.path)
  await applySegments(connection, [...first, stuck, second!])
  expect(existsSync(second!.path)).toBe(false)
  expect(await journalPosition(connection)).toBe(2)
  const rows = await connection.runAndReadAll('SELECT message_id FROM events ORDER BY ALL')
  expect(rows.getRows()).toEqual([['a'], ['b']])
  database.close()
  rmSync(folder, { recursive: true })
})
