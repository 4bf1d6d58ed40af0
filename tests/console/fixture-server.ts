import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { permissions } from '../../packages/attune/src/protect/access/roles.ts'
import { createFixtures, type Fixtures } from './fixtures.ts'

/** What the real server sends with the console: no inline scripts, nothing from elsewhere. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; object-src 'none'"
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export const adminKey = 'ak_fixture_admin'
export const readKey = 'rk_fixture_read'

export interface FixtureServer {
  readonly url: string
  readonly fixtures: Fixtures
  /** Every request that changes something: method, path and body. */
  readonly changes: readonly { readonly method: string; readonly path: string; readonly body: unknown }[]
  close(): Promise<void>
}

export interface FixtureServerOptions {
  /** The built console. */
  readonly root: string
  readonly now: number
  /** An installation in which nothing has happened yet. */
  readonly empty?: boolean
  readonly port?: number
}

/** An API that answers as the real one does, from fixed data, so that the console can be looked at alone. */
export async function startFixtureServer({
  root,
  now,
  empty = false,
  port = 0,
}: FixtureServerOptions): Promise<FixtureServer> {
  const fixtures = createFixtures(now, empty)
  const changes: { method: string; path: string; body: unknown }[] = []
  const revoked = new Set<string>()

  const json = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, {
      'content-type': status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json; charset=utf-8',
    })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }
  const problem = (response: ServerResponse, status: number, code: string, detail: string) =>
    json(response, status, { type: 'about:blank', title: code, status, code, detail })

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://fixture')
    const { pathname } = url
    if (!pathname.startsWith('/v1/')) {
      const file = normalize(pathname === '/' ? '/index.html' : pathname)
      try {
        const body = await readFile(join(root, file))
        response.writeHead(200, {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': policy,
        })
        response.end(body)
      } catch {
        problem(response, 404, 'not-found', 'There is nothing here.')
      }
      return
    }
    if (pathname === '/v1/session')
      return json(response, 200, { signedIn: false, firstRun: false, oidc: null, user: null, session: null })
    const key = request.headers.authorization?.replace('Bearer ', '') ?? ''
    if ((key !== adminKey && key !== readKey) || revoked.has(key))
      return problem(response, 401, 'unauthorised', 'Send a valid API key.')
    const method = request.method ?? 'GET'
    const admin = key === adminKey
    const preview =
      pathname === '/v1/recommendations' ||
      pathname === '/v1/segments/preview' ||
      pathname === '/v1/metrics/preview' ||
      pathname.startsWith('/v1/behaviour/') ||
      /^\/v1\/uplift\/[^/]+\/targets$/.test(pathname) ||
      (admin && pathname === '/v1/placements/preview')
    const guarded = /^\/v1\/(keys|audit|access|privacy|consent\/summary)/.test(pathname)
    if (!admin && ((method !== 'GET' && !preview) || guarded))
      return problem(response, 403, 'forbidden', 'This needs a key with scope admin.')
    if (pathname === '/v1/whoami')
      return json(response, 200, {
        workspace: 'default',
        keyId: 'key_1',
        scopes: [admin ? 'admin' : 'read'],
        role: null,
        permissions: admin ? permissions : ['reports.read', 'people.read', 'personal.see', 'system.read'],
        personal: true,
      })
    if (pathname === '/v1/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
      response.write(': welcome\n\n')
      for (const line of fixtures.live.toReversed())
        response.write(`event: ${line.kind}\ndata: ${JSON.stringify(line)}\n\n`)
      return
    }
    const body = method === 'GET' ? undefined : await readBody(request)
    if (method !== 'GET' && !preview) changes.push({ method, path: pathname, body })
    const answer = fixtures.answer(method, pathname, url.searchParams, body)
    if (answer === undefined) return problem(response, 404, 'not-found', 'There is nothing here.')
    if (answer.type === undefined) return json(response, answer.status, answer.body)
    response.writeHead(answer.status, { 'content-type': answer.type })
    response.end(String(answer.body))
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => problem(response, 500, 'internal-error', String(error)))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: listening } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${listening}`,
    fixtures,
    changes,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text === '' ? undefined : JSON.parse(text)
}

if (import.meta.main) {
  const { url } = await startFixtureServer({
    root: join(import.meta.dirname, '..', '..', 'packages', 'console', 'dist'),
    now: Date.now(),
    empty: process.argv.includes('--empty'),
    port: 4900,
  })
  console.log(`${url}/#key=${adminKey}`)
}
