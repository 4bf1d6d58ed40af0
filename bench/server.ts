import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from './figure.ts'

const cli = join(import.meta.dirname, '..', 'packages', 'attune', 'src', 'cli', 'main.ts')

async function until(work: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs
  while (performance.now() < end) {
    if (await work().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('The server did not answer in time.')
}

/** CPU seconds (user and system) and resident megabytes of a process, from /proc. */
function usage(pid: number): { cpuSeconds: number; residentMb: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, residentMb: Number(resident?.[1]) / 1024 }
}

async function withServer<T>(
  work: (server: ChildProcess, url: string, startedSeconds: number) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-bench-'))
  const started = performance.now()
  const server = spawn(
    process.execPath,
    [
      '--conditions=attune-source',
      '--disable-warning=ExperimentalWarning',
      cli,
      'serve',
      '--port',
      '0',
      '--data-dir',
      dataDir,
    ],
    { stdio: 'ignore' },
  )
  try {
    let url = ''
    await until(async () => {
      url = (JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { url: string }).url
      return (await fetch(`${url}/readyz`)).ok
    }, 30_000)
    return await work(server, url, (performance.now() - started) / 1000)
  } finally {
    server.kill('SIGTERM')
    await new Promise((resolve) => server.once('exit', resolve))
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** What an empty server costs while nobody asks it anything. */
export const serverBench: Bench = {
  name: 'server',
  title: 'An empty server at rest',
  run: () =>
    withServer(async (server, _url, startedSeconds) => {
      const pid = server.pid ?? 0
      await new Promise((resolve) => setTimeout(resolve, 5_000))
      const before = usage(pid)
      const seconds = 20
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      const after = usage(pid)
      const cpu = ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100
      return [
        { measure: 'start until ready', value: startedSeconds, unit: 's' },
        { measure: 'CPU at rest', value: cpu, unit: '%', asked: '< 1', met: cpu < 1 },
        {
          measure: 'resident memory',
          value: after.residentMb,
          unit: 'MB',
          asked: '< 250',
          met: after.residentMb < 250,
        },
      ]
    }),
}
