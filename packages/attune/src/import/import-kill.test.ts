import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const cli = join(import.meta.dirname, '..', 'cli', 'main.ts')

/** Runs `attune import` and kills it `delayMs` after it announces a stage; undefined lets it end. */
async function runImport(file: string, dataDir: string, kill?: { readonly stage: string; readonly delayMs: number }) {
  const args = ['--conditions=attune-source', cli, 'import', file, '--data-dir', dataDir, '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let announced = false
  child.stdout.on('data', (data) => {
    output += String(data)
  })
  child.stderr.on('data', (data) => {
    if (announced || !kill || !String(data).includes(kill.stage)) return
    announced = true
    setTimeout(() => child.kill('SIGKILL'), kill.delayMs)
  })
  const [, signal] = await once(child, 'close')
  return { output, killed: signal === 'SIGKILL' }
}

test('an import that is killed anywhere is completed by the next one, without doubles', {
  timeout: 180_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-import-kill-'))
  try {
    const rows = 60_000
    const lines = Array.from({ length: rows }, (_, n) => {
      const time = new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString()
      return `u${n % 997},i${(n * 7919) % 4999},${time}`
    })
    const file = join(folder, 'events.csv')
    writeFileSync(file, `user,item,time\n${lines.join('\n')}\n,lost,2026-01-01\n`)
    const dataDir = join(folder, 'data')
    const kills = [
      { stage: 'Reading', delayMs: 0 },
      { stage: 'Cleaning', delayMs: 0 },
      { stage: 'Storing', delayMs: 0 },
      { stage: 'Storing', delayMs: 60 },
    ]
    let killed = 0
    for (const kill of kills) if ((await runImport(file, dataDir, kill)).killed) killed += 1
    expect(killed).toBeGreaterThan(0)
    const last = JSON.parse((await runImport(file, dataDir)).output)
    expect(last.stored + last.duplicates.alreadyStored).toBe(rows)
    const again = JSON.parse((await runImport(file, dataDir)).output)
    expect(again).toMatchObject({ stored: 0, interactions: 0, duplicates: { alreadyStored: rows } })

    const { openEventStore } = await import('../store/open-event-store.ts')
    const { createTelemetry } = await import('../telemetry.ts')
    const path = join(dataDir, 'events.duckdb')
    const store = await openEventStore({ path, clock: Date.now, groupCommitMs: 1, telemetry: createTelemetry() })
    const [counts] = await store.query(`SELECT
      (SELECT count(*) FROM events) AS events, (SELECT count(DISTINCT message_id) FROM events) AS ids,
      (SELECT count(*) FROM interactions) AS interactions, (SELECT count(*) FROM quarantine) AS quarantined`)
    await store.close()
    expect(counts).toEqual({ events: rows, ids: rows, interactions: rows, quarantined: 1 })
    // What the killed ones left behind is gone.
    expect(readdirSync(join(dataDir, 'tmp'))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
