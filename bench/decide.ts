import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openEventStore } from '../packages/attune/src/store/open-event-store.ts'
import { createTelemetry } from '../packages/attune/src/telemetry.ts'
import { nodeArgs, preparedData, startedServer } from './decide-server.ts'
import type { Bench, Figure } from './figure.ts'

const load = join(import.meta.dirname, 'decide-load.ts')
const size = { items: 100_000, persons: 20_000, history: 50 }
const connections = 20
const requests = 30_000
const warmUp = 5_000

interface Load {
  readonly good: number
  readonly bad: number
  readonly seconds: number
  readonly latency: Readonly<Record<'average' | 'p50' | 'p99' | 'max', number>>
}

async function put(url: string, key: string, amount: number): Promise<Load> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    nodeArgs(load, url, key, String(size.persons), String(connections), String(amount)),
  )
  return JSON.parse(stdout) as Load
}

async function countDecisions(dataDir: string): Promise<number> {
  const events = await openEventStore({
    path: join(dataDir, 'events.duckdb'),
    clock: Date.now,
    groupCommitMs: 20,
    telemetry: createTelemetry(),
  })
  try {
    const [row] = await events.query<{ count: number }>('SELECT CAST(count(*) AS DOUBLE) AS count FROM decisions')
    return row?.count ?? 0
  } finally {
    await events.close()
  }
}

/** Recommendations over HTTP with every decision on disk before its answer, from a second process. */
async function run(): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-bench-decide-'))
  try {
    const key = await preparedData(dataDir, size)
    const { server, url } = await startedServer(dataDir)
    let measured: Load
    let before: Load
    try {
      before = await put(url, key, warmUp)
      measured = await put(url, key, requests)
    } finally {
      // Killed, not stopped: what was answered must be on disk already.
      server.kill('SIGKILL')
      await new Promise((resolve) => server.once('exit', resolve))
    }
    const logged = await countDecisions(dataDir)
    const answered = before.good + measured.good
    const rate = measured.good / measured.seconds
    return [
      { measure: 'requests a second', value: rate, unit: '/s', asked: '≥ 1,500', met: rate >= 1500 },
      { measure: 'p50', value: measured.latency.p50, unit: 'ms' },
      { measure: 'p99', value: measured.latency.p99, unit: 'ms', asked: '≤ 25', met: measured.latency.p99 <= 25 },
      {
        measure: 'answers that were not 200',
        value: before.bad + measured.bad,
        unit: '',
        asked: '0',
        met: before.bad + measured.bad === 0,
      },
      {
        measure: 'decisions on disk after kill −9, less those answered',
        value: logged - answered,
        unit: '',
        asked: '0',
        met: logged === answered,
      },
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export const decideBench: Bench = {
  name: 'decide',
  title: `Recommendations over HTTP: ${size.items.toLocaleString('en')} items, histories of ${size.history}, ${connections} connections`,
  run,
}
