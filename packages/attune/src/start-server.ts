import type { Server as PlainServer } from 'node:http'
import type { Server as TlsServer } from 'node:tls'
import type { App } from './api/app.ts'
import { createServer } from './api/create-server.ts'
import { listenOn } from './api/listen-on.ts'
import { type FreshCertificate, keepCertificateFresh } from './api/tls/keep-certificate-fresh.ts'
import { type Certificate, readCertificate } from './api/tls/read-certificate.ts'
import { redirectToHttps } from './api/tls/redirect-to-https.ts'
import type { Attune } from './attune.ts'
import { attuneError } from './errors.ts'
import { removeServerFile, writeServerFile } from './server-file.ts'

export interface RunningServer {
  readonly app: App
  /** For example `http://127.0.0.1:8787`, or `https://…` where the server speaks TLS. */
  readonly url: string
  /** Of the plain port that sends browsers to https, where there is one. */
  readonly redirectUrl: string | undefined
  /** Reads the certificate again at once; by itself the server sees a change within seconds. Nothing without TLS. */
  reloadCertificate(): void
  /** Stops taking requests, finishes those under way, flushes and closes the stores. Idempotent. */
  stop(): Promise<void>
}

/** So long requests under way may take when the server stops. */
const graceMs = 10_000

async function orTaken<T>(work: Promise<T>, port: number, how: string): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw attuneError('port-in-use', `Port ${port} is taken. Choose another with ${how}.`, { cause })
    throw cause
  }
}

/**
 * Serves an installation over HTTP, or HTTPS where `server.tls` names a certificate.
 *
 * @throws AttuneError `port-in-use`; `tls-…` where the certificate cannot be served
 */
export async function startServer(attune: Attune): Promise<RunningServer> {
  const { host, port, tls, limits } = attune.config.server
  const certificate = tls === null ? undefined : readCertificate(tls, { now: attune.clock(), env: process.env })
  for (const warning of certificate?.warnings ?? []) attune.log.warn(warning)
  const app = await createServer(attune, { certificate })
  let redirect: PlainServer | undefined
  let url: string
  try {
    url = await orTaken(listenOn(app, host, port), port, '--port or ATTUNE_SERVER_PORT')
    if (tls !== null && tls.redirectPort !== null) {
      const options = {
        host,
        port: tls.redirectPort,
        httpsPort: Number(new URL(url).port || 443),
        requestMs: Math.ceil(limits.headersSeconds * 1000),
        connections: limits.connections,
      }
      redirect = await orTaken(redirectToHttps(options), tls.redirectPort, 'server.tls.redirectPort')
    }
  } catch (error) {
    await app.close()
    throw error
  }

  attune.webhooks.start()
  const key = attune.keys.ephemeral(attune.config.workspace)
  const tell = (served: Certificate | undefined): void =>
    writeServerFile(attune.config.dataDir, {
      pid: process.pid,
      url,
      key,
      ...(served === undefined ? {} : { certificate: served.own }),
    })
  tell(certificate)
  const fresh: FreshCertificate | undefined =
    tls === null
      ? undefined
      : keepCertificateFresh({
          settings: tls,
          server: app.server as unknown as TlsServer,
          env: process.env,
          clock: attune.clock,
          log: attune.log,
          onChange: tell,
        })

  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    fresh?.stop()
    redirect?.close()
    redirect?.closeAllConnections()
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
  const redirectPort = redirect?.address()
  return {
    app,
    url,
    redirectUrl:
      typeof redirectPort === 'object' && redirectPort
        ? `http://${new URL(url).hostname}:${redirectPort.port}`
        : undefined,
    reloadCertificate: () => fresh?.reload(),
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
