import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Server } from 'node:tls'
import type { Logger } from 'pino'
import type { TlsSettings } from '../../config/server-schema.ts'
import { type Certificate, readCertificate } from './read-certificate.ts'

export interface FreshCertificate {
  /** Takes the files as they are now; what cannot be served is logged, and the certificate in force stays. */
  reload(): void
  stop(): void
}

export interface FreshOptions {
  readonly settings: TlsSettings
  readonly server: Pick<Server, 'setSecureContext'>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: () => number
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** Milliseconds between looks at the files. */
  readonly everyMs?: number
  readonly onChange: (certificate: Certificate) => void
}

/** Size and times of the files, through links: renewal programs replace links rather than files. */
function stateOf({ certFile, keyFile, caFile }: TlsSettings): string {
  return [certFile, keyFile, ...(caFile === null ? [] : [caFile])]
    .map((path) => {
      try {
        const { ino, size, mtimeMs } = statSync(resolve(path))
        return `${ino} ${size} ${mtimeMs}`
      } catch (error) {
        return (error as NodeJS.ErrnoException).code
      }
    })
    .join()
}

/**
 * Serves a renewed certificate as soon as its files change, without a restart: connections that are open go on with the old
 * one, new ones get the new. Half of a renewal (a certificate whose key is still to come) changes nothing.
 */
export function keepCertificateFresh(options: FreshOptions): FreshCertificate {
  const { settings, server, env, clock, log, everyMs = 10_000, onChange } = options
  let seen = stateOf(settings)

  function reload(): void {
    // Before reading: what changes meanwhile is seen next time.
    seen = stateOf(settings)
    try {
      const certificate = readCertificate(settings, { now: clock(), env })
      server.setSecureContext(certificate)
      onChange(certificate)
      log.info({ validUntil: new Date(certificate.validUntil).toISOString() }, 'the certificate was read again')
      for (const warning of certificate.warnings) log.warn(warning)
    } catch (error) {
      log.warn({ code: (error as { code?: string }).code }, `the old certificate stays: ${(error as Error).message}`)
    }
  }
  const timer = setInterval(() => {
    if (stateOf(settings) !== seen) reload()
  }, everyMs)
  timer.unref()
  return { reload, stop: () => clearInterval(timer) }
}
