import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEventStore } from '../../store/open-event-store.ts'
import { sampleEvent, sampleInteraction } from '../../store/sample-rows.ts'
import { createTelemetry } from '../../telemetry.ts'
import { runHere } from '../run-here.fixture.ts'

async function attune(...args: string[]): Promise<{ tables: { table: string; rows: number }[]; dir: string }> {
  const { code, stdout } = await runHere([...args, '--json'])
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

test('a lake moves events from one data folder to another, once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-lake-cli-'))
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  try {
    const path = join(from, 'events.duckdb')
    const store = await openEventStore({ path, clock: Date.now, groupCommitMs: 0, telemetry: createTelemetry() })
    await store.append({
      events: [sampleEvent({ messageId: 'a' }), sampleEvent({ messageId: 'b' })],
      interactions: [sampleInteraction({ messageId: 'a' })],
    })
    await store.close()
    const { dir } = await attune('lake', 'export', '--data-dir', from)
    expect(dir).toBe(join(from, 'lake'))
    // Person ids are keyed with the installation's secret: it moves house first.
    mkdirSync(to)
    copyFileSync(join(from, 'secret.key'), join(to, 'secret.key'))
    const first = await attune('lake', 'import', dir, '--data-dir', to)
    expect(first.tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['events', 2],
      ['interactions', 1],
    ])
    const again = await attune('lake', 'import', dir, '--data-dir', to)
    expect(again.tables.map(({ rows }) => rows)).toEqual([0, 0])
    expect(await runHere(['lake', 'import', folder, '--data-dir', to, '--json'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"no-lake"'),
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
