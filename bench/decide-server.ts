import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DecideData, DecideModel } from './decide-data.ts'

const cli = join(import.meta.dirname, '..', 'packages', 'attune', 'src', 'cli', 'main.ts')
const prepare = join(import.meta.dirname, 'decide-prepare.ts')

/** Arguments for running a TypeScript file of this repository. */
export const nodeArgs = (file: string, ...args: string[]): string[] => [
  '--conditions=attune-source',
  '--disable-warning=ExperimentalWarning',
  file,
  ...args,
]

/** Fills a data folder in a process of its own; returns a key that may ask. */
export async function preparedData(dataDir: string, size: DecideData, model?: DecideModel): Promise<string> {
  const args = nodeArgs(
    prepare,
    dataDir,
    String(size.items),
    String(size.persons),
    String(size.history),
    ...(model ? [JSON.stringify(model)] : []),
  )
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let key = ''
  child.stdout.on('data', (bytes: Buffer) => {
    key += bytes.toString()
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error('The data could not be prepared.')
  return key.trim()
}

/** `attune serve` on a data folder, once it is ready. */
export async function startedServer(dataDir: string): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, nodeArgs(cli, 'serve', '--port', '0', '--data-dir', dataDir), {
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
