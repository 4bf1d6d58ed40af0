import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { runHere } from '../../packages/attune/src/cli/run-here.fixture.ts'
import { serveProcess, type TestInstallation, temporaryFolder } from '../support.ts'
import { openTarget, pathOf, sessionHeaders } from './attack-support.ts'

/** Found nowhere else: what is looked for in everything that is said about requests. */
const canary = 'K4N4R1E'
const masterKey = randomBytes(32).toString('base64')
const person = {
  userId: `${canary}-user@example.org`,
  anonymousId: `${canary}-visitor`,
  previousId: `${canary}-before`,
  groupId: `${canary}-group`,
  person: `${canary}-person`,
  email: `${canary}@example.org`,
  name: `${canary} 王芳`,
  phone: `${canary}13800138000`,
  search: `${canary} gift for my sister`,
}
const secrets = {
  password: `${canary}-password-9410`,
  current: `${canary}-current-9410`,
  next: `${canary}-next-9410`,
  token: `${canary}-token`,
  code: `${canary}-code`,
  writeKey: `at_write_${canary}`,
  confirm: `${canary}-confirm`,
}
const lines: string[] = []
let house: TestInstallation

beforeAll(async () => {
  process.env.ATTUNE_CANARY_KEY = masterKey
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const protect = { masterKey: { from: 'variable', name: 'ATTUNE_CANARY_KEY' } } as const
  house = await openTarget({ logLevel: 'debug' }, { log, config: { protect } })
})
afterAll(async () => {
  await house.close()
  delete process.env.ATTUNE_CANARY_KEY
})

/** Every form that something may come in: right for some route, strange to all others. */
const bodies: readonly unknown[] = [
  { ...person, ...secrets },
  {
    ...secrets,
    ...person,
    traits: person,
    properties: person,
    context: { traits: person, page: { referrer: person.search } },
  },
  {
    type: 'track',
    event: `${canary} event`,
    userId: person.userId,
    properties: { product_id: 7, price: person.email, quantity: person.name },
  },
  { type: 'identify', userId: person.userId, traits: { ...person, age: person.search } },
  { batch: [{ type: 'page', ...person }, { type: 'nonsense', ...person }, person.search, 7], sentAt: person.search },
  { placement: `${canary}-placement`, userId: person.userId, n: person.name, context: person },
  { decisionId: `${canary}-decision`, itemIds: [person.name] },
  { userId: person.userId, purposes: { [person.email]: true, advertising: person.name }, source: person.search },
  { kind: person.name, person: person.userId, note: person.search, status: person.name },
  { email: person.email, password: secrets.password, code: '123456', workspace: 'default' },
  { email: person.email, password: secrets.password, name: person.name, role: person.name },
  { token: secrets.token, password: 'short' },
  { id: person.userId, title: 7, price: person.name, attributes: person, items: [person] },
  {
    title: { en: person.name },
    split: [{ variation: person.name, model: person.search, weight: person.phone }],
    rules: [person.search],
  },
  {
    body: 7,
    version: person.name,
    reason: person.name,
    ids: [7, person.userId],
    scopes: [person.name],
    expiresInDays: person.name,
  },
  [person.userId],
  person.userId,
]
const query = `?${new URLSearchParams({ ...person, ...secrets, user: person.userId, cursor: person.search, limit: person.name, from: person.name, by: person.name, at: person.search })}`
const inHeaders = {
  'user-agent': `${canary} browser`,
  referer: `https://shop.example/?q=${canary}`,
  'x-forwarded-for': `${canary}`,
  'x-request-id': `${canary}-request`,
  traceparent: canary,
  origin: 'http://localhost',
}

const leaks = new Map<string, string>()
afterEach(() => {
  const found = Object.fromEntries(leaks)
  leaks.clear()
  expect(found).toEqual({})
})

/** What may be said of a failure: everything but what was sent. Each place that repeats it is noted once. */
function told(where: string, text: string): void {
  for (const secret of [canary, masterKey]) {
    const at = text.indexOf(secret)
    if (at >= 0 && !leaks.has(where)) leaks.set(where, text.slice(Math.max(0, at - 200), at + 200))
  }
}

const credentials = (house: TestInstallation): Record<string, string>[] => [
  {},
  { authorization: `Bearer ${house.keys.admin}` },
  { authorization: `Bearer ${house.keys.write}` },
  { authorization: `Bearer at_admin_${canary}` },
  { authorization: `Basic ${Buffer.from(`${canary}:${canary}`).toString('base64')}` },
  { cookie: `attune=${canary}; attune-oidc=${canary}` },
  sessionHeaders(house),
]

