import type { App } from './api/app.ts'
import { createServer } from './api/create-server.ts'
import type { Attune } from './attune.ts'
import { attuneError } from './errors.ts'
import { removeServerFile, writeServerFile } from './server-file.ts'

export interface RunningServer {
  readonly app: App
  /** For example `http://127.0.0.1:8787`. */
  readonly url: string
  /** Stops taking requests, finishes those under way, flushes and closes the stores. Idempotent. */
  stop(): Promise<void>
}

/** So long requests under way may take when the server stops. */
const graceMs = 10_000

/**
 * Serves an installation over HTTP.
 *
 * @throws AttuneError `port-in-use`
 */
export async function startServer(attune: Attune): Promise<RunningServer> {
  const { host, port } = attune.config.server
  const app = await createServer(attune)
  let address: string
  try {
    address = await app.listen({ host, port })
  } catch (cause) {
    await app.close()
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw attuneError('port-in-use', `Port ${port} is taken. Choose another with --port or ATTUNE_SERVER_PORT.`, {
        cause,
      })
    throw cause
  }
  const [first] = app.addresses()
  const bound = typeof first === 'object' ? first.port : port
  const url = host === '0.0.0.0' || host === '::' ? `http://127.0.0.1:${bound}` : address
  attune.webhooks.start()
  writeServerFile(attune.config.dataDir, { pid: process.pid, url, key: attune.keys.ephemeral(attune.config.workspace) })

  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    // A connection on which nothing was ever asked counts as busy, and would be waited for.
    const enough = setTimeout(() => app.server.closeAllConnections(), graceMs)
    try {
      await app.close()
    } finally {
      clearTimeout(enough)
    }
    removeServerFile(attune.config.dataDir)
    await attune.close()
  }
  return {
    app,
    url,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
