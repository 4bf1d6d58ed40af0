import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { totpCode, totpStep } from '../../packages/attune/src/protect/access/totp.ts'
import { newRun } from '../../packages/attune/src/runs/new-run.fixture.ts'
import { lockRun } from '../../packages/attune/src/runs/run-lock.ts'
import type { TestInstallation } from '../support.ts'
import { openTarget, sessionHeaders } from './attack-support.ts'

const password = 'teal-Lantern-9410-orbit'
const now = Date.UTC(2026, 2, 2, 12)
let house: TestInstallation
beforeEach(async () => {
  house = await openTarget({}, { now: () => now, config: { collect: { groupCommitMs: 1 } } })
  await house.ask('admin', 'PUT', '/v1/items/tea', { title: 'Tea', kind: 'product' })
  for (const id of ['cup', 'pot']) await house.ask('admin', 'PUT', `/v1/items/${id}`, { title: id, kind: 'product' })
  const viewed = (at: number) => ({
    type: 'track',
    userId: at === 0 ? 'ann' : `shopper-${at >> 1}`,
    event: 'Product Viewed',
    properties: { product_id: ['tea', 'cup', 'pot'][at % 3] },
  })
  await house.send(Array.from({ length: 40 }, (_, at) => viewed(at)))
})
afterEach(() => house.close())

type Request = { url: string; payload?: unknown; headers?: Record<string, string> }
type Prepare = () => Promise<Request> | Request

const event =
  (type: string, more: object): Prepare =>
  () => ({
    url: `/v1/${type}`,
    payload: { messageId: 'm-1', userId: 'ann', ...more },
  })
const train = async (): Promise<number> => {
  const { version, done } = await house.attune.models.train({
    workspace: 'default',
    name: 'recencyItemKnn',
    actor: 'test',
  })
  await done
  return version
}
const experiment = () =>
  house.ask('admin', 'PUT', '/v1/experiments/colour', {
    variations: ['grey', 'green'].map((id) => ({ id, weight: 1 })),
    metrics: ['buyers'],
  })
const link = async (): Promise<string> => {
  const { body } = await house.ask('admin', 'POST', '/v1/users', {
    email: 'new@example.org',
    name: 'New',
    role: 'analyst',
  })
  return body.link.path.split('/').at(-1)
}

