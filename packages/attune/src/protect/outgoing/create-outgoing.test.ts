import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createOutgoing } from './create-outgoing.ts'
import type { Resolve } from './outgoing.ts'

interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
/** A machine that may be asked, and one that may not: 127.0.0.1 and 127.0.0.2 with the same port. */
interface Machine {
  readonly server: Server
  readonly heard: Heard[]
  answer: RequestListener
}
const machine = (): Machine => {
  const made: Machine = {
    heard: [],
    answer: (_, response) => void response.end('ok'),
    server: createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      made.heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      made.answer(request, response)
    }),
  }
  return made
}
const open = machine()
const secret = machine()
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => open.server.listen(0, '127.0.0.1', resolve))
  port = (open.server.address() as AddressInfo).port
  await new Promise<void>((resolve) => secret.server.listen(port, '127.0.0.2', resolve))
})
afterEach(() => {
  for (const one of [open, secret]) {
    one.heard.length = 0
    one.answer = (_, response) => void response.end('ok')
  }
})
afterAll(() => {
  for (const { server } of [open, secret]) {
    server.close()
    server.closeAllConnections()
  }
})

const outgoingWith = (resolve: Resolve, allowedHosts = ['127.0.0.1']) =>
  createOutgoing({
    config: { allowedHosts, allowHttp: ['hook.example.com', 'other.example.com', '127.0.0.1', '127.0.0.2'] },
    resolve,
    log: pino({ level: 'silent' }),
  })
const outgoing = outgoingWith(async () => ['127.0.0.1'])
const at = (host: string, path = '/') => `http://${host}:${port}${path}`
const failed = expect.objectContaining({ code: 'outgoing-failed' })

test('the request goes to the address that was checked, under the name that was asked', async () => {
  open.answer = (_, response) => void response.writeHead(201, { 'content-type': 'text/plain' }).end('made')
  const response = await outgoing.fetch(at('hook.example.com', '/a?b=1'), {
    method: 'POST',
    headers: { 'X-Own': '7' },
    body: '茶',
  })
  expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
    201,
    'made',
    'text/plain',
  ])
  expect(open.heard).toMatchObject([{ method: 'POST', url: '/a?b=1', body: '茶' }])
  expect(open.heard[0]?.headers).toMatchObject({ host: `hook.example.com:${port}`, 'x-own': '7' })
})

