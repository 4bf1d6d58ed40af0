import { verifyWebhook } from '@attune/client/webhooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { openReceiver, type Receiver } from '../packages/attune/src/webhooks/receiver.fixture.ts'
import { serveProcess, temporaryFolder } from './support.ts'

let receiver: Receiver
beforeEach(async () => {
  receiver = await openReceiver()
})
afterEach(() => receiver.close())

const env = { ATTUNE_PROTECT_OUTGOING_ALLOWED_HOSTS: '127.0.0.1', ATTUNE_PROTECT_OUTGOING_ALLOW_HTTP: '127.0.0.1' }

test('a server killed in the middle of telling tells everything once it is back, what was under way under the same id', {
  timeout: 120_000,
}, async () => {
  const dataDir = temporaryFolder()
  const first = await serveProcess(dataDir, env)
  const ask = async (url: string, body: object) => {
    const response = await fetch(`${first.url}${url}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${first.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(response.ok).toBe(true)
    return response.json()
  }
  const { secret } = await ask('/v1/webhooks', { url: receiver.url, events: ['person.consentChanged'] })
  // From the tenth on it takes messages and says nothing.
  receiver.answer = () => (receiver.heard.length < 10 ? 204 : null)
  const people = 30
  for (let n = 0; n < people; n++) await ask('/v1/consent', { userId: `person ${n}`, purposes: { advertising: false } })
  await vi.waitFor(() => expect(receiver.heard.length).toBe(10), { timeout: 30_000 })
  await first.kill('SIGKILL')

  receiver.answer = () => 204
  const second = await serveProcess(dataDir, env)
  const persons = () => new Set(receiver.heard.map(({ message }) => message.data.personId))
  await vi.waitFor(() => expect(persons().size).toBe(people), { timeout: 60_000, interval: 100 })
  await second.kill('SIGTERM')
  // Every message once, but for the one that was under way.
  const ids = receiver.heard.map(({ id }) => id)
  expect(ids.length).toBe(people + 1)
  expect(ids.slice(10)).toContain(ids[9])
  expect(new Set(ids).size).toBe(people)
  for (const heard of receiver.heard) await verifyWebhook({ ...heard, secret })
})

test('the command line adds, tests, lists, rotates and removes webhooks, with and without a server', {
  timeout: 120_000,
}, async () => {
  const dataDir = temporaryFolder()
  const cli = async (...args: string[]) => {
    const { code, stdout, stderr } = await runHere(['webhooks', ...args, '--data-dir', dataDir, '--json'], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout)
  }
  await runHere(['init', '--data-dir', dataDir, '--json'], { env })
  const { webhook, secret } = await cli('add', receiver.url, '--events', 'all')
  expect((await cli('test', webhook.id)).state).toBe('delivered')
  await verifyWebhook({ ...receiver.heard[0]!, secret })
  expect((await cli('list')).webhooks).toMatchObject([{ id: webhook.id, url: receiver.url, enabled: true }])

  const server = await serveProcess(dataDir, env)
  const rotated = await cli('rotate', webhook.id, '--overlap-minutes', '0')
  expect((await cli('test', webhook.id)).state).toBe('delivered')
  await verifyWebhook({ ...receiver.heard[1]!, secret: rotated.secret })
  await expect(verifyWebhook({ ...receiver.heard[1]!, secret })).rejects.toMatchObject({ code: 'bad-signature' })
  expect((await cli('deliveries', webhook.id)).deliveries.map(({ type }: { type: string }) => type)).toEqual([
    'ping',
    'ping',
  ])
  expect((await cli('disable', webhook.id)).enabled).toBe(false)
  expect((await cli('enable', webhook.id)).enabled).toBe(true)
  await cli('remove', webhook.id)
  expect((await cli('list')).webhooks).toEqual([])
  await server.kill('SIGTERM')
})

test('the command line says what is wrong with an address, and with a receiver that does not answer', {
  timeout: 60_000,
}, async () => {
  const dataDir = temporaryFolder()
  await runHere(['init', '--data-dir', dataDir, '--json'])
  const refused = await runHere([
    'webhooks',
    'add',
    'https://169.254.169.254/latest',
    '--events',
    'all',
    '--data-dir',
    dataDir,
  ])
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('its host is not public') })
  const wrong = await runHere(['webhooks', 'add', receiver.url, '--events', 'everything', '--data-dir', dataDir])
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('“everything” is none of person.erased') })

  const added = await runHere(['webhooks', 'add', receiver.url, '--events', 'all', '--data-dir', dataDir, '--json'], {
    env,
  })
  const { id } = JSON.parse(added.stdout).webhook
  // The configuration that allowed it is gone: it is refused again when it is to be sent.
  const without = await runHere(['webhooks', 'test', id, '--data-dir', dataDir])
  expect(without).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing answered') })
  expect(receiver.heard).toEqual([])
})
