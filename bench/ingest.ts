import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openEventStore } from '../packages/attune/src/store/open-event-store.ts'
import { createTelemetry } from '../packages/attune/src/telemetry.ts'
import type { Bench, Figure } from './figure.ts'

const cli = join(import.meta.dirname, '..', 'packages', 'attune', 'src', 'cli', 'main.ts')
const load = join(import.meta.dirname, 'ingest-load.ts')
const execute = promisify(execFile)

export interface IngestOptions {
  /** Events a second that the load generator sends at most. */
  readonly rate: number
  readonly seconds: number
  readonly connections: number
  /** Flags of Node for the server, for example `--cpu-prof`. */
  readonly nodeFlags?: readonly string[]
}

export interface IngestResult {
  readonly eventsPerSecond: number
  readonly accepted: number
  readonly refused: number
  readonly eventBytes: number
  /** Of single `track` requests while the stream ran, milliseconds. */
  readonly single: { readonly count: number; readonly p50: number; readonly p95: number; readonly p99: number }
  /** Events found after the server was stopped and the store opened again, less those acknowledged. */
  readonly missing: number
  readonly serverCpuSeconds: number
  readonly loadCpuSeconds: number
}

interface Sent {
  readonly accepted: number
  readonly refused: number
  readonly seconds: number
  readonly eventBytes: number
  readonly cpuSeconds: number
}

const node = (file: string, ...args: string[]): string[] => [
  '--conditions=attune-source',
  '--disable-warning=ExperimentalWarning',
  file,
  ...args,
]

/** Streams batches of 100 into a real server from a second process, while single events are timed from here. */
export async function run(options: IngestOptions): Promise<IngestResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-bench-ingest-'))
  try {
    const made = await execute(process.execPath, node(cli, 'init', '--json', '--data-dir', dataDir))
    const { keys } = JSON.parse(made.stdout) as { keys: { name: string; secret: string }[] }
    const key = keys.find(({ name }) => name === 'site')?.secret ?? ''
    const { server, url } = await startServer(dataDir, options.nodeFlags ?? [])
    let sent: Sent
    let probes: number[]
    let serverCpuSeconds: number
    let warmedUp: number
    try {
      // The first requests compile the hot path.
      warmedUp = (await stream(url, key, { ...options, seconds: 3 })).accepted
      const cpuBefore = cpuSeconds(server.pid ?? 0)
      const prober = startProber(url, key)
      sent = await stream(url, key, options)
      probes = await prober.stop()
      serverCpuSeconds = cpuSeconds(server.pid ?? 0) - cpuBefore
    } finally {
      // Killed, not stopped, unless a profile is to be written: what was acknowledged must be on disk already.
      server.kill(options.nodeFlags === undefined ? 'SIGKILL' : 'SIGTERM')
      await new Promise((resolve) => server.once('exit', resolve))
    }
    const acknowledged = warmedUp + sent.accepted + probes.length
    const times = probes.toSorted((a, b) => a - b)
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
    return {
      eventsPerSecond: sent.accepted / sent.seconds,
      accepted: sent.accepted,
      refused: sent.refused,
      eventBytes: sent.eventBytes,
      single: { count: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) },
      missing: (await countEvents(dataDir)) - acknowledged,
      serverCpuSeconds,
      loadCpuSeconds: sent.cpuSeconds,
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function startServer(
  dataDir: string,
  nodeFlags: readonly string[],
): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [...nodeFlags, ...node(cli, 'serve', '--port', '0', '--data-dir', dataDir)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ATTUNE_SERVER_LOG_LEVEL: 'error', ATTUNE_SERVER_REQUESTS_PER_MINUTE: '100000000' },
  })
  const end = performance.now() + 30_000
  while (performance.now() < end) {
    try {
      const file = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { url: string }
      if ((await fetch(`${file.url}/readyz`)).ok) return { server, url: file.url }
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  server.kill('SIGKILL')
  throw new Error('The server did not answer in time.')
}

async function stream(url: string, key: string, { rate, seconds, connections }: IngestOptions): Promise<Sent> {
  const args = [url, key, String(rate), String(seconds), String(connections)]
  const { stdout } = await execute(process.execPath, node(load, ...args))
  return JSON.parse(stdout) as Sent
}

/** Sends one `track` after the other, fifty a second at most, and notes how long each took until it was durable. */
function startProber(url: string, key: string): { stop(): Promise<number[]> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  let stopped = false
  const probing = (async () => {
    while (!stopped) {
      const started = performance.now()
      await track(agent, url, key)
      const took = performance.now() - started
      times.push(took)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 20 - took)))
    }
    agent.destroy()
    return times
  })()
  return {
    stop() {
      stopped = true
      return probing
    },
  }
}

function track(agent: Agent, url: string, key: string): Promise<void> {
  const body = JSON.stringify({
    event: 'Product Viewed',
    messageId: randomUUID(),
    userId: `prober-${Math.floor(Math.random() * 1e6)}`,
    properties: { product_id: `sku-${Math.floor(Math.random() * 1e4)}`, price: 9.5, currency: 'EUR' },
  })
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const call = request(`${url}/v1/track`, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`A track was answered ${response.statusCode}.`)),
      )
    })
    call.on('error', reject)
    call.end(body)
  })
}

async function countEvents(dataDir: string): Promise<number> {
  const path = join(dataDir, 'events.duckdb')
  const events = await openEventStore({ path, clock: Date.now, groupCommitMs: 20, telemetry: createTelemetry() })
  try {
    const [row] = await events.query<{ n: number }>('SELECT count(DISTINCT message_id) AS n FROM events')
    return row?.n ?? 0
  } finally {
    await events.close()
  }
}

/** User and system seconds of a process, from /proc. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function figures(): Promise<readonly Figure[]> {
  const steady = await run({ rate: 26_000, seconds: 20, connections: 4 })
  const most = await run({ rate: 1e9, seconds: 10, connections: 4 })
  return [
    {
      measure: `durable events a second, batches of 100, ${Math.round(steady.eventBytes)} bytes an event, 26,000/s offered`,
      value: steady.eventsPerSecond,
      unit: '/s',
      asked: '≥ 25,000',
      met: steady.eventsPerSecond >= 25_000,
    },
    { measure: 'single track meanwhile, p50', value: steady.single.p50, unit: 'ms' },
    { measure: 'single track meanwhile, p95', value: steady.single.p95, unit: 'ms' },
    {
      measure: 'single track meanwhile, p99',
      value: steady.single.p99,
      unit: 'ms',
      asked: '≤ 60',
      met: steady.single.p99 <= 60,
    },
    {
      measure: 'processor time of the server for an event',
      value: (steady.serverCpuSeconds * 1e6) / steady.accepted,
      unit: 'µs',
    },
    {
      measure: 'processor time of the load generator for an event',
      value: (steady.loadCpuSeconds * 1e6) / steady.accepted,
      unit: 'µs',
    },
    { measure: 'durable events a second, as many as it takes', value: most.eventsPerSecond, unit: '/s' },
    {
      measure: 'events on disk after kill −9, less those acknowledged',
      value: steady.missing + most.missing,
      unit: '',
      asked: '0',
      met: steady.missing === 0 && most.missing === 0,
    },
    {
      measure: 'events refused',
      value: steady.refused + most.refused,
      unit: '',
      asked: '0',
      met: steady.refused + most.refused === 0,
    },
  ]
}

export const ingestBench: Bench = {
  name: 'ingest',
  title: 'Events over HTTP: validated, de-duplicated, durable before the answer',
  run: figures,
}