test('a name that changes its mind between check and connection changes nothing', async () => {
  let asked = 0
  const rebinding = outgoingWith(async () => (asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']))
  await rebinding.fetch(at('hook.example.com'))
  expect([asked, open.heard.length, secret.heard.length]).toEqual([1, 1, 0])
  // The next request asks the name anew, and what it leads to now may not be asked.
  await expect(rebinding.fetch(at('hook.example.com'))).rejects.toEqual(failed)
  expect([open.heard.length, secret.heard.length]).toEqual([1, 0])
})

test('a name that was public when it was registered and leads inside later is not asked', async () => {
  let asked = 0
  const rebinding = outgoingWith(async () => (asked++ === 0 ? ['93.184.215.14'] : ['127.0.0.2']), [])
  await rebinding.check(at('hook.example.com'))
  await expect(rebinding.fetch(at('hook.example.com'))).rejects.toEqual(failed)
  expect(secret.heard).toEqual([])
})

test.each([
  ['one that may not be asked', ['127.0.0.2']],
  ['a good one and one that may not', ['127.0.0.1', '127.0.0.2']],
  ['metadata', ['169.254.169.254']],
  ['nothing', []],
])('a name that leads to %s is not asked', async (_, addresses) => {
  await expect(outgoingWith(async () => addresses).fetch(at('hook.example.com'))).rejects.toEqual(failed)
  await expect(outgoingWith(async () => addresses).check(at('hook.example.com'))).rejects.toEqual(failed)
  expect([open.heard, secret.heard]).toEqual([[], []])
})

test('a name that is listed may lead inside, but not to the metadata of a cloud', async () => {
  const listed = (address: string) => outgoingWith(async () => [address], ['hook.example.com'])
  expect((await listed('127.0.0.2').fetch(at('hook.example.com'))).status).toBe(200)
  await expect(listed('169.254.169.254').check(at('hook.example.com'))).rejects.toEqual(failed)
})

test('no answer tells whether a machine is there: nobody, somebody else’s protocol and a forbidden one fail alike', async () => {
  const told: string[] = []
  for (const [url, resolve] of [
    ['http://hook.example.com:1024/', async () => ['127.0.0.1']],
    [`https://hook.example.com:${port}/`, async () => ['127.0.0.1']],
    [at('hook.example.com'), async () => ['10.0.0.1']],
    [at('hook.example.com'), () => Promise.reject(new Error('ENOTFOUND'))],
  ] as const)
    await outgoingWith(resolve)
      .fetch(url)
      .catch((error: Error) => told.push(JSON.stringify({ ...error, message: error.message, cause: error.cause })))
  expect(told.length).toBe(4)
  expect(new Set(told).size).toBe(1)
})

test('a redirect is an answer, unless it is to be followed', async () => {
  open.answer = (_, response) => void response.writeHead(302, { location: at('127.0.0.2') }).end()
  expect((await outgoing.fetch(at('hook.example.com'))).status).toBe(302)
  expect(secret.heard).toEqual([])
})

test.each([
  ['a forbidden address', () => at('127.0.0.2')],
  ['metadata', () => 'http://169.254.169.254/latest/'],
  ['another protocol', () => 'file:///etc/passwd'],
  ['a name that leads inside', () => at('other.example.com')],
])('a redirect to %s is not followed', async (_, location) => {
  open.answer = (_, response) => void response.writeHead(302, { location: location() }).end()
  const guarded = outgoingWith(async (host) => (host === 'other.example.com' ? ['127.0.0.2'] : ['127.0.0.1']))
  await expect(guarded.fetch(at('hook.example.com'), { redirects: 3 })).rejects.toEqual(failed)
  expect([open.heard.length, secret.heard.length]).toEqual([1, 0])
})

test('to another origin go neither keys nor bodies; to the same they do', async () => {
  open.answer = ({ url }, response) =>
    url === '/first'
      ? void response.writeHead(303, { location: at('other.example.com', '/second') }).end()
      : void response.end('there')
  const headers = { authorization: 'Bearer secret', cookie: 'a=b', 'x-signature': 's', accept: 'text/plain' }
  const response = await outgoing.fetch(at('hook.example.com', '/first'), {
    method: 'POST',
    headers,
    body: 'words',
    redirects: 1,
  })
  expect(await response.text()).toBe('there')
  expect(open.heard[1]).toMatchObject({ method: 'GET', url: '/second', body: '' })
  expect(Object.keys(open.heard[1]?.headers ?? {}).sort()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ])

  open.heard.length = 0
  open.answer = ({ url }, response) =>
    url === '/first' ? void response.writeHead(307, { location: '/second' }).end() : void response.end()
  await outgoing.fetch(at('hook.example.com', '/first'), { method: 'POST', headers, body: 'words', redirects: 1 })
  expect(open.heard[1]).toMatchObject({ method: 'POST', body: 'words', headers })

  open.answer = (_, response) => void response.writeHead(307, { location: at('other.example.com') }).end()
  await expect(outgoing.fetch(at('hook.example.com'), { method: 'POST', body: 'words', redirects: 1 })).rejects.toEqual(
    failed,
  )
})

test('redirects in a circle end', async () => {
  open.answer = (_, response) => void response.writeHead(302, { location: '/' }).end()
  await expect(outgoing.fetch(at('hook.example.com'), { redirects: 5 })).rejects.toEqual(failed)
  expect(open.heard.length).toBe(6)
})

test.each([
  ['plain', (bytes: Buffer) => ({ bytes, headers: {} })],
  ['gzip', (bytes: Buffer) => ({ bytes: gzipSync(bytes), headers: { 'content-encoding': 'gzip' } })],
  ['br', (bytes: Buffer) => ({ bytes: brotliCompressSync(bytes), headers: { 'content-encoding': 'br' } })],
])('an answer is read up to its limit, %s', async (_, pack) => {
  const answerWith = (size: number): void => {
    const { bytes, headers } = pack(Buffer.alloc(size, 'a'))
    open.answer = (_request, response) => void response.writeHead(200, headers).end(bytes)
  }
  answerWith(1000)
  expect((await (await outgoing.fetch(at('hook.example.com'), { maxBytes: 1000 })).text()).length).toBe(1000)
  answerWith(1001)
  await expect(outgoing.fetch(at('hook.example.com'), { maxBytes: 1000 })).rejects.toEqual(failed)
})

test.each([
  ['packed in an unknown way', { 'content-encoding': 'zstd' }],
  ['packed twice', { 'content-encoding': 'gzip, gzip' }],
  ['broken', { 'content-encoding': 'gzip' }],
  ['of another media type', { 'content-type': 'text/html' }],
])('an answer that is %s fails', async (_, headers) => {
  open.answer = (_request, response) => void response.writeHead(200, headers).end('{}')
  await expect(outgoing.fetch(at('hook.example.com'), { types: ['application/json'] })).rejects.toEqual(failed)
})

test('a bomb of gzip is not unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20))
  open.answer = (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  await expect(outgoing.fetch(at('hook.example.com'), { maxBytes: 1 << 20 })).rejects.toEqual(failed)
})

test('who never answers, or never ends, is not waited for', async () => {
  open.answer = () => {}
  await expect(outgoing.fetch(at('hook.example.com'), { timeoutMs: 50 })).rejects.toEqual(failed)
  open.answer = (_, response) => void response.write('and')
  await expect(outgoing.fetch(at('hook.example.com'), { timeoutMs: 50 })).rejects.toEqual(failed)
  const never = outgoingWith(() => new Promise(() => {}))
  await expect(never.fetch(at('hook.example.com'), { timeoutMs: 50 })).rejects.toEqual(failed)
})

test('where only the head is wanted, an endless body is no failure', async () => {
  open.answer = (_, response) => void response.writeHead(200).write('and so on')
  const response = await outgoing.fetch(at('hook.example.com'), { answer: 'head' })
  expect([response.status, await response.text()]).toEqual([200, ''])
})

test('an address of the configuration is allowed for its own host only', async () => {
  const none = createOutgoing({
    config: { allowedHosts: [], allowHttp: [] },
    resolve: async () => ['127.0.0.1'],
    log: pino({ level: 'silent' }),
  })
  await expect(none.fetch(at('127.0.0.1'))).rejects.toMatchObject({ code: 'outgoing-url-refused' })
  const allowing = none.allowing(at('127.0.0.1'))
  expect((await allowing.fetch(at('127.0.0.1'))).status).toBe(200)
  await expect(allowing.fetch(at('127.0.0.2'))).rejects.toMatchObject({ code: 'outgoing-url-refused' })
})

test('an answer can be read as it arrives, unpacked, within its bounds', async () => {
  let end = (): void => undefined
  open.answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('first ')
    end = () => void response.end('second')
  }
  const response = await outgoing.fetch(at('hook.example.com'), { answer: 'stream' })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toBe('first ')
  end()
  expect((await reader.read()).value).toBe('second')
  expect((await reader.read()).done).toBe(true)

  open.answer = (_, packed) =>
    void packed.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5000)))
  const short = await outgoing.fetch(at('hook.example.com'), { answer: 'stream', maxBytes: 4999 })
  await expect(short.text()).rejects.toThrow()
  const whole = await outgoing.fetch(at('hook.example.com'), { answer: 'stream', maxBytes: 5000 })
  expect(await whole.text()).toHaveLength(5000)
})

test('an answer that is read as it arrives ends with its time, and with its reader', async () => {
  let closed = 0
  open.answer = (_, response) => {
    response.on('close', () => (closed += 1))
    response.writeHead(200).write('first ')
  }
  const late = await outgoing.fetch(at('hook.example.com'), { answer: 'stream', timeoutMs: 200 })
  await expect(late.text()).rejects.toThrow()
  const left = await outgoing.fetch(at('hook.example.com'), { answer: 'stream' })
  await left.body!.cancel()
  await expect.poll(() => closed).toBe(2)
})

test('how long to wait is told', async () => {
  open.answer = (_, response) => void response.writeHead(429, { 'retry-after': '7', 'x-other': '1' }).end()
  const response = await outgoing.fetch(at('hook.example.com'))
  expect(Object.fromEntries(response.headers)).toEqual({ 'retry-after': '7' })
})
