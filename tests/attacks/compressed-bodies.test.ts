import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  bodyRoutes,
  headersFor,
  type openListeningTarget as Open,
  openListeningTarget,
  pathOf,
} from './attack-support.ts'

let house: Awaited<ReturnType<typeof Open>>
beforeAll(async () => {
  house = await openListeningTarget()
})
afterAll(() => house.close())

const tenMegabytes = Buffer.from(`{"batch":[${'0'.repeat(10_000_000)}]}`)
const packed = {
  gzip: gzipSync(tenMegabytes),
  deflate: deflateSync(tenMegabytes),
  br: brotliCompressSync(tenMegabytes),
  'gzip, gzip': gzipSync(gzipSync(tenMegabytes)),
  zstd: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
  'x-gzip': gzipSync('{}'),
  made_up: Buffer.from('{}'),
}

test.each(Object.entries(packed))('a body in %s is refused unread by every route', async (encoding, payload) => {
  const headers = headersFor(house)
  for (const route of bodyRoutes(house)) {
    const response = await house.app.inject({
      method: route.method as 'POST',
      url: pathOf(route.url),
      headers: { ...headers(route), 'content-type': 'application/json', 'content-encoding': encoding },
      payload,
    })
    const { statusCode } = response
    expect({ url: route.url, statusCode, code: response.json().code }).toEqual({
      url: route.url,
      statusCode: 415,
      code: 'unsupported-encoding',
    })
  }
})

test('a gigabyte that is announced, or keeps coming, is cut off at the limit', async () => {
  const headers = { authorization: `Bearer ${house.keys.write}`, 'content-type': 'application/json' }
  const announced = await house.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { ...headers, 'content-length': String(2 ** 30) },
    payload: '{',
  })
  expect([announced.statusCode, announced.json().code]).toEqual([413, 'batch-too-large'])
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536
      controller.enqueue(new Uint8Array(65_536).fill(0x20))
    },
  })
  const answer = await fetch(`${house.url}/v1/batch`, {
    method: 'POST',
    headers,
    body: endless,
    duplex: 'half',
  } as RequestInit).then(
    ({ status }) => status,
    () => 'cut off',
  )
  expect([413, 'cut off']).toContain(answer)
  expect(sent).toBeLessThan(64 * 1024 * 1024)
})

test('a body that says it is as it is, is taken', async () => {
  const response = await house.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { authorization: `Bearer ${house.keys.write}`, 'content-encoding': 'identity' },
    payload: { batch: [{ type: 'page', anonymousId: 'a1', name: 'Home' }] },
  })
  expect(response.json()).toMatchObject({ accepted: 1 })
})