/** Sent again by whoever recorded it, a request of these has no more effect, for the reason given. */
const once: Record<string, readonly [why: string, prepare: Prepare]> = {
  'POST /v1/track': [
    'a messageId counts once',
    event('track', {
      event: 'Order Completed',
      properties: { order_id: 'o', total: 5, products: [{ product_id: 'tea', price: 5 }] },
    }),
  ],
  'POST /v1/identify': ['a messageId counts once', event('identify', { traits: { plan: 'gold' } })],
  'POST /v1/page': ['a messageId counts once', event('page', { name: 'Home' })],
  'POST /v1/screen': ['a messageId counts once', event('screen', { name: 'Home' })],
  'POST /v1/group': ['a messageId counts once', event('group', { groupId: 'acme' })],
  'POST /v1/alias': ['a messageId counts once', event('alias', { previousId: 'visitor-1' })],
  'POST /v1/batch': [
    'each messageId counts once',
    () => ({ url: '/v1/batch', payload: { batch: [{ type: 'page', messageId: 'b-1', userId: 'ann', name: 'x' }] } }),
  ],
  'POST /v1/exposures': [
    'that a decision was seen has an id made of what was seen',
    async () => {
      const asked = { placement: 'home', userId: 'ann' }
      const { decisionId } = (await house.ask('read', 'POST', '/v1/recommendations', asked)).body
      return { url: '/v1/exposures', payload: { decisionId } }
    },
  ],
  'POST /v1/consent': [
    'saying the same again is no new word',
    () => ({ url: '/v1/consent', payload: { userId: 'ann', purposes: { advertising: false }, source: 'banner' } }),
  ],
  'POST /v1/items/delete': ['what is gone is gone', () => ({ url: '/v1/items/delete', payload: { ids: ['tea'] } })],
  'POST /v1/models/:name/promote': [
    'the live version stays the live one',
    async () => ({ url: '/v1/models/recencyItemKnn/promote', payload: { version: await train() } }),
  ],
  'POST /v1/models/:name/rollback': [
    'there is nothing to go back to after going back',
    async () => {
      await train()
      await train()
      return { url: '/v1/models/recencyItemKnn/rollback', payload: {} }
    },
  ],
  'POST /v1/runs/:id/cancel': [
    'who is asked to end ends once',
    () => {
      const { id, folder } = house.attune.runs.create(newRun)
      lockRun(folder)
      return { url: `/v1/runs/${id}/cancel` }
    },
  ],
  'POST /v1/placements/preview': [
    'it is only looked at',
    () => ({
      url: '/v1/placements/preview',
      payload: { placement: { title: { en: 'x', zh: 'x' }, split: [{ variation: 'a', model: 'popular', weight: 1 }] } },
    }),
  ],
  'POST /v1/experiments/:id/start': [
    'what runs is refused a start',
    async () => {
      await experiment()
      return { url: '/v1/experiments/colour/start' }
    },
  ],
  'POST /v1/experiments/:id/stop': [
    'what is over is not stopped again',
    async () => {
      await experiment()
      await house.ask('admin', 'POST', '/v1/experiments/colour/start')
      return { url: '/v1/experiments/colour/stop', payload: { winner: 'green' } }
    },
  ],
  'POST /v1/experiments/:id/archive': [
    'what is put away stays as it is',
    async () => {
      await experiment()
      return { url: '/v1/experiments/colour/archive' }
    },
  ],
  'POST /v1/prompts/:id/versions': [
    'the same words are one version',
    () => {
      const words = (system: string) => ({ system, user: '{{instruction}}' })
      const texts = { en: words('Answer in one short line.'), zh: words('请用一行字回答，内容务必简短明确。') }
      return { url: '/v1/prompts/admin/versions', payload: { title: 'Brief', texts } }
    },
  ],
  'POST /v1/flags/evaluate': [
    'it is only looked at',
    () => ({ url: '/v1/flags/evaluate', payload: { userId: 'ann' } }),
  ],
  'POST /v1/language/sentiment/train': [
    'the same reviews teach the same model',
    () => ({ url: '/v1/language/sentiment/train' }),
  ],
  'POST /v1/language/encoder/corpus': ['the same files are written', () => ({ url: '/v1/language/encoder/corpus' })],
  'POST /v1/language/analyse': [
    'it is only looked at',
    () => ({ url: '/v1/language/analyse', payload: { texts: ['很好 good'] } }),
  ],
  'POST /v1/people/:id/erase': [
    'who is erased is unknown',
    () => ({ url: '/v1/people/ann/erase', payload: { confirm: 'ann' } }),
  ],
  'POST /v1/privacy/requests/:id/close': [
    'what is closed is closed',
    async () => {
      const { id } = (await house.ask('admin', 'POST', '/v1/privacy/requests', { kind: 'access', person: 'ann' })).body
      return { url: `/v1/privacy/requests/${id}/close`, payload: { status: 'done' } }
    },
  ],
  'POST /v1/privacy/verify': ['it is only looked at', () => ({ url: '/v1/privacy/verify', payload: {} })],
  'POST /v1/people/:id/correct': [
    'what is right already is refused',
    async () => {
      await house.send([{ type: 'identify', userId: 'ann', messageId: 'i-1', traits: { plan: 'silver' } }])
      return { url: '/v1/people/ann/correct', payload: { traits: { plan: 'gold' } } }
    },
  ],
  'POST /v1/session/link': [
    'a link counts once',
    async () => ({ url: '/v1/session/link', payload: { token: await link(), password } }),
  ],
  'POST /v1/session/totp/confirm': [
    'a code counts once',
    async () => {
      const headers = sessionHeaders(house)
      const session = house.attune.access.sessions.find(headers.cookie!.slice('attune='.length))!
      const secret = house.attune.access.secondFactor.begin('default', session.userId)
      return { url: '/v1/session/totp/confirm', headers, payload: { code: totpCode(secret, totpStep(now)) } }
    },
  ],
  'POST /v1/session/totp/remove': [
    'what is taken away is away',
    () => ({ url: '/v1/session/totp/remove', headers: sessionHeaders(house), payload: {} }),
  ],
  'POST /v1/users': [
    'an e-mail is one user',
    () => ({ url: '/v1/users', payload: { email: 'a@example.org', name: 'A', role: 'analyst', password } }),
  ],
}

for (const [what, why] of [
  ['disable', 'who is disabled stays so'],
  ['enable', 'who is enabled stays so'],
] as const)
  once[`POST /v1/users/:id/${what}`] = [
    why,
    async () => {
      await link()
      return { url: `/v1/users/${house.attune.access.users.list('default')[0]!.id}/${what}` }
    },
  ]

