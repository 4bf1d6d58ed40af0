import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestInstallation } from '../support.ts'
import { bodyRoutes, headersFor, openTarget, pathOf } from './attack-support.ts'

let house: TestInstallation
beforeAll(async () => {
  house = await openTarget()
})
afterAll(() => house.close())

const manyKeys = (n: number): string => `{${Array.from({ length: n }, (_, at) => `"k${at}":0`).join()}}`
const bombs: readonly (readonly [name: string, body: string | Buffer])[] = [
  ['a million lists in one another', '['.repeat(1_000_000)],
  ['a million lists, closed again', '['.repeat(500_000) + ']'.repeat(500_000)],
  ['objects in one another', '{"a":'.repeat(90_000)],
  ['brackets after text', `{"a":"${'x'.repeat(1000)}","b":${'[{"c":'.repeat(20_000)}`],
  ['sixty thousand keys', manyKeys(35_000)],
  ['a million keys', manyKeys(1_000_000)],
  ['a number of 300,000 digits', `{"a":${'9'.repeat(300_000)}}`],
  ['a number beyond every other', '{"a":1e999999999}'],
  ['the same key twice', '{"id":"a","id":"b"}'],
  ['the same key many times', `{${Array(30_000).fill('"a":0').join()}}`],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['half a character', '{"\\ud83c":"\\udf75"}'],
  ['half a character in bytes', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ['a byte-order mark', '\ufeff{}'],
  ['NaN', '{"a":NaN}'],
  ['nothing', ''],
  ['an unfinished text', `{"a":"${'\\'.repeat(9_999)}`],
]

test.each(bombs)(
  '%s is refused by every route that takes a body, and the server goes on',
  { timeout: 60_000 },
  async (_, body) => {
    const headers = headersFor(house)
    const routes = bodyRoutes(house)
    expect(routes.length).toBeGreaterThan(25)
    for (const route of routes) {
      const response = await house.app.inject({
        method: route.method as 'POST',
        url: pathOf(route.url),
        headers: { ...headers(route), 'content-type': 'application/json' },
        payload: body,
      })
      const said = { route: `${route.method} ${route.url}`, status: response.statusCode, code: response.json().code }
      expect(said).toEqual({ ...said, status: expect.toSatisfy((status: number) => status >= 400 && status < 500) })
      expect(response.body.length).toBeLessThan(1_000)
    }
    expect((await house.app.inject('/healthz')).statusCode).toBe(200)
  },
)

test('what is refused in an event is written down with its reason, as before', async () => {
  const send = (payload: string) =>
    house.app.inject({
      method: 'POST',
      url: '/v1/batch',
      headers: { authorization: `Bearer ${house.keys.write}`, 'content-type': 'application/json' },
      payload,
    })
  expect((await send('{"batch":[{"type":"track","type":"page"}]}')).json().code).toBe('duplicate-key')
  expect((await send(`{"batch":${'['.repeat(2_000)}`)).json().code).toBe('too-deep')
  const rows = await house.attune.events.query<{ reason: string }>('SELECT DISTINCT reason FROM quarantine')
  expect(rows.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['duplicate-key', 'too-deep']))
})
