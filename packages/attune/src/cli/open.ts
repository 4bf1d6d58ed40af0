import { existsSync } from 'node:fs'
import { pino } from 'pino'
import { askServer } from '../ask-server.ts'
import type { Attune } from '../attune.ts'
import type { Config } from '../config/schema.ts'
import { attuneError } from '../errors.ts'
import { readServerFile } from '../server-file.ts'
import { type CommonOptions, configFor } from './options.ts'

/** Commands speak for themselves: only what goes wrong is logged, and to standard error. */
export const quietLog = () => pino({ level: process.env.ATTUNE_DEBUG ? 'debug' : 'error' }, pino.destination(2))

/** No background training while a command runs. */
const withoutJobs = (config: Config): Config => ({ ...config, recommend: { ...config.recommend, trainEveryHours: 0 } })

export interface OpenOptions {
  /** Whether a data folder that is not there is made. Default: it is an error, for there is nothing in it to read. */
  readonly create?: boolean
}

/**
 * Opens the data folder in this process.
 *
 * @throws AttuneError `already-running` when a server holds it, `no-data-folder` when it is not there
 */
export async function openLocal(options: CommonOptions, { create = false }: OpenOptions = {}): Promise<Attune> {
  const { config } = await configFor(options)
  const running = await readServerFile(config.dataDir)
  if (running)
    throw attuneError(
      'already-running',
      `A server (${running.url}) has this data folder open, and this command needs it for itself: stop the server first.`,
      {
        details: { url: running.url },
      },
    )
  if (!create && !existsSync(config.dataDir))
    throw attuneError(
      'no-data-folder',
      `There is no data folder ${config.dataDir}. Make it with “attune init”, or name another one with --data-dir.`,
      { details: { dataDir: config.dataDir } },
    )
  const { createAttune } = await import('../create-attune.ts')
  return createAttune({ config: withoutJobs(config), log: quietLog() })
}

export interface ApiClient {
  /** @throws AttuneError with the problem's code when the answer is not 2xx */
  request<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>
  /** The answer to a GET as it came. */
  text(path: string): Promise<string>
  close(): Promise<void>
}

function answerOf<Answer>(status: number, text: string): Answer {
  const answer = textOf(status, text)
  return (answer === '' ? undefined : JSON.parse(answer)) as Answer
}

function textOf(status: number, text: string): string {
  if (status >= 200 && status < 300) return text
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  const problem = (body ?? {}) as { code?: string; detail?: string }
  throw attuneError(problem.code ?? 'request-failed', problem.detail ?? `The server answered ${status}.`, { status })
}

/**
 * The HTTP API of a data folder: the running server's where there is one; otherwise the folder is opened here and the
 * same routes answer in process.
 *
 * @throws AttuneError `no-data-folder` when it is not there
 */
export async function apiClient(options: CommonOptions, opening: OpenOptions = {}): Promise<ApiClient> {
  const { config } = await configFor(options)
  const running = await readServerFile(config.dataDir)
  if (running) {
    return {
      async request<Answer>(method: string, path: string, body?: unknown) {
        const { status, text } = await askServer(running, method, path, { body })
        return answerOf<Answer>(status, text)
      },
      async text(path) {
        const { status, text } = await askServer(running, 'GET', path)
        return textOf(status, text)
      },
      close: async () => {},
    }
  }
  const attune = await openLocal(options, opening)
  const { createServer } = await import('../api/create-server.ts')
  const app = await createServer(attune)
  const key = attune.keys.ephemeral(config.workspace)
  return {
    async request<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) {
      const response = await app.inject({
        method,
        url: path,
        headers: { authorization: `Bearer ${key}` },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return answerOf<Answer>(response.statusCode, response.body)
    },
    async text(path) {
      const { statusCode, body } = await app.inject({ url: path, headers: { authorization: `Bearer ${key}` } })
      return textOf(statusCode, body)
    },
    async close() {
      await app.close()
      await attune.close()
    },
  }
}
