import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { type VerifyWebhookOptions, verifyWebhook, type WebhookError } from './verify-webhook.ts'

/** The example that the libraries of Standard Webhooks are tested with. */
const published = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const secret = `whsec_${Buffer.from('another secret of thirty-two byte').toString('base64')}`
const at = published.timestamp
const body = '{"type":"person.erased","timestamp":"2021-02-25T15:02:10.000Z","data":{"personIds":["p茶"]}}'

const sign = (text: string, { key = secret, id = 'msg_1', time = at } = {}): string =>
  `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    .update(`${id}.${time}.${text}`)
    .digest('base64')}`
const headersOf = (signature: string, { id = 'msg_1', time = String(at) } = {}) => ({
  'webhook-id': id,
  'webhook-timestamp': time,
  'webhook-signature': signature,
})
const good: VerifyWebhookOptions = { body, headers: headersOf(sign(body)), secret, now: at * 1000 }
const refused = (change: Partial<VerifyWebhookOptions>): Promise<string> =>
  verifyWebhook({ ...good, ...change }).then(
    () => 'accepted',
    (error: WebhookError) => error.code,
  )

test('the published example has the right signature, and only that one', async () => {
  const { secret: key, id, timestamp, body: text, signature } = published
  const asked = (one: string) =>
    refused({
      secret: key,
      body: text,
      headers: headersOf(one, { id, time: String(timestamp) }),
    })
  // It is signed right; what it says is no message of ours.
  expect(await asked(signature)).toBe('malformed')
  expect(await asked(signature.replace('v1,g', 'v1,h'))).toBe('bad-signature')
})

test('a message is read when it is as it was signed', async () => {
  const message = {
    id: 'msg_1',
    type: 'person.erased',
    timestamp: '2021-02-25T15:02:10.000Z',
    data: { personIds: ['p茶'] },
  }
  expect(await verifyWebhook(good)).toEqual(message)
  expect(await verifyWebhook({ ...good, body: Buffer.from(body) })).toEqual(message)
  expect(await verifyWebhook({ ...good, headers: new Headers(headersOf(sign(body))) })).toEqual(message)
})

test.each<[string, Partial<VerifyWebhookOptions>]>([
  ['another body', { body: `${body} ` }],
  ['another id', { headers: headersOf(sign(body), { id: 'msg_2' }) }],
  ['another time', { headers: headersOf(sign(body), { time: String(at + 1) }) }],
  ['another secret', { secret: published.secret }],
  ['no signature of v1', { headers: headersOf(sign(body).replace('v1,', 'v1a,')) }],
  ['half a signature', { headers: headersOf(sign(body).slice(0, -8)) }],
  ['no base64', { headers: headersOf('v1,***') }],
])('a message with %s is refused', async (_, change) => {
  expect(await refused(change)).toBe('bad-signature')
})

test('one of several signatures by one of several secrets is enough', async () => {
  const headers = headersOf(`v1a,x v1,${Buffer.from('no').toString('base64')} ${sign(body)}`)
  expect(await refused({ headers })).toBe('accepted')
  expect(await refused({ headers, secret: [published.secret, secret] })).toBe('accepted')
})

test('a message is taken for five minutes before and after its time', async () => {
  expect(await refused({ now: (at + 300) * 1000 })).toBe('accepted')
  expect(await refused({ now: (at + 301) * 1000 })).toBe('too-old')
  expect(await refused({ now: (at - 300) * 1000 })).toBe('accepted')
  expect(await refused({ now: (at - 301) * 1000 })).toBe('too-new')
  expect(await refused({ now: (at + 301) * 1000, toleranceSeconds: 600 })).toBe('accepted')
  expect(await refused({ now: at * 1000 + 86_400_000 * 400 })).toBe('too-old')
})

test('a message that was seen is refused, and a forged one is not even looked up', async () => {
  const asked: string[] = []
  const seen = async (id: string) => asked.push(id) > 1
  expect([await refused({ seen }), await refused({ seen })]).toEqual(['accepted', 'replayed'])
  expect(await refused({ seen, body: '{}' })).toBe('bad-signature')
  expect(asked).toEqual(['msg_1', 'msg_1'])
})

test.each<[string, Partial<VerifyWebhookOptions>]>([
  ['without an id', { headers: { 'webhook-timestamp': '1', 'webhook-signature': 'v1,' } }],
  ['with a time that is none', { headers: headersOf(sign(body), { time: '1e9' }) }],
  ['that is no JSON', { body: 'x', headers: headersOf(sign('x')) }],
  ['that says nothing', { body: 'null', headers: headersOf(sign('null')) }],
])('a message %s is malformed', async (_, change) => {
  expect(await refused(change)).toBe('malformed')
})

test('a secret that is none is said at once', async () => {
  await expect(verifyWebhook({ ...good, secret: '' })).rejects.toThrow('whsec_')
})
