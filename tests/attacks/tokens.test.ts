import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runHere } from '../../packages/attune/src/cli/run-here.fixture.ts'
import { type TestInstallation, temporaryFolder } from '../support.ts'
import { converse, openTarget, sessionHeaders, statusesIn } from './attack-support.ts'

let house: TestInstallation
let now = Date.UTC(2026, 2, 2, 12)
const lines: string[] = []
let port = 0

beforeAll(async () => {
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  house = await openTarget({}, { now: () => now, log })
  port = Number(new URL(await house.app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => house.close())
beforeEach(() => {
  lines.length = 0
})

const keyOf = (options: { workspace?: string; expiresAt?: number } = {}) =>
  house.attune.keys.create({ workspace: 'default', name: 'k', scopes: ['admin'], actor: 'test', ...options })

/** Everything that was said of a token: to the caller, and in the log. */
async function show(headers: Record<string, string>, url = '/v1/keys') {
  const response = await house.app.inject({ url, headers })
  return { status: response.statusCode, body: response.body, log: lines.join('') }
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

test('a key that was stolen and revoked is told so, and its use is written down with its id, without the key', async () => {
  const { key, secret } = keyOf()
  expect((await show(bearer(secret))).status).toBe(200)
  house.attune.keys.revoke('default', key.id, 'test')
  const { status, body, log } = await show(bearer(secret))
  expect([status, JSON.parse(body).code]).toEqual([401, 'unauthorised'])
  expect(body).toContain('was revoked')
  expect(log).toContain(`"keyId":"${key.id}"`)
  expect(log).toContain('"why":"revoked"')
  for (const text of [body, log]) expect(text).not.toContain(secret.slice(9))
})

test('a key that ran out is told so', async () => {
  const { key, secret } = keyOf({ expiresAt: now + 60_000 })
  expect((await show(bearer(secret))).status).toBe(200)
  now += 60_000
  const { status, body, log } = await show(bearer(secret))
  expect([status, body.includes('ran out'), log.includes(key.id), log.includes(secret)]).toEqual([
    401,
    true,
    true,
    false,
  ])
})

test('what was cut, changed, guessed or is no key at all opens nothing, and is written down without it', async () => {
  const { secret } = keyOf()
  const changed = secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  for (const wrong of [
    secret.slice(0, -1),
    secret.slice(0, 12),
    secret.slice(1),
    changed,
    secret.toLowerCase() === secret ? secret.toUpperCase() : secret.toLowerCase(),
    `${secret}\u00a0`,
    `${secret},${secret}`,
    'at_admin_',
    'undefined',
    'null',
    '__proto__',
    '%00',
    'ключ',
    '🔑',
    'x'.repeat(8_000),
    "' OR 1=1 --",
  ]) {
    lines.length = 0
    for (const headers of [
      bearer(Buffer.from(wrong).toString('latin1')),
      { authorization: `Basic ${Buffer.from(`${wrong}:`).toString('base64')}` },
    ]) {
      const { status, body, log } = await show(headers)
      expect({ wrong, status }).toEqual({ wrong, status: 401 })
      if (wrong.length > 9) expect(body + log).not.toContain(wrong)
    }
    const inBody = await house.app.inject({
      method: 'POST',
      url: '/v1/batch',
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify({ writeKey: wrong, batch: [] }),
    })
    expect({ wrong, status: inBody.statusCode }).toEqual({ wrong, status: 401 })
    expect(lines.join('')).toContain('"why":"unknown"')
  }
})

test.each(['', 'Bearer', 'Bearer ', 'Basic', 'Basic Og==', 'Basic !!!', 'Digest username="x"', 'bearer\tx', 'Token x'])(
  'an authorization that says nothing (%j) lets nobody in',
  async (authorization) => {
    expect((await show({ authorization })).status).toBe(401)
  },
)

test('a key beyond the size of a head does not reach the server, and bytes that are no text are no key', async () => {
  const ask = (key: string) =>
    converse(
      port,
      `GET /v1/keys HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer ${key}\r\n\r\n`,
    )
  expect(statusesIn(await ask('x'.repeat(100_000)))).toEqual([431])
  expect(statusesIn(await ask('\u00ff\u00fe\u0080'))).toEqual([401])
  expect(statusesIn(await ask('a\u0000b'))).toEqual([400])
})

test('a key of another workspace is good there and sees nothing of this one', async () => {
  const { secret, key } = keyOf({ workspace: 'other' })
  await house.ask('admin', 'PUT', '/v1/items/tea', { title: 'Tea' })
  expect((await show(bearer(secret), '/v1/items/tea')).status).toBe(404)
  const own = JSON.parse((await show(bearer(secret))).body) as { keys: { id: string }[] }
  expect(own.keys.map(({ id }) => id)).toEqual([key.id])
  const foreign = (await house.ask('admin', 'GET', '/v1/keys')).body.keys[0].id as string
  const revoke = await house.app.inject({ method: 'DELETE', url: `/v1/keys/${foreign}`, headers: bearer(secret) })
  expect(revoke.statusCode).toBe(404)
})

test('the key for this computer’s commands dies with its server', async () => {
  const secret = house.attune.keys.ephemeral('default')
  expect((await show(bearer(secret))).status).toBe(200)
  const next = await openTarget()
  const { statusCode } = await next.app.inject({ url: '/v1/keys', headers: bearer(secret) })
  await next.close()
  expect(statusCode).toBe(401)
})

test('a session that is over, cut, changed, planted or of nobody opens nothing, and says that it is over', async () => {
  const { cookie = '' } = sessionHeaders(house)
  const token = cookie.slice('attune='.length)
  expect((await show({ cookie }, '/v1/users')).status).toBe(200)
  for (const wrong of [
    token.slice(0, -1),
    `${token}x`,
    token.toUpperCase(),
    'ключ',
    'x'.repeat(8_000),
    `${token}; attune=${token}`,
    `"${token}"`,
    encodeURIComponent(`${token}\0`),
  ]) {
    lines.length = 0
    const { status, body, log } = await show({ cookie: `attune=${Buffer.from(wrong).toString('latin1')}` }, '/v1/users')
    expect({ wrong, status }).toEqual({ wrong, status: 401 })
    expect(body + log).not.toContain(token.slice(0, -1))
  }
  const session = house.attune.access.sessions.find(token)!
  house.attune.access.sessions.revoke('default', session.id, 'test')
  const over = await show({ cookie }, '/v1/users')
  expect([over.status, over.body.includes('This session is over')]).toEqual([401, true])
  expect(over.log).toContain('"what":"session"')
})

/** Erases somebody, and hands over the receipt. */
async function erased(at: TestInstallation) {
  await at.send([{ type: 'page', userId: 'ann', name: 'Home' }])
  const { status, body } = await at.ask('admin', 'POST', '/v1/people/ann/erase', { confirm: 'ann' })
  expect(status).toBe(200)
  const { receipt, signature, publicKey } = body
  return { receipt, signature, publicKey }
}

test('a receipt that was altered, or that somebody signed with a key of their own, is not ours', async () => {
  const signed = await erased(house)
  const ours = async (receipt: unknown) =>
    (await house.ask('admin', 'POST', '/v1/privacy/verify', receipt)).body.ours as boolean
  expect(await ours(signed)).toBe(true)
  expect(await ours({ ...signed, receipt: { ...signed.receipt, keysDestroyed: 99 } })).toBe(false)
  expect(await ours({ ...signed, signature: '' })).toBe(false)
  expect(await ours({ ...signed, publicKey: 'x' })).toBe(false)
  const other = await openTarget()
  const theirs = await erased(other)
  await other.close()
  expect(await ours(theirs)).toBe(false)
  expect(await ours({ ...signed, publicKey: theirs.publicKey, signature: theirs.signature })).toBe(false)

  // By command: with the data folder whose it is, elsewhere only that the signature fits.
  const file = join(temporaryFolder(), 'receipt.json')
  writeFileSync(file, JSON.stringify(theirs))
  const byOwner = await runHere(['privacy', 'verify', file, '--json', '--data-dir', other.dataDir])
  expect(JSON.parse(byOwner.stdout)).toEqual({ genuine: true, signedBy: 'this installation' })
  const nowhere = join(temporaryFolder(), 'none')
  const anywhere = await runHere(['privacy', 'verify', file, '--json', '--data-dir', nowhere])
  expect(JSON.parse(anywhere.stdout)).toEqual({ genuine: true, signedBy: theirs.publicKey })
  writeFileSync(file, JSON.stringify(signed))
  const byAnother = await runHere(['privacy', 'verify', file, '--json', '--data-dir', other.dataDir])
  expect(JSON.parse(byAnother.stdout).error.code).toBe('receipt-not-genuine')
})
