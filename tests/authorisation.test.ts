import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteRule } from '../packages/attune/src/api/route-rules.ts'
import { permissionsOf, type Role, roles } from '../packages/attune/src/protect/access/roles.ts'
import type { Scope } from '../packages/attune/src/protect/api-keys.ts'
import { openInstallation, type TestInstallation } from './support.ts'

/** The whole table, route by route: as the rule says, so it is answered. */
let installation: TestInstallation
beforeAll(async () => {
  installation = await openInstallation({ config: { server: { anonymousRequestsPerMinute: 100_000 } } })
})
afterAll(() => installation.close())

const scopes: readonly Scope[] = ['write', 'decide', 'read', 'admin']
const ruled = (): RouteRule[] => installation.app.rules.filter(({ open }) => open === undefined)

async function statusOf({ method, url }: RouteRule, headers: Record<string, string>): Promise<number> {
  const response = await installation.app.inject({
    method: method as 'GET',
    url: url.replaceAll(/:\w+/g, 'x'),
    headers,
    ...(['GET', 'HEAD'].includes(method) ? {} : { payload: {} }),
    // A live stream has no end to wait for.
    payloadAsStream: true,
  })
  response.stream().destroy()
  return response.statusCode
}

/** A session of its own for every request: signing out is among them. */
function cookieOf(role: Role): Record<string, string> {
  const { access } = installation.attune
  const email = `${role}@example.org`
  const known = access.users.list('default').find((user) => user.email === email)
  const { id } = known ?? access.users.create('default', { email, name: role, role }, 'test')
  const { token } = access.sessions.open({ workspace: 'default', userId: id, method: 'password', agent: 'test' })
  return { cookie: `attune=${token}`, origin: 'http://localhost' }
}

const refused = (status: number): boolean => status === 401 || status === 403

test('there is a rule for every documented operation', async () => {
  const { body } = await installation.ask('none', 'GET', '/openapi.json')
  const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  const known = new Set(installation.app.rules.map(({ method, url }) => `${method} ${url}`))
  expect(documented.filter((one) => one.includes(' /v1/') && !known.has(one))).toEqual([])
  expect(ruled().length).toBeGreaterThan(80)
})

test('every endpoint refuses whoever shows nothing', async () => {
  for (const rule of ruled()) expect({ ...rule, status: await statusOf(rule, {}) }).toEqual({ ...rule, status: 401 })
})

describe.each(scopes)('a key with scope %s', (scope) => {
  test('may call what the table says, and nothing else', async () => {
    for (const rule of ruled()) {
      const status = await statusOf(rule, { authorization: `Bearer ${installation.keys[scope]}` })
      const may = rule.scopes?.length !== 0 && (scope === 'admin' || rule.scopes?.includes(scope) === true)
      expect({ method: rule.method, url: rule.url, may: !refused(status) }).toEqual({
        method: rule.method,
        url: rule.url,
        may,
      })
    }
  })
})

describe.each(roles)('somebody who is %s', (role) => {
  test('may call what the table says, and nothing else', async () => {
    for (const rule of ruled()) {
      const status = await statusOf(rule, cookieOf(role))
      const may = rule.can !== undefined && permissionsOf(role).includes(rule.can)
      expect({ method: rule.method, url: rule.url, may: !refused(status) }).toEqual({
        method: rule.method,
        url: rule.url,
        may,
      })
    }
  })
})

test('what everybody may is said with a reason, and is not more than signing in', () => {
  const open = installation.app.rules.filter((rule) => rule.open !== undefined && rule.method !== 'HEAD')
  expect(open.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
    // They judge the key that stands in the address themselves, and take none that reads.
    'GET /api/features/:clientKey',
    'GET /sub/:clientKey',
    'GET /v1/session',
    'GET /v1/session/oidc',
    'GET /v1/session/oidc/callback',
    'POST /v1/session',
    'POST /v1/session/link',
  ])
})

test('who looks only can change nothing but their own account (written out by hand)', async () => {
  const changes = ruled().filter(
    ({ method, can }) => !['GET', 'HEAD'].includes(method) && can && permissionsOf('readOnly').includes(can),
  )
  expect(changes.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
    'DELETE /v1/session',
    'DELETE /v1/sessions/:id',
    'POST /v1/behaviour/funnel',
    'POST /v1/behaviour/paths',
    'POST /v1/behaviour/retention',
    'POST /v1/flags/evaluate',
    'POST /v1/language/analyse',
    'POST /v1/language/embed',
    'POST /v1/metrics/preview',
    'POST /v1/privacy/verify',
    'POST /v1/recommendations',
    'POST /v1/segments/preview',
    'POST /v1/session/totp',
    'POST /v1/session/totp/confirm',
    'POST /v1/session/totp/remove',
    'POST /v1/uplift/:id/targets',
    'PUT /v1/session/password',
  ])
})

test('erasing, exporting and closing requests is for owners and data-protection officers (written out by hand)', () => {
  const urls = ['/v1/people/:id/erase', '/v1/people/:id/export', '/v1/privacy/requests/:id/close']
  for (const url of urls) {
    const can = ruled().find((rule) => rule.url === url)?.can
    expect(roles.filter((role) => can && permissionsOf(role).includes(can))).toEqual(['owner', 'dataProtectionOfficer'])
  }
})
