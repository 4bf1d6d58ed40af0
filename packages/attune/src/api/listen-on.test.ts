import { lookup } from 'node:dns/promises'
import { afterEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from './api.fixture.ts'
import { listenOn } from './listen-on.ts'

let api: ApiFixture
afterEach(() => api.close())

test('localhost is every address of that name, with one server behind them', async () => {
  api = await apiFixture()
  const url = await listenOn(api.app, 'localhost', 0)
  const { port } = new URL(url)
  for (const { address, family } of await lookup('localhost', { all: true })) {
    const host = family === 6 ? `[${address}]` : address
    expect((await fetch(`http://${host}:${port}/healthz`)).status).toBe(200)
  }
})

test('all addresses are asked at the loopback one', async () => {
  api = await apiFixture()
  const url = await listenOn(api.app, '0.0.0.0', 0)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})
