import { afterAll, beforeAll, expect, test } from 'vitest'
import { converse, openListeningTarget, statusesIn } from './attack-support.ts'

let house: Awaited<ReturnType<typeof openListeningTarget>>
beforeAll(async () => {
  // What waits for more than was sent is closed soon.
  house = await openListeningTarget({ limits: { headersSeconds: 0.4, requestSeconds: 0.6, keepAliveSeconds: 0.2 } })
})
afterAll(() => house.close())

/** What an attacker would have the next reader on the connection take for a request: its answer would be a second one. */
const smuggled = 'GET /healthz HTTP/1.1\r\nhost: smuggled\r\n\r\n'
const event = '{"type":"page","anonymousId":"a","name":"n"}'
const hex = (text: string): string => text.length.toString(16)
const head = (...lines: readonly string[]): string =>
  ['POST /v1/page HTTP/1.1', 'host: localhost', `authorization: Bearer ${house.keys.write}`, ...lines, '', ''].join(
    '\r\n',
  )

const refused: readonly (readonly [string, () => string])[] = [
  ['a length and chunks', () => `${head('content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n${smuggled}`],
  ['chunks and a length', () => `${head('transfer-encoding: chunked', 'content-length: 4')}0\r\n\r\n${smuggled}`],
  ['two lengths', () => `${head('content-length: 0', `content-length: ${smuggled.length}`)}${smuggled}`],
  ['the same length twice', () => `${head('content-length: 0', 'content-length: 0')}${smuggled}`],
  ['a list of lengths', () => `${head('content-length: 0, 0')}${smuggled}`],
  ['a length with a sign', () => `${head('content-length: +0')}${smuggled}`],
  ['a length below nothing', () => `${head('content-length: -1')}${smuggled}`],
  ['a hexadecimal length', () => `${head('content-length: 0x0')}${smuggled}`],
  ['a length beyond counting', () => `${head(`content-length: ${'9'.repeat(40)}`)}${smuggled}`],
  ['a length without a number', () => `${head('content-length:')}${smuggled}`],
  ['an encoding nobody knows', () => `${head('transfer-encoding: xchunked')}0\r\n\r\n${smuggled}`],
  ['an encoding in quotes', () => `${head('transfer-encoding: "chunked"')}0\r\n\r\n${smuggled}`],
  [
    'chunks that are not the last encoding',
    () => `${head('transfer-encoding: chunked, identity')}0\r\n\r\n${smuggled}`,
  ],
  [
    'chunks, then another encoding',
    () => `${head('transfer-encoding: chunked', 'transfer-encoding: identity')}0\r\n\r\n${smuggled}`,
  ],
  ['an encoding with a vertical tab', () => `${head('transfer-encoding: \u000bchunked')}0\r\n\r\n${smuggled}`],
  ['a space before the colon', () => `${head('transfer-encoding : chunked')}0\r\n\r\n${smuggled}`],
  ['a space before the name', () => `${head(' transfer-encoding: chunked')}0\r\n\r\n${smuggled}`],
  ['a name in the next line', () => `${head('transfer-encoding', ': chunked')}0\r\n\r\n${smuggled}`],
  ['a NUL in a value', () => head('x-a: b\u0000c')],
  ['a NUL in a name', () => head('x-\u0000a: b')],
  ['a name with a space', () => head('x a: b')],
  ['a bare line feed after a value', () => head('x-a: b\ncontent-length: 0')],
  ['a bare carriage return', () => head('x-a: b\rcontent-length: 0')],
  ['line feeds only', () => head('content-length: 0').replaceAll('\r\n', '\n')],
  ['a chunk of a size that is no number', () => `${head('transfer-encoding: chunked')}zz\r\n${smuggled}`],
  ['a chunk of a size with 0x', () => `${head('transfer-encoding: chunked')}0x2\r\n{}\r\n0\r\n\r\n`],
  ['a chunk of a size below nothing', () => `${head('transfer-encoding: chunked')}-2\r\n{}\r\n0\r\n\r\n`],
  [
    'a chunk of a size that runs over',
    () => `${head('transfer-encoding: chunked')}1${'0'.repeat(16)}\r\n{}\r\n0\r\n\r\n`,
  ],
  ['a chunk longer than it says', () => `${head('transfer-encoding: chunked')}2\r\n{}{}\r\n0\r\n\r\n`],
  ['a chunk that ends in a line feed', () => `${head('transfer-encoding: chunked')}2\n{}\n0\n\n`],
  ['a line feed in a chunk’s extension', () => `${head('transfer-encoding: chunked')}2;a\n{}\r\n0\r\n\r\n${smuggled}`],
  ['endless extensions', () => `${head('transfer-encoding: chunked')}2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`],
  [
    'a length among the trailers',
    () => `${head('transfer-encoding: chunked')}2\r\n{}\r\n0\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`,
  ],
  ['no host', () => 'GET /healthz HTTP/1.1\r\n\r\n'],
  ['two hosts', () => 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n'],
  ['two keys', () => head('authorization: Bearer other', 'content-length: 0')],
  ['two types', () => head('content-type: application/json', 'content-type: text/plain', 'content-length: 0')],
  ['a host that is no host', () => 'GET /healthz HTTP/1.1\r\nhost: localhost/@evil.example\r\n\r\n'],
  ['a list of hosts', () => 'GET /healthz HTTP/1.1\r\nhost: localhost, evil.example\r\n\r\n'],
  ['the address of another server', () => 'GET http://evil.example/healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ['an address without a scheme', () => 'GET evil.example/healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ['a method in lower case', () => 'get /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ['a method nobody knows', () => 'SMUGGLE /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ['tabs between the words', () => 'GET\t/healthz\tHTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ['a space in the path', () => 'GET /healthz x HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ['a version that is not', () => 'GET /healthz HTTP/9.9\r\nhost: localhost\r\n\r\n'],
  ['HTTP/2 without agreement', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', () => 'GET /healthz\r\n\r\n'],
  ['an expectation nobody can meet', () => head('expect: 300-please', 'content-length: 0')],
]

test.each(refused)('%s is refused, with one answer and nothing after it', async (_, text) => {
  const heard = await converse(house.port, text())
  const statuses = statusesIn(heard)
  expect({ heard, statuses }).toEqual({
    heard,
    statuses: [expect.toSatisfy((status) => status >= 400 && status < 500)],
  })
})

const one: readonly (readonly [string, number, () => string])[] = [
  [
    'a body that looks like a request',
    404,
    () => `POST /nowhere HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`,
  ],
  [
    'a body that is refused unread',
    401,
    () =>
      `POST /v1/batch HTTP/1.1\r\nhost: localhost\r\nauthorization: x\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`,
  ],
  [
    'a body where there should be none',
    200,
    () => `GET /healthz HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`,
  ],
  [
    'a chunked body that looks like one',
    400,
    () =>
      `${head('content-type: application/json', 'transfer-encoding: chunked')}${hex(smuggled)}\r\n${smuggled}\r\n0\r\n\r\n`,
  ],
  [
    'chunks with extensions',
    200,
    () =>
      `${head('content-type: application/json', 'transfer-encoding: chunked')}${hex(event)};a=b;c="d"\r\n${event}\r\n0;e\r\n\r\n`,
  ],
  [
    'chunks with trailers',
    200,
    () =>
      `${head('content-type: application/json', 'transfer-encoding: chunked')}${hex(event)}\r\n${event}\r\n0\r\nx-a: b\r\nhost: evil\r\n\r\n`,
  ],
  [
    'an upgrade nobody offers',
    200,
    () =>
      'GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n\r\n',
  ],
  ['HTTP/1.0 without a host', 200, () => 'GET /healthz HTTP/1.0\r\n\r\n'],
  ['its own address in full', 200, () => 'GET http://localhost/healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'],
]

test.each(one)('%s is one request: %i', async (_, status, text) => {
  const heard = await converse(house.port, text())
  expect({ heard, statuses: statusesIn(heard) }).toEqual({ heard, statuses: [status] })
})

test('a tunnel is closed without a word', async () => {
  expect(await converse(house.port, 'CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\n\r\n')).toBe('')
})

test('two requests one after the other on a connection have two answers, in their order', async () => {
  const heard = await converse(house.port, `${smuggled}GET /nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n`)
  expect(statusesIn(heard)).toEqual([200, 404])
})
