import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { totpCode, totpStep } from '../../protect/access/totp.ts'
import { browserOf, origin } from '../access.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

const password = 'velvet otter rides north'
const next = 'gusty plum orbit fjord'
const email = 'ann@example.org'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture({ server: { trustProxy: true, anonymousRequestsPerMinute: 100_000 } })
  const made = await api.call('admin', 'POST', '/v1/users', { email, name: 'Ann Aster', role: 'owner', password })
  expect(made.statusCode).toBe(201)
})
afterAll(() => api.close())
beforeEach(() => {
  // Waits of one test are no matter of the next.
  api.attune.state.raw.exec('DELETE FROM sign_in_failures')
})

const send = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
) =>
  api.app.inject({
    method,
    url,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
const signIn = (over: object = {}, headers: Record<string, string> = {}) =>
  send('POST', '/v1/session', { email, password, ...over }, headers)
const tokenIn = (header: unknown): string => /attune=([^;]*)/.exec(String(header))?.[1] ?? ''
const browser = async () => {
  const token = tokenIn((await signIn()).headers['set-cookie'])
  return { token, cookie: { cookie: `attune=${token}`, origin } }
}

test('signing in sets a cookie that scripts, other sites and plain HTTP do not get', async () => {
  const plain = await signIn()
  expect(plain.statusCode).toBe(200)
  expect(plain.headers['set-cookie']).toMatch(/^attune=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/)
  expect(plain.body).not.toContain(tokenIn(plain.headers['set-cookie']))
  const secure = await signIn({}, { 'x-forwarded-proto': 'https' })
  expect(secure.headers['set-cookie']).toMatch(
    /^__Host-attune=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=43200$/,
  )
})

test('over TLS only the cookie that no other host can plant counts', async () => {
  const token = tokenIn((await signIn({}, { 'x-forwarded-proto': 'https' })).headers['set-cookie'])
  const ask = async (cookie: string) =>
    (await send('GET', '/v1/session', undefined, { 'x-forwarded-proto': 'https', cookie })).json().signedIn
  expect(await ask(`__Host-attune=${token}`)).toBe(true)
  expect(await ask(`attune=${token}`)).toBe(false)
  expect(await ask(`__Host-attune=planted; __Host-attune=${token}`)).toBe(false)
})

test('who is signed in is told who they are; nobody else is told anything', async () => {
  const { cookie } = await browser()
  const own = (await send('GET', '/v1/session', undefined, cookie)).json()
  expect(own).toMatchObject({ signedIn: true, firstRun: false, oidc: null, user: { email, role: 'owner' } })
  expect(own.session).toMatchObject({ current: true, method: 'password' })
  const nobody = await send('GET', '/v1/session', undefined)
  expect(nobody.json()).toEqual({ signedIn: false, firstRun: false, oidc: null, user: null, session: null })
})

test('a session that was planted before signing in is not the one after it, and is over', async () => {
  const planted = browserOf(api, 'readOnly')
  const response = await signIn({}, { cookie: `attune=${planted.token}`, origin })
  const token = tokenIn(response.headers['set-cookie'])
  expect(token).not.toBe(planted.token)
  expect((await planted.ask('GET', '/v1/session')).json().signedIn).toBe(false)
  const made = await signIn({}, { cookie: 'attune=chosen-by-somebody-else', origin })
  expect(tokenIn(made.headers['set-cookie'])).not.toBe('chosen-by-somebody-else')
})

test('signing out ends the session on the server, not only in the browser', async () => {
  const { cookie } = await browser()
  const out = await send('DELETE', '/v1/session', undefined, cookie)
  expect(out.statusCode).toBe(204)
  expect(out.headers['set-cookie']).toContain('Max-Age=0')
  expect((await send('GET', '/v1/overview', undefined, cookie)).statusCode).toBe(401)
})

test('stolen tokens that ran out or were ended, and pieces of good ones, open nothing', async () => {
  const { token } = await browser()
  const withToken = async (text: string) =>
    (await send('GET', '/v1/users', undefined, { cookie: `attune=${text}` })).statusCode
  expect(await withToken(token)).toBe(200)
  for (const wrong of [token.slice(0, -1), token.slice(1), `${token}x`, '', token.toUpperCase(), '__proto__'])
    expect(await withToken(wrong)).toBe(401)
  // The token is no key.
  expect((await send('GET', '/v1/users', undefined, { authorization: `Bearer ${token}` })).statusCode).toBe(401)
  api.clock.now += 13 * 3_600_000
  expect(await withToken(token)).toBe(401)
})

test.each([
  ['a page of somebody else', { origin: 'https://evil.example' }],
  ['the same host on another port', { origin: 'http://localhost:9999' }],
  ['the same host by another protocol', { origin: 'https://localhost' }],
  ['a page without an origin', { origin: 'null' }],
  ['another site, said by the browser', { 'sec-fetch-site': 'cross-site' }],
  ['another subdomain, said by the browser', { 'sec-fetch-site': 'same-site', origin }],
  ['nobody knows where', {}],
])('a change with a cookie from %s is not made', async (_, headers) => {
  const { cookie } = await browser()
  const response = await send('PUT', '/v1/items/x', { title: 'x' }, { cookie: cookie.cookie, ...headers } as Record<
    string,
    string
  >)
  expect([response.statusCode, response.json().code]).toEqual([403, 'cross-site'])
  expect(api.attune.items.get('default', 'x')).toBeUndefined()
  const beacon = await send('POST', '/v1/track', '{"anonymousId":"a","event":"E"}', {
    cookie: cookie.cookie,
    'content-type': 'text/plain',
    ...headers,
  } as Record<string, string>)
  expect([401, 403]).toContain(beacon.statusCode)
})

test('a page of somebody else signs nobody in', async () => {
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
    expect((await signIn({}, headers as Record<string, string>)).statusCode).toBe(403)
  expect((await signIn({}, { origin, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200)
})

test('answers tell nothing of who is a user: unknown e-mail and wrong password are one answer', async () => {
  const [unknown, wrong] = [
    await signIn({ email: 'nobody@example.org' }),
    await signIn({ password: 'not this one at all' }),
  ]
  expect(unknown.statusCode).toBe(401)
  expect(unknown.body).toBe(wrong.body)
  expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(wrong.headers).sort())
})

test('too many failures are told with the time to wait', async () => {
  for (let i = 0; i < 5; i++) await signIn({ password: 'not this one at all' })
  const response = await signIn()
  expect([response.statusCode, response.json().code, response.headers['retry-after']]).toEqual([
    429,
    'too-many-attempts',
    '1',
  ])
})

test.each([
  '{"__proto__":{"role":"owner"},"email":"ann@example.org","password":"x"}',
  '{"email":"ann@example.org","password":"x","constructor":{"prototype":{"role":"owner"}}}',
  '{"email":{"__proto__":null},"password":["x"]}',
  '[]',
  'null',
])('bodies made to confuse are refused and change nothing: %s', async (body) => {
  const response = await send('POST', '/v1/session', body)
  expect([400, 401]).toContain(response.statusCode)
  expect(({} as { role?: string }).role).toBeUndefined()
  expect(response.headers['set-cookie']).toBeUndefined()
})

test('a second factor from beginning to end: a code counts once, taking it away needs the password', async () => {
  const { cookie } = await browser()
  const call = (url: string, body: object) => send('POST', url, body, cookie)
  expect((await call('/v1/session/totp', { password: 'not this one at all' })).json().code).toBe('wrong-password')
  const begun = (await call('/v1/session/totp', { password })).json()
  expect(begun.url).toBe(`otpauth://totp/Attune%3Aann%40example.org?secret=${begun.secret}&issuer=Attune`)
  const { totp_sealed: sealed } = api.attune.state.raw
    .prepare('SELECT totp_sealed FROM users WHERE totp_sealed IS NOT NULL')
    .get() as { totp_sealed: string }
  expect(sealed).toMatch(/^s1\./)
  const { id } = (await send('GET', '/v1/session', undefined, cookie)).json().user
  const secret = Buffer.from(api.attune.vault.open('default', `user ${id}`, sealed) ?? '', 'base64url')
  const code = () => totpCode(secret, totpStep(api.clock.now))
  const { recoveryCodes } = (await call('/v1/session/totp/confirm', { code: code() })).json()
  expect(recoveryCodes.length).toBe(10)

  expect((await signIn()).json().code).toBe('totp-required')
  expect((await signIn({ code: code() })).json().code).toBe('wrong-code')
  api.clock.now += 30_000
  const seen = code()
  expect((await signIn({ code: seen })).statusCode).toBe(200)
  expect((await signIn({ code: seen })).json().code).toBe('wrong-code')
  expect((await signIn({ code: recoveryCodes[3] })).statusCode).toBe(200)
  expect((await call('/v1/session/totp/remove', {})).json().code).toBe('wrong-password')
  expect((await call('/v1/session/totp/remove', { password })).statusCode).toBe(204)
  expect((await signIn()).statusCode).toBe(200)
})

test('an invitation: a link that works once, then sessions that can be seen and ended', async () => {
  const { cookie } = await browser()
  const invited = await send('POST', '/v1/users', { email: 'bob@example.org', name: 'Bob', role: 'analyst' }, cookie)
  const { user, link } = invited.json()
  const token = link.path.split('/').at(-1)
  const weak = await send('POST', '/v1/session/link', { token, password: 'password1234' }, { origin })
  expect(weak.json().code).toBe('weak-password')
  const used = await send('POST', '/v1/session/link', { token, password: next }, { origin })
  expect(used.json()).toEqual({ signedIn: true })
  expect((await send('POST', '/v1/session/link', { token, password: next }, { origin })).json().code).toBe(
    'invalid-link',
  )
  const bob = { cookie: `attune=${tokenIn(used.headers['set-cookie'])}`, origin }

  const seenByBob = (await send('GET', '/v1/sessions', undefined, bob)).json().sessions
  expect(seenByBob.map((one: { userId: string }) => one.userId)).toEqual([user.id])
  const seenByOwner = (await send('GET', '/v1/sessions', undefined, cookie)).json().sessions
  const ofOwner = seenByOwner.find((one: { userId: string }) => one.userId !== user.id)
  expect((await send('DELETE', `/v1/sessions/${ofOwner.id}`, undefined, bob)).statusCode).toBe(404)
  expect((await send('DELETE', `/v1/sessions/${seenByBob[0].id}`, undefined, cookie)).statusCode).toBe(204)
  expect((await send('GET', '/v1/overview', undefined, bob)).statusCode).toBe(401)
})

test('an admin neither makes, takes over nor changes who may more', async () => {
  const admin = browserOf(api, 'admin')
  const owner = browserOf(api, 'owner')
  const officer = browserOf(api, 'dataProtectionOfficer')
  const refused = async (answer: ReturnType<typeof admin.ask>) => expect((await answer).json().code).toBe('forbidden')
  for (const { userId } of [owner, officer]) {
    await refused(admin.ask('POST', `/v1/users/${userId}/reset`, {}))
    await refused(admin.ask('POST', `/v1/users/${userId}/disable`))
    await refused(admin.ask('PUT', `/v1/users/${userId}/role`, { role: 'readOnly' }))
  }
  await refused(admin.ask('PUT', `/v1/users/${admin.userId}/role`, { role: 'owner' }))
  await refused(admin.ask('POST', '/v1/users', { email: 'x@example.org', name: 'X', role: 'dataProtectionOfficer' }))
  await refused(admin.ask('POST', '/v1/keys', { name: 'x', scopes: ['read'] }))
  expect((await admin.ask('POST', '/v1/keys', { name: 'x', scopes: ['write'] })).statusCode).toBe(201)
  const { key } = (await api.call('admin', 'POST', '/v1/keys', { name: 'x', scopes: ['admin'] })).json()
  await refused(admin.ask('POST', `/v1/keys/${key.id}/rotate`, {}))
  expect((await owner.ask('PUT', `/v1/users/${admin.userId}/role`, { role: 'analyst' })).statusCode).toBe(200)
  expect((await admin.ask('GET', '/v1/users')).statusCode).toBe(403)
})

test('everything is in the audit, under pseudonyms', async () => {
  const { entries } = (await api.call('admin', 'GET', '/v1/audit?limit=500')).json()
  const actions = new Set(entries.map((entry: { action: string }) => entry.action))
  for (const action of [
    'user.created',
    'session.opened',
    'session.ended',
    'sign-in.failed',
    'user.password-changed',
    'user.second-factor-on',
    'user.role-changed',
  ])
    expect(actions).toContain(action)
  expect(JSON.stringify(entries)).not.toMatch(/example\.org|Aster|Bob/)
})
