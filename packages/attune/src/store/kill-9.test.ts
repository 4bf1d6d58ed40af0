import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTelemetry } from '../telemetry.ts'
import { openEventStore } from './open-event-store.ts'

const child = join(import.meta.dirname, 'append-until-killed.ts')

/** Runs the child until it has acknowledged so many batches, kills it, and returns all it acknowledged. */
async function appendAndKill(path: string, first: number, batches: number): Promise<number[]> {
  const appender = spawn(process.execPath, ['--conditions=attune-source', child, path, String(first)])
  let output = ''
  let errors = ''
  appender.stderr.on('data', (data) => {
    errors += String(data)
  })
  appender.stdout.on('data', (data) => {
    output += String(data)
    if (output.split('\n').length > batches) appender.kill('SIGKILL')
  })
  await new Promise((resolve) => appender.once('close', resolve))
  if (output === '') throw new Error(`The child appended nothing: ${errors}`)
  return output.slice(0, output.lastIndexOf('\n')).split('\n').map(Number)
}

test('kill -9 in the middle of appends: everything acknowledged is there once, no batch is half there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-kill-'))
  const path = join(folder, 'events.duckdb')
  try {
    const acknowledged: number[] = []
    for (const [round, batches] of [3, 40, 1, 75].entries()) {
      acknowledged.push(...(await appendAndKill(path, round * 1_000_000, batches)))
      const store = await openEventStore({ path, clock: Date.now, groupCommitMs: 1, telemetry: createTelemetry() })
      const stored = await store.query<{ batch: number; events: number; interactions: number; decisions: number }>(
        `SELECT batch::INTEGER AS batch, sum(e) AS events, sum(i) AS interactions, sum(d) AS decisions FROM (
           SELECT value AS batch, 1 AS e, 0 AS i, 0 AS d FROM events
           UNION ALL SELECT value, 0, 1, 0 FROM interactions
           UNION ALL SELECT decision_id::DOUBLE, 0, 0, 1 FROM decisions
         ) GROUP BY 1`,
      )
      const whole = stored.filter((row) => row.events === 10 && row.interactions === 10 && row.decisions === 1)
      expect(whole.length).toBe(stored.length)
      const there = new Set(stored.map((row) => row.batch))
      expect(acknowledged.filter((batch) => !there.has(batch))).toEqual([])
      const ids = acknowledged.map((batch) => `${batch}-9`)
      expect((await store.duplicatesOf('default', ids)).size).toBe(ids.length)
      await store.close()
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(119)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)
