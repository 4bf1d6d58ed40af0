import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation, type TestInstallation } from './support.ts'

let installation: TestInstallation
beforeAll(async () => {
  installation = await openInstallation()
})
afterAll(() => installation.close())

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
}

/** Every documented operation, its path parameters filled with something harmless. */
async function operations(): Promise<Operation[]> {
  const { body } = await installation.ask('none', 'GET', '/openapi.json')
  return Object.entries(body.paths as Record<string, Record<string, unknown>>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase() as Operation['method'],
      path: path.replaceAll(/\{[^}]+\}/g, 'x'),
    })),
  )
}

const open = ['/healthz', '/readyz', '/openapi.json', '/', '/shop']
/** What signing in begins with; see tests/authorisation.test.ts for who may call what. */
const signingIn = /^\/v1\/session(\/link|\/oidc|\/oidc\/callback)?$/
/** SDKs of flags name their key in the address: whatever stands in a header is not asked. */
const namesItsKey = /^\/(api\/features|sub)\/x$/

test('every endpoint but health refuses a caller without a key, before reading the body', async () => {
  const tried = (await operations()).filter(
    ({ method, path }) =>
      !open.some((free) => path === free || path.startsWith('/shop')) && (method === 'DELETE' || !signingIn.test(path)),
  )
  expect(tried.length).toBeGreaterThan(30)
  for (const { method, path } of tried) {
    const { status, body } = await installation.ask('none', method, path, method === 'GET' ? undefined : { batch: [] })
    expect({ method, path, status, code: body.code }).toEqual({ method, path, status: 401, code: 'unauthorised' })
  }
})

test('a key that was made up or revoked opens nothing', async () => {
  const { key, secret } = installation.attune.keys.create({
    workspace: 'default',
    name: 'x',
    scopes: ['admin'],
    actor: 'test',
  })
  const withKey = (text: string) =>
    installation.app.inject({ url: '/v1/items', headers: { authorization: `Bearer ${text}` } })
  expect((await withKey(secret)).statusCode).toBe(200)
  installation.attune.keys.revoke('default', key.id, 'test')
  expect((await withKey(secret)).statusCode).toBe(401)
  expect((await withKey('at_admin_made-up')).statusCode).toBe(401)
})

test('a write key may only send: everything that reads, decides or manages is forbidden to it', async () => {
  for (const { method, path } of await operations()) {
    if (open.includes(path) || path === '/v1/whoami' || path.startsWith('/shop')) continue
    if (method !== 'DELETE' && signingIn.test(path)) continue
    if (namesItsKey.test(path)) continue
    const { status, body } = await installation.ask('write', method, path, method === 'GET' ? undefined : {})
    const sends =
      /^\/v1\/(track|identify|page|screen|group|alias|batch|exposures|consent|consent\/texts|flags\/features)$/.test(
        path,
      ) && method !== 'PUT'
    if (sends) expect({ path, forbidden: status === 403 }).toEqual({ path, forbidden: false })
    else expect({ method, path, status, code: body.code }).toEqual({ method, path, status: 403, code: 'forbidden' })
  }
})

test('a read key changes nothing: every change but a decision, and what a person says of themselves, is forbidden to it', async () => {
  const may =
    /^\/v1\/(recommendations|exposures|consent|privacy\/verify|language\/(analyse|embed)|segments\/preview|metrics\/preview|uplift\/[^/]+\/targets|behaviour\/(funnel|retention|paths)|flags\/evaluate)$/
  for (const { method, path } of await operations()) {
    if (method === 'GET' || may.test(path) || path.startsWith('/shop')) continue
    if (method === 'POST' && signingIn.test(path)) continue
    const { status } = await installation.ask('read', method, path, {})
    expect({ method, path, status }).toEqual({ method, path, status: 403 })
  }
})

test('a key for pages sees only what an anonymous visitor may: no userId, no preview', async () => {
  const ask = (body: object) =>
    installation.ask('decide', 'POST', '/v1/recommendations', { placement: 'home', ...body })
  expect((await ask({ anonymousId: 'a1' })).status).toBe(200)
  expect((await ask({ userId: 'ann' })).status).toBe(403)
  expect((await ask({ anonymousId: 'a1', preview: true })).status).toBe(403)
})

test('basic authentication with the key as user name works as in the Segment spec', async () => {
  const response = await installation.app.inject({
    method: 'POST',
    url: '/v1/track',
    headers: { authorization: `Basic ${Buffer.from(`${installation.keys.write}:`).toString('base64')}` },
    payload: { anonymousId: 'a1', event: 'Product Viewed', properties: { product_id: 'p1' } },
  })
  expect(response.statusCode).toBe(200)
})

test('the key may stand in the body where a beacon cannot send headers, and only there', async () => {
  const beacon = (url: string, payload: object) =>
    installation.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify(payload),
    })
  const batch = [{ type: 'page', anonymousId: 'a2', name: 'Home' }]
  expect((await beacon('/v1/batch', { writeKey: installation.keys.write, batch })).statusCode).toBe(200)
  expect((await beacon('/v1/batch', { writeKey: 'wrong', batch })).statusCode).toBe(401)
  expect(
    (await beacon('/v1/keys', { writeKey: installation.keys.admin, name: 'x', scopes: ['admin'] })).statusCode,
  ).toBe(401)
})

test('too many requests are told so, by key', async () => {
  const small = await openInstallation({ config: { server: { requestsPerMinute: 3, anonymousRequestsPerMinute: 2 } } })
  const statuses = async (scope: 'read' | 'none') => {
    const answers = []
    for (let i = 0; i < 4; i++) answers.push(await small.ask(scope, 'GET', '/v1/items'))
    return answers.map(({ status, body }) => body.code ?? status)
  }
  expect(await statuses('read')).toEqual([200, 200, 200, 'too-many-requests'])
  expect(await statuses('none')).toEqual(['unauthorised', 'unauthorised', 'too-many-requests', 'too-many-requests'])
  await small.close()
})

test('problems are RFC 9457 documents and never echo what was sent', async () => {
  const response = await installation.app.inject({
    method: 'POST',
    url: '/v1/recommendations',
    headers: { authorization: `Bearer ${installation.keys.read}` },
    payload: { userId: 'secret-person', n: 'many', wrong: 1 },
  })
  expect(response.statusCode).toBe(400)
  expect(response.headers['content-type']).toContain('application/problem+json')
  const problem = response.json()
  expect(problem).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, code: 'invalid-request' })
  expect(problem.errors.map((error: { field: string }) => error.field)).toContain('n')
  expect(response.body).not.toContain('secret-person')
})
