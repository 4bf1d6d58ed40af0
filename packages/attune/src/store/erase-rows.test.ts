import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createTelemetry } from '../telemetry.ts'
import { eraseRows } from './erase-rows.ts'
import type { EventStore } from './event-store-types.ts'
import { openEventStore } from './open-event-store.ts'
import { sampleDecision, sampleEvent, sampleInteraction, sampleQuarantine } from './sample-rows.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

async function store(): Promise<{ events: EventStore; files: () => Buffer[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-erase-'))
  folders.push(folder)
  const path = join(folder, 'events.duckdb')
  const events = await openEventStore({ path, clock: Date.now, groupCommitMs: 0, telemetry: createTelemetry() })
  return { events, files: () => readdirSync(folder).map((name) => readFileSync(join(folder, name))) }
}

const person = (n: number): string => `p_person-${String(n).padStart(8, '0')}`

test('of erased persons no row and no byte is left; everybody else’s rows are as they were, in their order', async () => {
  const { events, files } = await store()
  for (let batch = 0; batch < 10; batch++)
    await events.append({
      events: Array.from({ length: 3000 }, (_, n) =>
        sampleEvent({ messageId: `m-${batch}-${n}`, personId: person(n % 500), ts: batch * 1e6 + n }),
      ),
      interactions: Array.from({ length: 3000 }, (_, n) =>
        sampleInteraction({ messageId: `m-${batch}-${n}`, personId: person(n % 500) }),
      ),
    })
  const [gone, other] = [person(77), person(78)]
  await events.append({
    decisions: [
      sampleDecision({ decisionId: 'd1', personId: gone }),
      sampleDecision({ decisionId: 'd2', personId: other }),
    ],
    quarantine: [sampleQuarantine({ personId: gone }), sampleQuarantine({ personId: null })],
    events: [sampleEvent({ messageId: 'elsewhere', workspace: 'other', personId: other })],
  })
  await events.run(
    `INSERT INTO person_merges VALUES ('default', '${gone}', '${other}'), ('default', '${person(1)}', '${person(2)}')`,
  )
  const rest = `SELECT workspace, message_id, person_id, ts FROM events WHERE person_id <> '${gone}' ORDER BY rowid`
  const before = await events.query(rest)
  expect(await eraseRows(events, 'default', [gone])).toEqual({
    events: 60,
    interactions: 60,
    quarantine: 1,
    decisions: 1,
  })
  expect(await eraseRows(events, 'other', [gone])).toEqual({ events: 0, interactions: 0, quarantine: 0, decisions: 0 })
  expect(await events.query(rest)).toEqual(before)
  expect(await events.query('SELECT from_person_id AS f FROM person_merges')).toEqual([{ f: person(1) }])
  const contains = (text: string): boolean => files().some((bytes) => bytes.includes(text))
  expect(contains(gone)).toBe(true)
  await Promise.all([events.compact(), events.compact()])
  expect(contains(gone)).toBe(false)
  expect(contains(other)).toBe(true)
  expect(await events.query(rest)).toEqual(before)
  expect(await events.query('SELECT decision_id AS id FROM decisions')).toEqual([{ id: 'd2' }])
  // It goes on as before, constraints included.
  await events.append({ events: [sampleEvent({ messageId: 'after' })] })
  expect(await events.query("SELECT message_id FROM events WHERE message_id = 'after'")).toHaveLength(1)
  await expect(events.run('INSERT INTO events (workspace) VALUES (NULL)')).rejects.toMatchObject({
    code: 'query-failed',
  })
  await events.close()
})
