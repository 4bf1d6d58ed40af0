import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openEventStore } from '../packages/attune/src/store/open-event-store.ts'
import { createTelemetry } from '../packages/attune/src/telemetry.ts'
import type { Bench, Figure } from './figure.ts'

const cli = join(import.meta.dirname, '..', 'packages', 'attune', 'src', 'cli', 'main.ts')
const load = join(import.meta.dirname, 'decide-load.ts')
const prepare = join(import.meta.dirname, 'decide-prepare.ts')
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

const node = (file: string, ...args: string[]): string[] => [
  '--conditions=attune-source',
  '--disable-warning=ExperimentalWarning',
  file,
  ...args,
]

async function prepared(dataDir: string): Promise<string> {
  const args = node(prepare, dataDir, String(size.items), String(size.persons), String(size.history))
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let key = ''
  child.stdout.on('data', (bytes: Buffer) => {
    key += bytes.toString()
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error('The data could not be prepared.')
  return key.trim()
}

async function startedServer(dataDir: string): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, node(cli, 'serve', '--port', '0', '--data-dir', dataDir), {
    stdio: ['ignore', 'ignore', 'inherit'],
    // One key asks more than a team's would.
    env: { ...process.env, ATTUNE_SERVER_REQUESTS_PER_MINUTE: '100000000', ATTUNE_SERVER_LOG_LEVEL: 'error' },
  })
  const end = performance.now() + 120_000
  while (performance.now() < end) {
    try {
      const { url, pid } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as {
        url: string
        pid: number
      }
      if (pid === server.pid && (await fetch(`${url}/readyz`)).ok) return { server, url }
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  server.kill('SIGKILL')
  throw new Error('The server did not answer in time.')
}

async function put(url: string, key: string, amount: number): Promise<Load> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    node(load, url, key, String(size.persons), String(connections), String(amount)),
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
    const key = await prepared(dataDir)
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
