import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import type { App } from '../packages/attune/src/api/app.ts'
import { createServer } from '../packages/attune/src/api/create-server.ts'
import { askServer } from '../packages/attune/src/ask-server.ts'
import type { Attune } from '../packages/attune/src/attune.ts'
import type { CliResult } from '../packages/attune/src/cli/run-here.fixture.ts'
import { type ConfigInput, configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import type { Scope } from '../packages/attune/src/protect/api-keys.ts'
import type { ServerFile } from '../packages/attune/src/server-file.ts'

export const cli = join(import.meta.dirname, '..', 'packages', 'attune', 'src', 'cli', 'main.ts')
const source = ['--conditions=attune-source', '--disable-warning=ExperimentalWarning']

/** A fresh folder below the system's temporary one. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'attune-test-'))

/** Folder of one public data set, or undefined where it is absent. */
export function dataSet(name: string): string | undefined {
  const root = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', 'shared', 'data')
  const folder = join(root, name)
  return existsSync(folder) ? folder : undefined
}

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

export interface TestInstallation {
  readonly attune: Attune
  readonly app: App
  readonly dataDir: string
  readonly keys: Readonly<Record<Scope, string>>
  /** Asks the API with a key of the given scope (`none` sends no key). */
  ask(scope: Scope | 'none', method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer>
  /** Sends events in the Segment spec and expects all to be accepted. */
  send(events: readonly object[]): Promise<void>
  close(): Promise<void>
}

/** A whole installation in this process, its API checked against its schemas. */
export async function openInstallation(
  options: { dataDir?: string; config?: ConfigInput; now?: () => number; rng?: () => number; log?: Logger } = {},
): Promise<TestInstallation> {
  const dataDir = options.dataDir ?? temporaryFolder()
  // A test sends one thing after another: what waits for more to be written with it waits for nothing.
  const collect = { groupCommitMs: 1, ...options.config?.collect }
  const config = configSchema.parse({ ...options.config, collect, dataDir })
  const attune = await createAttune({
    config,
    log: options.log ?? pino({ level: process.env.ATTUNE_TEST_LOG ?? 'silent' }),
    ...(options.now ? { clock: options.now } : {}),
    ...(options.rng ? { rng: options.rng } : {}),
  })
  const app = await createServer(attune, { checkAnswers: true })
  const keys = Object.fromEntries(
    (['write', 'decide', 'read', 'admin'] as const).map((scope) => [
      scope,
      attune.keys.create({ workspace: config.workspace, name: scope, scopes: [scope], actor: 'test' }).secret,
    ]),
  ) as Record<Scope, string>

  const ask: TestInstallation['ask'] = async (scope, method, path, body) => {
    const response = await app.inject({
      method,
      url: path,
      headers: scope === 'none' ? {} : { authorization: `Bearer ${keys[scope]}` },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const json = response.headers['content-type']?.toString().includes('json') && response.body !== ''
    return { status: response.statusCode, body: json ? JSON.parse(response.body) : response.body }
  }
  return {
    attune,
    app,
    dataDir,
    keys,
    ask,
    async send(events) {
      const { status, body } = await ask('write', 'POST', '/v1/batch', { batch: events })
      if (status !== 200 || body.accepted !== events.length)
        throw new Error(`Not all of ${events.length} events were accepted: ${JSON.stringify(body)}`)
    },
    async close() {
      await app.close()
      await attune.close()
    },
  }
}

/** Runs the command line as a process of its own, in an empty folder unless told otherwise. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...source, cli, ...args], {
      cwd: options.cwd ?? temporaryFolder(),
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

export interface ServerProcess {
  readonly process: ChildProcess
  readonly url: string
  /** An admin key. */
  readonly key: string
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** `attune serve` as a process of its own on a free port. */
export async function serveProcess(dataDir: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const file = join(dataDir, 'server.json')
  rmSync(file, { force: true })
  const child = spawn(process.execPath, [...source, cli, 'serve', '--port', '0', '--data-dir', dataDir], {
    cwd: temporaryFolder(),
    env: { ...process.env, ATTUNE_SERVER_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for (let attempt = 0; attempt < 1500; attempt++) {
    if (child.exitCode !== null) throw new Error(`The server stopped at once: ${stderr}`)
    try {
      const content = JSON.parse(readFileSync(file, 'utf8')) as ServerFile
      const { url, key } = content
      if ((await askServer(content, 'GET', '/readyz')).status === 200)
        return {
          process: child,
          url,
          key,
          async kill(signal) {
            child.kill(signal)
            await gone
          },
        }
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill('SIGKILL')
  throw new Error(`The server did not come up: ${stderr}`)
}
