import type { ServerOptions } from 'node:http'
import type { ServerLimits } from '../config/server-schema.ts'
import type { Certificate } from './tls/read-certificate.ts'

/** How often Node looks for connections that are over their time; a limit is kept to about a tenth of itself. */
const checkingMs = (limitMs: number): number => Math.min(1000, Math.ceil(limitMs / 10))

interface ConnectionOptions {
  readonly keepAliveTimeout: number
  readonly requestTimeout: number
  readonly http?: ServerOptions
  readonly https?: ServerOptions & Pick<Certificate, 'cert' | 'key' | 'minVersion'> & { handshakeTimeout: number }
}

/** What fastify is told about connections: their limits in time and size, and TLS where the server ends it itself. */
export function connectionOptions(limits: ServerLimits, certificate: Certificate | undefined): ConnectionOptions {
  const requestTimeout = Math.ceil(limits.requestSeconds * 1000)
  const headersTimeout = Math.min(requestTimeout, Math.ceil(limits.headersSeconds * 1000))
  const http = {
    requestTimeout,
    headersTimeout,
    connectionsCheckingInterval: checkingMs(headersTimeout),
    maxHeaderSize: limits.headerBytes,
    // Two answers to one question are the beginning of smuggling: what is not plainly HTTP/1.1 is refused.
    insecureHTTPParser: false,
    requireHostHeader: true,
  }
  const shared = { keepAliveTimeout: Math.ceil(limits.keepAliveSeconds * 1000), requestTimeout }
  if (certificate === undefined) return { ...shared, http }
  const { cert, key, minVersion } = certificate
  return { ...shared, https: { ...http, cert, key, minVersion, handshakeTimeout: headersTimeout } }
}