/** These do the same again, and why that does no harm. */
const again: Readonly<Record<string, string>> = {
  'POST /v1/recommendations': 'a decision that nobody saw counts for nothing: reports count what was seen',
  'POST /v1/generate':
    'an equal question within the hour is answered from the cache; takes an admin key or a person, within the budget',
  'POST /v1/language/embed': 'it is only looked at',
  'POST /v1/clusters': 'the same groups are found and kept in place of those before',
  'POST /v1/behaviour/funnel': 'it counts and keeps nothing',
  'POST /v1/behaviour/retention': 'it counts and keeps nothing',
  'POST /v1/behaviour/paths': 'it counts and keeps nothing',
  'POST /v1/value': 'the same values are worked out and kept in place of those before',
  'POST /v1/value/actions': 'it proposes and keeps nothing',
  'POST /v1/uplift': 'a model more, learnt from the same people; one at a time, and each stands in the audit',
  'POST /v1/uplift/:id/targets': 'it counts and keeps nothing',
  'POST /v1/uplift/:id/segment': 'the same segment and scores take the place of those before; each stands in the audit',
  'POST /v1/reports': 'the same report of the same days takes the place of the one before; each stands in the audit',
  'POST /v1/metrics/preview': 'it counts and keeps nothing',
  'POST /v1/segments/preview': 'it counts and keeps nothing',
  'POST /v1/segments/propose': 'it proposes and keeps nothing',
  'POST /v1/segments/:id/undo': 'undoing an undo brings the change back; each stands in the audit',
  'POST /v1/keys':
    'takes an admin key or a person, who could make as many anyway; each stands in the list and the audit',
  'POST /v1/keys/:id/rotate': 'the same; each new key stands in the list and the audit',
  'POST /v1/labels/:task/train': 'a version more, learnt from the same labels',
  'POST /v1/models/:name/train': 'a version more; the live one changes only for a better one',
  'POST /v1/privacy/requests': 'a person may ask twice; each has its deadline',
  'POST /v1/webhooks':
    'takes an admin key or a person, who could make as many anyway; each stands in the list and the audit',
  'POST /v1/webhooks/:id/rotate': 'the same; the secret before it signs as long as was said',
  'POST /v1/webhooks/:id/test': 'another ping, which tells nothing',
  'POST /v1/access/review': 'it was reviewed again, by whom the audit says',
  'POST /v1/session': 'a password opens as many sessions as one signs in; a second factor’s code counts once',
  'POST /v1/session/totp': 'a new secret, in force only once a code of it was given',
  'POST /v1/users/:id/reset': 'a new link; the one before opens nothing any more',
  'POST /v1/break-glass': 'an hour from now on, with a line in the audit each time; takes the session itself',
}

test('of every POST it is said what happens when it is sent again', () => {
  const routes = house.app.rules.filter(({ method }) => method === 'POST').map(({ method, url }) => `${method} ${url}`)
  expect([...Object.keys(once), ...Object.keys(again)].toSorted()).toEqual(routes.toSorted())
})

/** Everything that is stored, but for the audit (that something was tried again may be noted) and times of use. */
async function stored(): Promise<string> {
  const { raw } = house.attune.state
  const tables = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
  const rows = tables
    .filter(({ name }) => !/^(audit|sign_in_failures|sqlite_.*|.*fts.*)$/.test(name))
    .map(({ name }) => [
      name,
      (raw.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[]).map((row) => ({
        ...row,
        last_used_at: 0,
        last_signed_in_at: 0,
        updated_at: 0,
      })),
    ])
  const events = await Promise.all(
    ['events', 'interactions', 'decisions'].map((table) =>
      house.attune.events.query(`SELECT count(*) AS n FROM ${table}`),
    ),
  )
  const text = JSON.stringify([rows, events], (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  )
  // What is sealed again looks different and is the same; its length stays.
  const read = text.replaceAll(/s1\.[\w-]+/g, ({ length }) => `sealed ${length}`)
  return createHash('sha256').update(read).digest('hex')
}

const send = ({ url, payload, headers }: Request) =>
  house.app.inject({
    method: 'POST',
    url,
    headers: headers ?? { authorization: `Bearer ${house.keys.admin}` },
    ...(payload === undefined ? {} : { payload: payload as object }),
  })

test.each(Object.entries(once).map(([route, [why, prepare]]) => [route, why, prepare] as const))(
  '%s sent again changes nothing: %s',
  async (route, _, prepare) => {
    const request = await prepare()
    const first = await send(request)
    // A receipt that is none is refused; everything else is done once.
    if (route !== 'POST /v1/privacy/verify')
      expect({ status: first.statusCode, body: first.body }).toMatchObject({
        status: expect.toSatisfy((status: number) => status < 300),
      })
    await house.attune.purge.settled()
    const before = await stored()
    const second = await send(request)
    expect(second.statusCode).toBeLessThan(500)
    await house.attune.purge.settled()
    expect(await stored()).toBe(before)
  },
)

test('decisions that are asked for again and again change no figure of what was seen', async () => {
  const asked = { placement: 'home', userId: 'ann' }
  const { decisionId } = (await house.ask('read', 'POST', '/v1/recommendations', asked)).body
  await house.ask('read', 'POST', '/v1/exposures', { decisionId })
  const figures = async () => {
    const { body } = await house.ask('read', 'GET', '/v1/reports/decisions?by=placement')
    const [{ exposures, clicks, conversions, ctr }] = body.rows
    return { exposures, clicks, conversions, ctr }
  }
  const before = await figures()
  for (let n = 0; n < 20; n++) await house.ask('read', 'POST', '/v1/recommendations', asked)
  expect(await figures()).toEqual(before)
  expect(before.exposures).toBeGreaterThan(0)
})

test('a code of a second factor opens one session, however often the same sign-in is sent', async () => {
  const { user } = (
    await house.ask('admin', 'POST', '/v1/users', { email: 'two@example.org', name: 'Two', role: 'owner', password })
  ).body
  const { secondFactor } = house.attune.access
  const secret = secondFactor.begin('default', user.id)
  secondFactor.confirm('default', user.id, totpCode(secret, totpStep(now) - 1))
  const request = {
    url: '/v1/session',
    payload: { email: 'two@example.org', password, code: totpCode(secret, totpStep(now)) },
    headers: {},
  }
  const answers = await Promise.all([send(request), send(request), send(request)])
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401, 401])
})
