import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TlsSettings } from '../../config/server-schema.ts'
import { AttuneError } from '../../errors.ts'
import { certificateFor } from './certificate.fixture.ts'
import { readCertificate } from './read-certificate.ts'

const now = Date.UTC(2026, 2, 2, 12)
const day = 86_400_000
const held = { from: now - day, until: now + 90 * day }

function files(cert: string, key: string, more: Partial<TlsSettings> = {}): TlsSettings {
  const folder = mkdtempSync(join(tmpdir(), 'attune-tls-'))
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, key, { mode: 0o600 })
  return {
    certFile,
    keyFile,
    caFile: null,
    passphraseVariable: null,
    minVersion: 'TLSv1.2',
    redirectPort: null,
    ...more,
  }
}

function refused(settings: TlsSettings, env: Record<string, string> = {}): AttuneError {
  try {
    readCertificate(settings, { now, env })
  } catch (error) {
    if (error instanceof AttuneError) return error
    throw error
  }
  throw new Error('It was taken.')
}

test('a certificate with its key is taken as it is, and says until when it holds', () => {
  const { cert, key } = certificateFor(held)
  const taken = readCertificate(files(cert, key), { now, env: {} })
  expect(taken).toMatchObject({ validUntil: held.until, warnings: [], minVersion: 'TLSv1.2' })
  expect(taken.own.replaceAll(/\s/g, '')).toBe(cert.replaceAll(/\s/g, ''))
})

test('the certificates up to the authority may stand in a file of their own', () => {
  const root = certificateFor({ ...held, name: 'Root', authority: true })
  const between = certificateFor({ ...held, name: 'Between', authority: true, issuer: root })
  const own = certificateFor({ ...held, issuer: between })
  const settings = files(own.cert, own.key)
  writeFileSync(`${settings.certFile}.chain`, between.cert)
  const taken = readCertificate({ ...settings, caFile: `${settings.certFile}.chain` }, { now, env: {} })
  expect(taken.cert.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
  expect(taken.own.match(/BEGIN CERTIFICATE/g)).toHaveLength(1)
})

test('a key with a passphrase opens with the variable that holds it, and with nothing else', () => {
  const { cert, privateKey } = certificateFor(held)
  const locked = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'correct horse' })
    .toString()
  expect(refused(files(cert, locked))).toMatchObject({ code: 'tls-passphrase' })
  const settings = files(cert, locked, { passphraseVariable: 'TLS_PASSPHRASE' })
  expect(refused(settings).message).toContain('the variable TLS_PASSPHRASE is not set')
  const wrong = refused(settings, { TLS_PASSPHRASE: 'wrong canary' })
  expect([wrong.code, wrong.message.includes('canary')]).toEqual(['tls-passphrase', false])
  expect(readCertificate(settings, { now, env: { TLS_PASSPHRASE: 'correct horse' } }).key).toContain('PRIVATE KEY')
})

test('what cannot be served is refused with the file and the reason', () => {
  const good = certificateFor(held)
  const other = certificateFor(held)
  const settings = files(good.cert, good.key)
  expect(refused({ ...settings, certFile: '/nowhere/cert.pem' })).toMatchObject({
    code: 'tls-file-unreadable',
    message: expect.stringContaining('server.tls.certFile: the file /nowhere/cert.pem is not there'),
  })
  expect(refused({ ...settings, keyFile: '/nowhere/key.pem' }).message).toContain('server.tls.keyFile')
  expect(refused({ ...settings, certFile: settings.keyFile }).code).toBe('tls-certificate-unreadable')
  expect(refused({ ...settings, keyFile: settings.certFile }).code).toBe('tls-key-unreadable')
  expect(refused(files(good.cert, other.key))).toMatchObject({
    code: 'tls-key-mismatch',
    message: expect.stringContaining('is not that of the certificate'),
  })
  expect(refused(files(other.cert + good.cert, good.key)).message).toContain('must begin with')
})

test('a certificate that is over, or not yet valid, is refused with its day; one that ends soon is warned of', () => {
  const over = certificateFor({ from: now - 90 * day, until: now - day })
  expect(refused(files(over.cert, over.key))).toMatchObject({
    code: 'tls-certificate-expired',
    message: expect.stringContaining('ended on 2026-03-01'),
  })
  const early = certificateFor({ from: now + day, until: now + 90 * day })
  expect(refused(files(early.cert, early.key)).code).toBe('tls-certificate-not-yet-valid')
  const soon = certificateFor({ from: now - day, until: now + 3 * day })
  expect(readCertificate(files(soon.cert, soon.key), { now, env: {} }).warnings).toEqual([
    expect.stringContaining('ends on 2026-03-05, in 3 days'),
  ])
})

test.skipIf(process.platform === 'win32')('a key that every user of the computer can read is warned of', () => {
  const { cert, key } = certificateFor(held)
  const settings = files(cert, key)
  chmodSync(settings.keyFile, 0o644)
  expect(readCertificate(settings, { now, env: {} }).warnings).toEqual([expect.stringContaining('chmod 600')])
})
