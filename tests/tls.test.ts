import { once } from 'node:events'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { get as getPlain, type IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { type Certified, certificateFor } from '../packages/attune/src/api/tls/certificate.fixture.ts'
import { askServer } from '../packages/attune/src/ask-server.ts'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { type ConfigInput, configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import { readServerFile } from '../packages/attune/src/server-file.ts'
import { type RunningServer, startServer } from '../packages/attune/src/start-server.ts'
import { runCli, serveProcess, temporaryFolder } from './support.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

interface Files {
  readonly certFile: string
  readonly keyFile: string
}

function write({ cert, key }: Certified, files?: Files): Files {
  const folder = mkdtempSync(join(tmpdir(), 'attune-tls-'))
  const { certFile, keyFile } = files ?? { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, key, { mode: 0o600 })
  return { certFile, keyFile }
}

interface House extends RunningServer {
  readonly dataDir: string
  readonly lines: string[]
}

async function serve(server: ConfigInput['server']): Promise<House> {
  const dataDir = temporaryFolder()
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const attune = await createAttune({ config: configSchema.parse({ dataDir, server: { port: 0, ...server } }), log })
  const running = await startServer(attune)
  stops.push(() => running.stop())
  return { ...running, dataDir, lines }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

function ask(
  url: string,
  ca: string,
  options: { headers?: Record<string, string>; body?: string; agent?: Agent } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const { headers = {}, body, agent = new Agent({ keepAlive: false }) } = options
    const asked = request(url, { ca, agent, headers, method: body === undefined ? 'GET' : 'POST' }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function handshake(url: string, options: object): Promise<TLSSocket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', servername: 'localhost', ...options })
  await once(socket, 'secureConnect')
  return socket
}

test('with a certificate the server speaks HTTP/1.1 over TLS 1.2 and 1.3, and nothing older or in clear', async () => {
  const own = certificateFor()
  const { url } = await serve({ tls: write(own) })
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await handshake(url, {
      ca: own.cert,
      minVersion: version,
      maxVersion: version,
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, 'http/1.1'])
    socket.destroy()
  }
  const old = { ca: own.cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
  await expect(handshake(url, old)).rejects.toThrow(/protocol|version/i)
  const clear = connectPlain(Number(new URL(url).port), '127.0.0.1')
  clear.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n')
  const heard: Buffer[] = []
  clear.on('data', (bytes) => heard.push(bytes))
  await once(clear, 'close')
  expect(Buffer.concat(heard).toString()).not.toContain('HTTP/1.1 200')
})

test('server.tls.minVersion shuts TLS 1.2 out', async () => {
  const own = certificateFor()
  const { url } = await serve({ tls: { ...write(own), minVersion: 'TLSv1.3' } })
  await expect(handshake(url, { ca: own.cert, maxVersion: 'TLSv1.2' })).rejects.toThrow()
  ;(await handshake(url, { ca: own.cert })).destroy()
})

test('over TLS browsers are told to stay with it, the cookie is of this host alone, and a page of another scheme is another site', async () => {
  const own = certificateFor()
  const { url, dataDir } = await serve({ tls: write(own), hstsDays: 2 })
  expect((await ask(`${url}/healthz`, own.cert)).headers['strict-transport-security']).toBe('max-age=172800')
  const byName = url.replace('127.0.0.1', 'localhost')
  expect((await ask(`${byName}/healthz`, own.cert)).headers).not.toHaveProperty('strict-transport-security')

  const signOut = await ask(`${url}/v1/session/link`, own.cert, {
    headers: { 'content-type': 'application/json', origin: url.replace('https:', 'http:') },
    body: JSON.stringify({ token: 'x', password: 'teal-Lantern-9410-orbit' }),
  })
  expect(JSON.parse(signOut.text)).toMatchObject({ code: 'cross-site' })
  const sameSite = await ask(`${url}/v1/session/link`, own.cert, {
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token: 'x', password: 'teal-Lantern-9410-orbit' }),
  })
  expect(JSON.parse(sameSite.text).code).not.toBe('cross-site')

  const local = await askServer((await readServerFile(dataDir))!, 'POST', '/v1/users', {
    body: { email: 'owner@example.org', name: 'Owner', role: 'owner' },
  })
  const token = (JSON.parse(local.text) as { link: { path: string } }).link.path.split('/').at(-1)
  const signedIn = await ask(`${url}/v1/session/link`, own.cert, {
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token, password: 'teal-Lantern-9410-orbit' }),
  })
  expect(signedIn.headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-attune=[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=/),
  ])
})

test('behind a trusted proxy that says https the same header goes out; in clear and without trust it does not', async () => {
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' }
  const trusting = await serve({ trustProxy: ['loopback'] })
  const header = async (house: House, headers: Record<string, string>) =>
    (await fetch(`${house.url}/healthz`, { headers })).headers.get('strict-transport-security')
  expect(await header(trusting, forwarded)).toBe('max-age=15552000')
  expect(await header(trusting, {})).toBeNull()
  expect(await header(await serve({}), forwarded)).toBeNull()
  expect(await header(await serve({ trustProxy: true, hstsDays: 0 }), forwarded)).toBeNull()
})

