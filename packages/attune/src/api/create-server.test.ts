import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from './api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture({ server: { allowedOrigins: ['https://shop.test'] } })
})
afterAll(() => api.close())

test.each([
  ['GET', '/v1/people/ann%ZZ', 400, 'invalid-url'],
  ['GET', '/v1/people/ann%E0%A4%A', 400, 'invalid-url'],
  ['DELETE', `/v1/keys/ann${'a'.repeat(2000)}`, 414, 'url-too-long'],
] as const)(
  '%s of a path that cannot be read is a problem that does not repeat it',
  async (method, url, status, code) => {
    const response = await api.call('admin', method, url)
    expect(response.headers['content-type']).toContain('application/problem+json')
    expect(response.json()).toMatchObject({ type: 'about:blank', status, code })
    expect(response.statusCode).toBe(status)
    expect(response.body).not.toContain('ann')
  },
)

test('a page of an allowed origin may read when to try again', async () => {
  const response = await api.app.inject({ url: '/healthz', headers: { origin: 'https://shop.test' } })
  expect(response.headers['access-control-allow-origin']).toBe('https://shop.test')
  expect(String(response.headers['access-control-expose-headers']).split(', ')).toContain('retry-after')
})
