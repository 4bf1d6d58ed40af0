import { afterEach, beforeEach, expect, test } from 'vitest'
import { totpCode, totpStep } from '../../packages/attune/src/protect/access/totp.ts'
import type { TestInstallation } from '../support.ts'
import { openTarget, sessionHeaders } from './attack-support.ts'

const noon = Date.UTC(2026, 2, 2, 12)
const minute = 60_000
const hour = 60 * minute
const year = 365 * 24 * hour
const password = 'teal-Lantern-9410-orbit'
let now = noon
let house: TestInstallation
beforeEach(async () => {
  now = noon
  house = await openTarget({}, { now: () => now })
})
afterEach(() => house.close())

const statusWith = async (headers: Record<string, string>) =>
  (await house.app.inject({ url: '/v1/users', headers })).statusCode
const signIn = (more: object = {}) =>
  house.app.inject({ method: 'POST', url: '/v1/session', payload: { email: 'ann@example.org', password, ...more } })
const invite = async (more: object) =>
  (await house.ask('admin', 'POST', '/v1/users', { email: 'ann@example.org', name: 'Ann', role: 'owner', ...more }))
    .body

test('a session made while the clock was ahead does not live until then: set right, it is over', async () => {
  now = noon + year
  const session = sessionHeaders(house)
  expect(await statusWith(session)).toBe(200)
  now = noon
  expect(await statusWith(session)).toBe(401)
  expect(await statusWith(sessionHeaders(house))).toBe(200)
})

test('a clock that is set right by minutes signs nobody out; one that jumps ahead ends sessions, never lengthens them', async () => {
  const session = sessionHeaders(house)
  now = noon - 4 * minute
  expect(await statusWith(session)).toBe(200)
  now = noon + 13 * hour
  expect(await statusWith(session)).toBe(401)
})

test('a link made while the clock was ahead is worth nothing once it is right', async () => {
  now = noon + year
  const { link } = await invite({})
  now = noon
  const use = await house.app.inject({
    method: 'POST',
    url: '/v1/session/link',
    payload: { token: link.path.split('/').at(-1), password },
  })
  expect([use.statusCode, use.json().code]).toEqual([401, 'invalid-link'])
})

test('a wait that was noted while the clock was ahead locks nobody out for as long', async () => {
  await invite({ password })
  now = noon + year
  for (let n = 0; n < 8; n++) await signIn({ password: 'wrong' })
  expect((await signIn()).statusCode).toBe(429)
  now = noon
  expect((await signIn()).statusCode).toBe(200)
})

test('an API key ends at the moment it was given; one that was revoked stays so, whatever the clock says', async () => {
  const make = () =>
    house.attune.keys.create({
      workspace: 'default',
      name: 'k',
      scopes: ['admin'],
      actor: 'test',
      expiresAt: noon + hour,
    })
  const [expiring, revoked] = [make(), make()]
  house.attune.keys.revoke('default', revoked.key.id, 'test')
  for (const at of [noon - year, noon, noon + year]) {
    now = at
    expect(await statusWith({ authorization: `Bearer ${revoked.secret}` })).toBe(401)
  }
  now = noon + hour
  expect(await statusWith({ authorization: `Bearer ${expiring.secret}` })).toBe(401)
})

test('a code of a second factor counts for a step to either side of the clock, and after the clock is set back not again', async () => {
  const { user } = await invite({ password })
  const { secondFactor } = house.attune.access
  const secret = secondFactor.begin('default', user.id)
  secondFactor.confirm('default', user.id, totpCode(secret, totpStep(noon) - 1))
  const codeAt = (steps: number) => totpCode(secret, totpStep(now) + steps)
  for (const steps of [-2, 2, 10]) expect((await signIn({ code: codeAt(steps) })).json().code).toBe('wrong-code')
  const used = codeAt(1)
  expect((await signIn({ code: used })).statusCode).toBe(200)
  now = noon - minute
  expect((await signIn({ code: totpCode(secret, totpStep(noon) + 1) })).json().code).toBe('wrong-code')
  expect((await signIn({ code: codeAt(0) })).json().code).toBe('wrong-code')
  now = noon + 5 * minute
  expect((await signIn({ code: codeAt(0) })).statusCode).toBe(200)
})

/** When an event that says it happened at `timestamp`, sent at `sentAt` by the sender's clock, is stored to have happened. */
async function storedAt(more: object): Promise<string> {
  const { status, body } = await house.ask('write', 'POST', '/v1/page', {
    userId: 'ann',
    name: 'x',
    messageId: crypto.randomUUID(),
    ...more,
  })
  if (status !== 200) return body.code
  const rows = await house.attune.events.query<{ ts: unknown }>(
    'SELECT epoch_ms(ts) AS ts FROM events ORDER BY received_at DESC, ts DESC',
  )
  expect(rows).toHaveLength(1)
  await house.attune.events.run('DELETE FROM events')
  return new Date(Number(rows[0]!.ts)).toISOString()
}
const iso = (at: number): string => new Date(at).toISOString()

test.each([-year, -hour, 0, hour, year])(
  'a sender whose clock is off by %i milliseconds is set right by when it says it sent',
  async (off) => {
    expect(await storedAt({ timestamp: iso(noon + off - minute), sentAt: iso(noon + off) })).toBe(iso(noon - minute))
  },
)

test('times that cannot be are refused, not stored: ahead of us, before all time, and no times at all', async () => {
  for (const more of [
    { timestamp: iso(noon + hour) },
    { timestamp: iso(noon + year), sentAt: iso(noon) },
    { timestamp: '9999-12-31T23:59:59Z' },
    { timestamp: '0001-01-01T00:00:00Z' },
    { timestamp: iso(noon), sentAt: '9999-12-31T23:59:59Z' },
    { timestamp: '+275760-09-13T00:00:00.000Z' },
    { timestamp: 'soon' },
    { timestamp: iso(noon), sentAt: 'just now' },
  ])
    expect({ more, stored: await storedAt(more) }).toEqual({ more, stored: expect.not.stringMatching(/^\d{4}-/) })
})