test('the plain port sends browsers to https, whatever is called its name, and takes nothing', async () => {
  const own = certificateFor()
  const { url, redirectUrl } = await serve({ tls: { ...write(own), redirectPort: 0 } })
  const { port } = new URL(url)
  const at = (path: string, host?: string) =>
    new Promise<{ status?: number; location?: string }>((resolve, reject) => {
      getPlain(`${redirectUrl}${path}`, { headers: host === undefined ? {} : { host } }, (response) => {
        response.resume()
        resolve({ status: response.statusCode!, location: response.headers.location! })
      }).on('error', reject)
    })
  expect(await at('/people?search=a')).toEqual({ status: 308, location: `https://127.0.0.1:${port}/people?search=a` })
  expect(await at('/', 'shop.example:80')).toEqual({ status: 308, location: `https://shop.example:${port}/` })
  for (const host of ['evil.example/@shop.example', 'shop.example@evil.example', 'a b', 'evil.example\\', '-'])
    expect(await at('/', host)).toMatchObject({ status: 403 })
  const sent = await fetch(`${redirectUrl}/v1/batch`, { method: 'POST', body: '{}', redirect: 'manual' })
  expect([sent.status, ((await sent.json()) as { code: string }).code]).toEqual([403, 'https-only'])
})

test('a renewed certificate is served to new connections; open ones go on, and half a renewal changes nothing', async () => {
  const [first, second] = [certificateFor(), certificateFor()]
  const files = write(first)
  const house = await serve({ tls: files })
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: first.cert })
  stops.push(async () => agent.destroy())
  expect((await ask(`${house.url}/healthz`, first.cert, { agent })).status).toBe(200)

  writeFileSync(files.certFile, second.cert)
  house.reloadCertificate()
  expect(house.lines.join()).toContain('the old certificate stays: server.tls: the key in')
  expect((await ask(`${house.url}/healthz`, first.cert)).status).toBe(200)

  write(second, files)
  house.reloadCertificate()
  expect((await ask(`${house.url}/healthz`, second.cert)).status).toBe(200)
  await expect(ask(`${house.url}/healthz`, first.cert)).rejects.toThrow()
  expect((await ask(`${house.url}/healthz`, first.cert, { agent })).status).toBe(200)
  // Commands on this computer follow.
  const file = await readServerFile(house.dataDir)
  expect(file?.certificate?.replaceAll(/\s/g, '')).toBe(second.cert.replaceAll(/\s/g, ''))
})

test('commands on this computer hold the server to its own certificate, self-signed or not, and tell no other the key', async () => {
  const root = certificateFor({ name: 'Root', authority: true })
  for (const own of [certificateFor(), certificateFor({ issuer: root })]) {
    const { dataDir, url } = await serve({ tls: write(own) })
    expect(statSync(join(dataDir, 'server.json')).mode & 0o777).toBe(0o600)
    const file = (await readServerFile(dataDir))!
    expect((await askServer(file, 'GET', '/v1/whoami')).status).toBe(200)

    const impostor = await serve({ tls: write(certificateFor()) })
    const heard = vi.fn()
    impostor.app.server.on('request', heard)
    await expect(askServer({ ...file, url: impostor.url }, 'GET', '/v1/whoami')).rejects.toThrow()
    await expect(askServer({ url, key: file.key }, 'GET', '/v1/whoami')).rejects.toThrow(/no certificate/)
    expect(heard).not.toHaveBeenCalled()
  }
  // Even one of the same authority.
  const [one, two] = [certificateFor({ issuer: root }), certificateFor({ issuer: root })]
  const { dataDir } = await serve({ tls: write(one) })
  const other = await serve({ tls: write(two) })
  const file = (await readServerFile(dataDir))!
  await expect(askServer({ ...file, url: other.url }, 'GET', '/v1/whoami')).rejects.toThrow()
})

test('serve, doctor and other commands work together over TLS; SIGHUP reads the certificate again', async () => {
  const [first, second] = [certificateFor(), certificateFor()]
  const files = write(first)
  const dataDir = temporaryFolder()
  const env = { ATTUNE_SERVER_TLS_CERT_FILE: files.certFile, ATTUNE_SERVER_TLS_KEY_FILE: files.keyFile }
  await runHere(['init', '--data-dir', dataDir, '--json'])
  const server = await serveProcess(dataDir, env)
  stops.push(() => server.kill('SIGTERM'))
  expect(server.url).toMatch(/^https:/)
  const list = await runHere(['keys', 'list', '--json', '--data-dir', dataDir])
  expect([list.code, list.stderr]).toEqual([0, ''])
  const doctor = await runHere(['doctor', '--json', '--data-dir', dataDir], { env })
  expect(JSON.parse(doctor.stdout).findings).toContainEqual(
    expect.objectContaining({ check: 'TLS', state: 'ok', message: expect.stringMatching(/holds until \d{4}-/) }),
  )
  write(second, files)
  server.process.kill('SIGHUP')
  await vi.waitFor(
    () =>
      expect(readFileSync(join(dataDir, 'server.json'), 'utf8')).toContain(JSON.stringify(second.cert).slice(40, 90)),
    { timeout: 10_000 },
  )
  expect((await ask(`${server.url}/healthz`, second.cert)).status).toBe(200)
  expect((await runHere(['keys', 'list', '--json', '--data-dir', dataDir])).code).toBe(0)
})

test('a certificate that cannot be served keeps the server from starting, and doctor says why', async () => {
  const dataDir = temporaryFolder()
  await runHere(['init', '--data-dir', dataDir, '--json'])
  const { certFile } = write(certificateFor())
  const { keyFile } = write(certificateFor())
  const env = { ATTUNE_SERVER_TLS_CERT_FILE: certFile, ATTUNE_SERVER_TLS_KEY_FILE: keyFile }
  const serving = await runCli(['serve', '--port', '0', '--json', '--data-dir', dataDir], { env })
  expect([serving.code, JSON.parse(serving.stdout).error.code]).toEqual([1, 'tls-key-mismatch'])
  const doctor = await runHere(['doctor', '--json', '--data-dir', dataDir], { env })
  expect(doctor.code).toBe(1)
  expect(JSON.parse(doctor.stdout).findings).toContainEqual(
    expect.objectContaining({ check: 'TLS', state: 'wrong', message: expect.stringContaining('is not that of') }),
  )
})