test('no route repeats in an error, or in the log, what came in a path, query, header or body', {
  timeout: 300_000,
}, async () => {
  let refused = 0
  // A live stream has no end to wait for.
  const rules = house.app.rules.filter(({ url, method }) => method !== 'HEAD' && url !== '/v1/live')
  // With a good key every body, without one the first: it is refused unread.
  for (const { method, url } of rules)
    for (const [at, headers] of credentials(house).entries())
      for (const body of method === 'GET' ? [undefined] : at === 1 ? bodies : bodies.slice(0, 1)) {
        const response = await house.app.inject({
          method: method as 'GET',
          url: pathOf(url, person.userId) + query,
          headers: { ...inHeaders, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
        })
        expect({ at: `${method} ${url}`, body, failed: response.statusCode >= 500, said: response.body }).toMatchObject(
          { failed: false },
        )
        if (response.statusCode < 300) continue
        refused += 1
        told(`${method} ${url}`, response.body + JSON.stringify(response.headers))
      }
  expect(refused).toBeGreaterThan(500)
  for (const line of lines) told('the log', line)
  // It was not silent.
  expect(lines.length).toBeGreaterThan(500)
})

test('what cannot be read, or is no route, is not repeated either', async () => {
  const headers = { authorization: `Bearer ${house.keys.admin}`, 'content-type': 'application/json' }
  for (const payload of [
    `{"email":"${canary}"`,
    `${canary}`,
    `{"${canary}":1,"${canary}":2}`,
    `{"a":"${canary}\\ud800"}`,
    '['.repeat(2_000) + canary,
  ])
    for (const url of ['/v1/batch', '/v1/session', `/v1/items/${canary}`, '/v1/users']) {
      const response = await house.app.inject({ method: url.includes('items') ? 'PUT' : 'POST', url, headers, payload })
      expect(response.statusCode).toBeGreaterThanOrEqual(400)
      told(url, response.body)
    }
  for (const url of [
    `/${canary}`,
    `/v1/${canary}?a=${canary}`,
    `/v1/people/${canary}%ZZ`,
    `/v1/people/${canary.repeat(300)}`,
    `/docs/${canary}`,
    `/assets/${canary}.js`,
  ])
    told(url, (await house.app.inject({ url, headers })).body)
  for (const line of lines) told('the log', line)
})

test('what breaks on our side tells the caller nothing, and the log no more than where', async () => {
  const broken = new Error('the disk is full')
  const find = vi.spyOn(house.attune.collector, 'collect').mockRejectedValue(broken)
  const response = await house.app.inject({
    method: 'POST',
    url: '/v1/page',
    headers: { authorization: `Bearer ${house.keys.write}` },
    payload: { userId: person.userId, name: 'x' },
  })
  find.mockRestore()
  expect([response.statusCode, response.json().code]).toEqual([500, 'internal-error'])
  told('the answer', response.body)
  const line = lines.findLast((one) => one.includes('request failed'))!
  expect(line).toContain('"route":"/v1/page"')
  expect(line).not.toContain(person.userId)
})

test('figures and the audit name nobody', async () => {
  await house.send([{ type: 'identify', userId: person.userId, traits: person }])
  await house.ask('read', 'POST', '/v1/recommendations', {
    placement: 'home',
    userId: person.userId,
    context: { note: person.search },
  })
  await house.ask('admin', 'GET', `/v1/people/${encodeURIComponent(person.userId)}/export`)
  await house.ask('admin', 'POST', `/v1/people/${encodeURIComponent(person.userId)}/erase`, { confirm: person.userId })
  const metrics = (await house.ask('read', 'GET', '/metrics')).body as string
  expect(metrics).toContain('attune_request_seconds')
  told('/metrics', metrics)
  const audit = JSON.stringify((await house.ask('admin', 'GET', '/v1/audit?limit=500')).body)
  expect(audit).toContain('person.exported')
  told('the audit', audit)
  for (const line of lines) told('the log', line)
})

test.skipIf(process.platform !== 'linux')(
  'a server shows no key in its command line or title, nor to other users of the computer',
  async () => {
    const dataDir = temporaryFolder()
    await runHere(['init', '--json', '--data-dir', dataDir])
    const server = await serveProcess(dataDir, { ATTUNE_SERVER_LOG_LEVEL: 'debug' })
    const shown = ['cmdline', 'comm'].map((name) => readFileSync(`/proc/${server.process.pid}/${name}`, 'utf8')).join()
    const modes = ['server.json', 'secret.key', 'keys.sqlite'].map((name) => statSync(join(dataDir, name)).mode & 0o777)
    await server.kill('SIGTERM')
    expect(shown).toContain('serve')
    expect(shown).not.toContain(server.key)
    expect(modes).toEqual([0o600, 0o600, 0o600])
  },
)
