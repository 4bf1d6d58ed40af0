import { afterEach, expect, test } from 'vitest'
import type { TestInstallation } from '../support.ts'
import { openTarget, sessionHeaders } from './attack-support.ts'

let house: TestInstallation
afterEach(() => house.close())

/** Asks four times without a key, where three times a minute are allowed, each time as if from somewhere else. */
async function fromEverywhere(forwardedFor: (n: number) => string): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 1; n <= 4; n++) {
    const headers = { 'x-forwarded-for': forwardedFor(n), 'x-real-ip': `10.1.0.${n}`, forwarded: `for=10.1.0.${n}` }
    statuses.push((await house.app.inject({ url: '/v1/session', headers })).statusCode)
  }
  return statuses
}
const spoofed = (n: number): string => `10.0.0.${n}`

test('without a trusted proxy nobody is where they say they are: limits count the connection', async () => {
  house = await openTarget({ anonymousRequestsPerMinute: 3 })
  expect(await fromEverywhere(spoofed)).toEqual([200, 200, 200, 429])
})

test('only a proxy at a listed address is believed', async () => {
  house = await openTarget({ anonymousRequestsPerMinute: 3, trustProxy: ['10.9.9.9'] })
  expect(await fromEverywhere(spoofed)).toEqual([200, 200, 200, 429])
})

test.each([[1], [['loopback']]])(
  'behind a proxy (%j) only what the proxy added counts, not what the caller put before it',
  async (trustProxy) => {
    house = await openTarget({ anonymousRequestsPerMinute: 3, trustProxy })
    expect(await fromEverywhere((n) => `10.0.0.${n}, 203.0.113.7`)).toEqual([200, 200, 200, 429])
  },
)

test('behind a proxy callers at different addresses are counted apart', async () => {
  house = await openTarget({ anonymousRequestsPerMinute: 3, trustProxy: 1 })
  expect(await fromEverywhere(spoofed)).toEqual([200, 200, 200, 200])
})

test('who is not trusted cannot make plain HTTP look like https, nor this host like another', async () => {
  house = await openTarget()
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' }
  const session = sessionHeaders(house)
  const signedOut = await house.app.inject({
    method: 'DELETE',
    url: '/v1/session',
    headers: { ...session, ...forwarded },
  })
  expect(signedOut.statusCode).toBe(204)
  expect(signedOut.headers['set-cookie']).toMatch(/^attune=;/)
  expect(signedOut.headers).not.toHaveProperty('strict-transport-security')
  const elsewhere = { ...sessionHeaders(house), ...forwarded, origin: 'https://evil.example' }
  const forged = await house.app.inject({ method: 'DELETE', url: '/v1/session', headers: elsewhere })
  expect([forged.statusCode, forged.json().code]).toEqual([403, 'cross-site'])
})

test.each([
  { 'x-http-method-override': 'DELETE' },
  { 'x-http-method': 'DELETE' },
  { 'x-method-override': 'DELETE' },
  { 'x-original-url': '/v1/items/tea', 'x-rewrite-url': '/v1/items/tea' },
])('no header makes one request another: %j', async (override) => {
  house = await openTarget()
  await house.ask('admin', 'PUT', '/v1/items/tea', { title: 'Tea' })
  const headers = { ...override, authorization: `Bearer ${house.keys.admin}` }
  for (const [method, url] of [
    ['GET', '/v1/items/tea?_method=DELETE'],
    ['POST', '/v1/items/tea?_method=DELETE'],
    ['GET', '/healthz'],
  ] as const) {
    const response = await house.app.inject({
      method,
      url,
      headers,
      ...(method === 'POST' ? { payload: { _method: 'DELETE' } } : {}),
    })
    expect({ url, status: response.statusCode }).toEqual({ url, status: method === 'POST' ? 404 : 200 })
    if (url === '/healthz') expect(response.json()).toEqual({ status: 'ok' })
  }
  expect((await house.ask('read', 'GET', '/v1/items/tea')).status).toBe(200)
})

test('no answer repeats the host it was asked for: nothing that is cached or sent on leads elsewhere', async () => {
  house = await openTarget()
  const host = 'canary-7q2x.example'
  const paths = ['/', '/docs', '/docs/', '/docs/json', '/openapi.json', '/shop', '/nowhere', '/v1/nowhere']
  const routes = house.app.rules
    .filter(({ method, url }) => method === 'GET' && !/live|:/.test(url))
    .map(({ url }) => url)
  for (const url of [...paths, ...routes]) {
    const headers = { host, 'x-forwarded-host': host, authorization: `Bearer ${house.keys.admin}` }
    const response = await house.app.inject({ url, headers })
    expect({ url, told: (response.body + JSON.stringify(response.headers)).includes('canary') }).toEqual({
      url,
      told: false,
    })
  }
})
