import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from '../../packages/attune/src/api/create-server.ts'
import { certificateFor } from '../../packages/attune/src/api/tls/certificate.fixture.ts'
import { closeOf, converse, openListeningTarget, openTarget, statusesIn } from './attack-support.ts'

/** Short, so that the tests are. Whoever is quicker is served. */
const limits = { headersSeconds: 0.4, requestSeconds: 0.8, keepAliveSeconds: 0.2, headerBytes: 4096 }
let house: Awaited<ReturnType<typeof openListeningTarget>>
beforeAll(async () => {
  house = await openListeningTarget({ limits: { ...limits, connections: 40, connectionsPerAddress: 20 } })
})
afterAll(() => house.close())

const head = 'POST /v1/batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
const authorised = (): string => `${head}authorization: Bearer ${house.keys.write}\r\n`

test.each([
  ['nothing at all', () => ['']],
  ['half a line', () => ['GET /hea']],
  ['half a head', () => [head]],
  ['half a body', () => [`${authorised()}content-length: 100\r\n\r\n{"batch"`]],
  ['half a chunk', () => [`${authorised()}transfer-encoding: chunked\r\n\r\n50\r\n{"batch"`]],
  ['one event, and a head that never ends after it', () => [`GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n${head}`]],
] as const)('a connection that sends %s is closed, and told that it was too slow', async (_, parts) => {
  const statuses = statusesIn(await converse(house.port, ...parts()))
  expect(statuses.at(-1)).toBe(408)
})

test('a head that comes a byte at a time is closed at the same limit: bytes buy no time', async () => {
  const socket = connect(house.port, '127.0.0.1')
  socket.on('error', () => {})
  let heard = ''
  socket.on('data', (bytes) => {
    heard += bytes.toString()
  })
  socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n')
  const drip = setInterval(() => socket.write('x-a: b\r\n'), 20)
  await closeOf(socket)
  clearInterval(drip)
  expect(statusesIn(heard)).toEqual([408])
})

test('a body that comes a byte at a time is closed, and its slot with it', async () => {
  const socket = connect(house.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`${authorised()}content-length: 100000\r\n\r\n`)
  const drip = setInterval(() => socket.write(' '), 20)
  await closeOf(socket)
  clearInterval(drip)
  await house.send([{ type: 'page', anonymousId: 'a1', name: 'Home' }])
})

test('a connection that is kept and not used is closed', async () => {
  expect(statusesIn(await converse(house.port, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'))).toEqual([200])
})

test('a handshake that never comes is not waited for', async () => {
  const { cert, key } = certificateFor()
  const own = await openTarget({ limits })
  const certificate = { cert, key, minVersion: 'TLSv1.2', own: cert, validUntil: 0, warnings: [] } as const
  const app = await createServer(own.attune, { certificate })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  expect(await converse(Number(new URL(url).port), Buffer.from([0x16, 0x03, 0x01]))).toBe('')
  await app.close()
  await own.close()
})

test('a head that is too large is refused', async () => {
  const large = `GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-large: ${'x'.repeat(5_000)}\r\n\r\n`
  expect(statusesIn(await converse(house.port, large))).toEqual([431])
  const many = `GET /healthz HTTP/1.1\r\nhost: localhost\r\n${'a: b\r\n'.repeat(1_000)}\r\n`
  expect(statusesIn(await converse(house.port, many))).toEqual([431])
})

test('one address has so many connections and no more, and what is closed makes room', async () => {
  const open = Array.from({ length: 20 }, () => connect(house.port, '127.0.0.1').on('error', () => {}))
  await Promise.all(open.map((socket) => once(socket, 'connect')))
  expect(await converse(house.port, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n')).toBe('')
  for (const socket of open) socket.destroy()
  await Promise.all(open.map(closeOf))
  await expect.poll(async () => (await fetch(`${house.url}/healthz`).catch(() => undefined))?.status).toBe(200)
})
