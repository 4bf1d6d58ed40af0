import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { TlsSettings } from '../../config/server-schema.ts'
import { type AttuneError, attuneError } from '../../errors.ts'

/** What a TLS server is given, checked. */
export interface Certificate {
  /** PEM: the server's own first. */
  readonly cert: string
  /** PEM, without a passphrase. */
  readonly key: string
  readonly minVersion: TlsSettings['minVersion']
  /** PEM of the server's own alone: what commands on this computer hold the server to. */
  readonly own: string
  /** Milliseconds since the epoch. */
  readonly validUntil: number
  /** What works and should be looked at, in sentences. */
  readonly warnings: readonly string[]
}

export interface ReadCertificateOptions {
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly env: Readonly<Record<string, string | undefined>>
}

const dayMs = 86_400_000
/** So long before the end it is time for the next one. */
const soonDays = 21

const refusal = (code: string, message: string): AttuneError =>
  attuneError(code, `${message} The server does not serve TLS like that.`, { status: 500 })

function read(setting: string, path: string): string {
  try {
    return readFileSync(resolve(path), 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'no code'
    const why = code === 'ENOENT' ? 'is not there' : code === 'EACCES' ? 'may not be read' : `cannot be read (${code})`
    throw refusal('tls-file-unreadable', `server.tls.${setting}: the file ${path} ${why}.`)
  }
}

function certificatesIn(setting: string, path: string): X509Certificate[] {
  const blocks = read(setting, path).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block))
  } catch {
    // Told below: OpenSSL's own words name no file.
  }
  throw refusal(
    'tls-certificate-unreadable',
    `server.tls.${setting}: ${path} is not a certificate in PEM (“-----BEGIN CERTIFICATE-----”).`,
  )
}

/** Never with any part of the key, or its passphrase, in an error. */
function keyIn({ keyFile, passphraseVariable }: TlsSettings, env: ReadCertificateOptions['env']): KeyObject {
  const key = read('keyFile', keyFile)
  const passphrase = passphraseVariable === null ? undefined : env[passphraseVariable]
  if (passphraseVariable !== null && !passphrase)
    throw refusal('tls-passphrase', `server.tls.passphraseVariable: the variable ${passphraseVariable} is not set.`)
  try {
    return createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE')
      throw refusal(
        'tls-passphrase',
        `server.tls.keyFile: ${keyFile} has a passphrase. Name the variable that holds it in server.tls.passphraseVariable.`,
      )
    const locked = /-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(key)
    throw refusal(
      locked ? 'tls-passphrase' : 'tls-key-unreadable',
      locked
        ? `server.tls.keyFile: the passphrase in ${passphraseVariable} does not open ${keyFile}.`
        : `server.tls.keyFile: ${keyFile} is not a private key in PEM (“-----BEGIN PRIVATE KEY-----”).`,
    )
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

function warningsOf({ keyFile }: TlsSettings, own: X509Certificate, now: number): string[] {
  const days = Math.floor((own.validToDate.getTime() - now) / dayMs)
  const open = process.platform !== 'win32' && (statSync(resolve(keyFile)).mode & 0o007) !== 0
  return [
    ...(days < soonDays
      ? [`The certificate ends on ${dayOf(own.validToDate)}, in ${days} days. Renew it: it is read again by itself.`]
      : []),
    ...(open ? [`${keyFile} can be read by every user of this computer: chmod 600 ${keyFile}.`] : []),
  ]
}

/**
 * Reads certificate and key, and sees that they go together and hold now.
 *
 * @throws AttuneError `tls-file-unreadable`, `tls-certificate-unreadable`, `tls-key-unreadable`, `tls-passphrase`,
 *   `tls-key-mismatch`, `tls-certificate-expired`, `tls-certificate-not-yet-valid`
 */
export function readCertificate(settings: TlsSettings, { now, env }: ReadCertificateOptions): Certificate {
  const { certFile, caFile, keyFile, minVersion } = settings
  const chain = certificatesIn('certFile', certFile)
  if (caFile !== null) chain.push(...certificatesIn('caFile', caFile))
  const key = keyIn(settings, env)
  const [own] = chain as [X509Certificate]
  if (!own.checkPrivateKey(key))
    throw refusal(
      'tls-key-mismatch',
      chain.some((one) => one.checkPrivateKey(key))
        ? `server.tls.certFile: ${certFile} must begin with the server’s own certificate; it stands further down.`
        : `server.tls: the key in ${keyFile} is not that of the certificate in ${certFile}. They are made together: take both of one issue.`,
    )
  if (own.validToDate.getTime() <= now)
    throw refusal(
      'tls-certificate-expired',
      `server.tls.certFile: the certificate in ${certFile} ended on ${dayOf(own.validToDate)}. Browsers would refuse it; renew it.`,
    )
  if (own.validFromDate.getTime() > now)
    throw refusal(
      'tls-certificate-not-yet-valid',
      `server.tls.certFile: the certificate in ${certFile} holds from ${own.validFromDate.toISOString()} on; this computer’s clock says ${new Date(now).toISOString()}. Set the clock, or wait.`,
    )
  return {
    cert: chain.map(String).join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    minVersion,
    own: own.toString(),
    validUntil: own.validToDate.getTime(),
    warnings: warningsOf(settings, own, now),
  }
}
