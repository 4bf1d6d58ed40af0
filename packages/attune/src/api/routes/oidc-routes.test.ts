import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConfigInput, configSchema } from '../../config/schema.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

/** A provider of our own: what it signs and checks can be bent, to see what is refused. */
const provider = {
  claims: {} as JWTPayload & Record<string, unknown>,
  signWith: undefined as CryptoKey | undefined,
  alg: 'RS256',
  asked: new URL('http://none'),
  codes: new Map<string, { challenge: string; nonce: string }>(),
  bodies: [] as URLSearchParams[],
}
const clientSecret = 'secret-of-the-client'
let server: Server
let issuer = ''
let key: CryptoKey
let api: ApiFixture

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true })
  key = pair.privateKey
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', issuer)
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/.well-known/openid-configuration')
      return answer(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorise`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
      })
    if (url.pathname === '/keys') return answer(200, { keys: [jwk] })
    let text = ''
    for await (const chunk of request) text += chunk
    const body = new URLSearchParams(text)
    provider.bodies.push(body)
    const code = provider.codes.get(body.get('code') ?? '')
    provider.codes.delete(body.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    if (!code || code.challenge !== challenge || body.get('client_secret') !== clientSecret)
      return answer(400, { error: 'invalid_grant' })
    const now = Math.floor(api.clock.now / 1000)
    const payload = {
      iss: issuer,
      aud: 'attune',
      sub: 's1',
      iat: now,
      exp: now + 300,
      nonce: code.nonce,
      email_verified: true,
      ...provider.claims,
    }
    const token =
      provider.alg === 'none'
        ? `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.`
        : await new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(provider.signWith ?? key)
    return answer(200, { id_token: token })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env.TEST_OIDC_SECRET = clientSecret
  const protect: ConfigInput['protect'] = {
    oidc: {
      issuer,
      clientId: 'attune',
      clientSecretVariable: 'TEST_OIDC_SECRET',
      publicUrl: 'http://localhost',
      name: 'Example login',
      defaultRole: 'readOnly',
      roleClaim: 'groups',
      roles: { 'marketing-leads': 'admin', marketing: 'marketer' },
    },
  }
  api = await apiFixture({ protect })
})
afterAll(async () => {
  delete process.env.TEST_OIDC_SECRET
  await api.close()
  server.close()
})

/** From the button to the way back, as a browser goes it. */
async function begin() {
  const response = await api.app.inject({ url: '/v1/session/oidc' })
  expect(response.statusCode).toBe(302)
  const cookie =
    /(attune-oidc=[^;]+); Path=\/; HttpOnly; SameSite=Lax; Max-Age=600/.exec(
      String(response.headers['set-cookie']),
    )?.[1] ?? ''
  const asked = new URL(response.headers.location ?? '')
  const code = crypto.randomUUID()
  provider.codes.set(code, {
    challenge: asked.searchParams.get('code_challenge') ?? '',
    nonce: asked.searchParams.get('nonce') ?? '',
  })
  return { cookie, asked, code, state: asked.searchParams.get('state') ?? '' }
}
const back = (query: Record<string, string>, cookie: string) =>
  api.app.inject({ url: `/v1/session/oidc/callback?${new URLSearchParams(query)}`, headers: { cookie } })
async function signIn(claims: Record<string, unknown>) {
  provider.claims = claims
  const { cookie, code, state } = await begin()
  return back({ code, state }, cookie)
}
const whoIs = async (response: Awaited<ReturnType<typeof back>>) => {
  const token = /attune=([^;]+)/.exec(String(response.headers['set-cookie']))?.[1]
  return (await api.app.inject({ url: '/v1/session', headers: { cookie: `attune=${token}` } })).json().user
}
const problemOf = (response: Awaited<ReturnType<typeof back>>) => {
  expect(response.headers['set-cookie']).toBeUndefined()
  return /problem=(.*)/.exec(response.headers.location ?? '')?.[1]
}

test('the provider is asked with code, PKCE, state and nonce, all fresh', async () => {
  const [one, two] = [await begin(), await begin()]
  expect(Object.fromEntries(one.asked.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'attune',
    redirect_uri: 'http://localhost/v1/session/oidc/callback',
    code_challenge_method: 'S256',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(one.asked.searchParams.get(name)).toMatch(/^[\w-]{43}$/)
    expect(one.asked.searchParams.get(name)).not.toBe(two.asked.searchParams.get(name))
  }
  expect((await api.app.inject({ url: '/v1/session' })).json().oidc).toBe('Example login')
})

test('somebody new gets the default role, or that of their group; their e-mail finds them again', async () => {
  const first = await signIn({ email: 'New.One@example.org', name: 'New One' })
  expect(first.headers.location).toBe('/')
  expect(await whoIs(first)).toMatchObject({ email: 'New.One@example.org', role: 'readOnly', hasPassword: false })
  const again = await whoIs(await signIn({ email: 'new.one@EXAMPLE.org', groups: ['staff', 'marketing'] }))
  expect(again).toMatchObject({ id: (await whoIs(first)).id, role: 'marketer' })
  expect(
    await whoIs(await signIn({ email: 'lead@example.org', groups: ['marketing', 'marketing-leads'] })),
  ).toMatchObject({ role: 'admin' })
})

test('an e-mail that is not verified there is nobody’s', async () => {
  for (const claim of [false, 'false', undefined])
    expect(problemOf(await signIn({ email: 'ann@example.org', email_verified: claim }))).toBe('oidc-refused')
})

test('somebody disabled here stays out, whatever the provider says', async () => {
  const { id } = await whoIs(await signIn({ email: 'gone@example.org' }))
  api.attune.access.users.setDisabled('default', id, true, 'test')
  expect(problemOf(await signIn({ email: 'gone@example.org' }))).toBe('not-invited')
})

test('another browser, a state that was made up or used, and no code come to nothing', async () => {
  provider.claims = { email: 'ann@example.org' }
  const one = await begin()
  const two = await begin()
  expect(problemOf(await back({ code: one.code, state: one.state }, two.cookie))).toBe('oidc-refused')
  expect(problemOf(await back({ code: one.code, state: one.state }, one.cookie))).toBe('oidc-refused')
  expect(problemOf(await back({ code: two.code, state: 'made-up' }, two.cookie))).toBe('oidc-refused')
  expect(problemOf(await back({ error: 'access_denied' }, two.cookie))).toBe('oidc-refused')
  expect((await back({ code: two.code, state: two.state }, two.cookie)).headers.location).toBe('/')
  const late = await begin()
  api.clock.now += 11 * 60_000
  expect(problemOf(await back({ code: late.code, state: late.state }, late.cookie))).toBe('oidc-refused')
})

test('a code that was put in by somebody else fails, because it was not begun with our verifier', async () => {
  provider.claims = { email: 'ann@example.org' }
  const attacker = await begin()
  const victim = await begin()
  expect(problemOf(await back({ code: attacker.code, state: victim.state }, victim.cookie))).toBe('oidc-refused')
})

test.each([
  ['for another client', { aud: 'somebody-else' }],
  ['of another issuer', { iss: 'https://evil.example' }],
  ['that ran out', { exp: 1 }],
  ['for another question', { nonce: 'replayed' }],
  ['without an e-mail', { email: undefined }],
])('a token %s is refused', async (_, claims) => {
  expect(problemOf(await signIn({ email: 'ann@example.org', ...claims }))).toBe('oidc-refused')
})

test.each([
  ['that ran out within the minute that clocks may differ', () => ({ exp: seconds() - 50 }), true],
  ['that ran out before', () => ({ exp: seconds() - 70 }), false],
  ['that holds within a minute', () => ({ nbf: seconds() + 50 }), true],
  ['that holds later', () => ({ nbf: seconds() + 70 }), false],
])('a token %s is judged by our clock, with a minute’s leeway', async (_, claims, taken) => {
  const response = await signIn({ email: 'ann@example.org', ...claims() })
  expect(response.headers.location === '/').toBe(taken)
})
const seconds = (): number => Math.floor(api.clock.now / 1000)

test('a token signed by somebody else, or by nobody, is refused', async () => {
  provider.signWith = (await generateKeyPair('RS256')).privateKey
  expect(problemOf(await signIn({ email: 'ann@example.org' }))).toBe('oidc-refused')
  provider.signWith = undefined
  provider.alg = 'none'
  expect(problemOf(await signIn({ email: 'ann@example.org' }))).toBe('oidc-refused')
  provider.alg = 'RS256'
  expect((await signIn({ email: 'ann@example.org' })).headers.location).toBe('/')
})

test('a provider is reached over TLS, or on this computer; one that could be changed on the way is no provider', () => {
  const oidc = (issuer: string) =>
    configSchema.safeParse({ protect: { oidc: { issuer, clientId: 'x', publicUrl: 'https://attune.example' } } })
      .success
  expect(['https://login.example', 'http://localhost:9000', 'http://[::1]:9000'].map(oidc)).toEqual([true, true, true])
  expect(['http://login.example', 'http://localhost.example', 'ftp://x', 'login'].map(oidc)).toEqual(
    Array(4).fill(false),
  )
})

test('where none is configured there is none', async () => {
  const plain = await apiFixture()
  for (const url of ['/v1/session/oidc', '/v1/session/oidc/callback?code=a&state=b'])
    expect((await plain.app.inject({ url })).statusCode).toBe(404)
  await plain.close()
})
