import { connect } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import type { TestInstallation } from '../support.ts'
import { closeOf, openListeningTarget, openTarget } from './attack-support.ts'

let house: TestInstallation
afterEach(() => house.close())

/** Holds what comes to the collector until it is let go: the work that a crowd waits for. */
function gate({ attune }: TestInstallation): { readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const collect = attune.collector.collect
  vi.spyOn(attune.collector, 'collect').mockImplementation(async (...args) => {
    await promise
    return collect(...args)
  })
  return { open: resolve }
}

const waiting = async () => (await house.attune.telemetry.requestsWaiting.get()).values[0]?.value

const keyOf = (name: string): string =>
  house.attune.keys.create({ workspace: 'default', name, scopes: ['write'], actor: 'test' }).secret

const page = (key: string, n: number | string) =>
  house.app.inject({
    method: 'POST',
    url: '/v1/page',
    headers: { authorization: `Bearer ${key}` },
    payload: { anonymousId: `a${n}`, name: 'Home' },
  })

test('one key with a thousand requests waiting does not hold up another’s first', { timeout: 120_000 }, async () => {
  house = await openTarget({ limits: { requestsInFlight: 2 } })
  const { open } = gate(house)
  const [flood, quiet] = [keyOf('flood'), keyOf('quiet')]
  const order: string[] = []
  const floods = Array.from({ length: 1_000 }, (_, n) =>
    page(flood, n).then(({ statusCode }) => order.push(`flood ${statusCode}`)),
  )
  await vi.waitFor(async () => expect(await waiting()).toBe(998), { timeout: 60_000 })
  const last = page(quiet, 'quiet').then(({ statusCode }) => order.push(`quiet ${statusCode}`))
  await vi.waitFor(async () => expect(await waiting()).toBe(999))
  open()
  await Promise.all([...floods, last])
  expect(order.indexOf('quiet 200')).toBeLessThan(8)
  expect(order.filter((one) => one === 'flood 200')).toHaveLength(1_000)
  expect(await waiting()).toBe(0)
})

test('a line has an end: more is refused, with when to come back; health is told all the same', async () => {
  house = await openTarget({ limits: { requestsInFlight: 1, waitingPerCaller: 2, waiting: 4 } })
  const { open } = gate(house)
  const [first, second, third] = [keyOf('first'), keyOf('second'), keyOf('third')]
  const answer = async (key: string, n: number) => {
    const { statusCode, headers, body } = await page(key, n)
    return [statusCode, (JSON.parse(body) as { code?: string }).code, headers['retry-after']]
  }
  const kept = [page(first, 1), page(first, 2), page(first, 3), page(second, 4)]
  await vi.waitFor(async () => expect(await waiting()).toBe(3))
  expect(await answer(first, 5)).toEqual([429, 'too-many-waiting', '1'])
  kept.push(page(third, 6))
  await vi.waitFor(async () => expect(await waiting()).toBe(4))
  expect(await answer(third, 7)).toEqual([503, 'busy', '1'])
  for (const url of ['/healthz', '/readyz']) expect((await house.app.inject(url)).statusCode).toBe(200)
  open()
  expect((await Promise.all(kept)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
})

test('who hangs up leaves the line, and gives the place back that was held, also behind another answer on the connection', async () => {
  const listening = await openListeningTarget({ limits: { requestsInFlight: 2 } })
  house = listening
  const { open } = gate(house)
  const key = keyOf('caller')
  const body = JSON.stringify({ anonymousId: 'a', name: 'Home' })
  const request = `POST /v1/page HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  const socket = connect(listening.port, '127.0.0.1').on('error', () => {})
  socket.write(request.repeat(5))
  await vi.waitFor(async () => expect(await waiting()).toBe(3))
  socket.destroy()
  await closeOf(socket)
  await vi.waitFor(async () => expect(await waiting()).toBe(0))
  // Both places are free again: two begin, the third waits.
  const others = [page(key, 1), page(key, 2), page(key, 3)]
  await vi.waitFor(async () => expect(await waiting()).toBe(1))
  open()
  expect((await Promise.all(others)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
})

test('bodies that come slowly take up no place', async () => {
  const listening = await openListeningTarget({ limits: { requestsInFlight: 1, requestSeconds: 60 } })
  house = listening
  let received = 0
  listening.app.server.on('request', () => {
    received += 1
  })
  const slow = Array.from({ length: 20 }, () => connect(listening.port, '127.0.0.1').on('error', () => {}))
  for (const socket of slow)
    socket.write(
      `POST /v1/page HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${house.keys.write}\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{`,
    )
  await vi.waitFor(() => expect(received).toBe(20))
  expect(
    (await fetch(`${listening.url}/v1/whoami`, { headers: { authorization: `Bearer ${house.keys.read}` } })).status,
  ).toBe(200)
  for (const socket of slow) socket.destroy()
  await Promise.all(slow.map(closeOf))
})
