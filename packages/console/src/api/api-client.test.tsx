import { expect, test } from 'vitest'
import { createApiClient } from './api-client.ts'
import { ApiProblem } from './api-problem.ts'
import { keyInHash } from './stored-key.ts'

const client = (answer: () => Response | Promise<Response>, onUnauthorized = () => {}) => {
  const asked: { url: string; authorization: string | null; body: unknown }[] = []
  const fetch = async (url: unknown, init?: RequestInit) => {
    asked.push({
      url: String(url),
      authorization: new Headers(init?.headers).get('authorization'),
      body: init?.body,
    })
    return answer()
  }
  return {
    asked,
    api: createApiClient({ key: 'k_1', fetch: fetch as typeof globalThis.fetch, now: () => 42, onUnauthorized }),
  }
}
const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ type: 'about:blank', title: code, status, code, detail: 'No.' }), { status })

test('the key goes into the header, never into the address', async () => {
  const { api, asked } = client(() => Response.json({ n: 1 }))
  await api.get('/v1/models')
  expect(asked).toEqual([{ url: '/v1/models', authorization: 'Bearer k_1', body: undefined }])
})

test('the last answer is kept with its time', async () => {
  const { api } = client(() => Response.json({ n: 1 }))
  expect(api.last('/v1/models')).toBeUndefined()
  await api.get('/v1/models')
  expect(api.last('/v1/models')).toEqual({ value: { n: 1 }, at: 42 })
})

test('a refused key is told once, and the problem keeps its code', async () => {
  let told = 0
  const { api } = client(
    () => problem(401, 'unauthorised'),
    () => {
      told += 1
    },
  )
  await expect(api.get('/v1/models')).rejects.toMatchObject({ status: 401, code: 'unauthorised' })
  expect(told).toBe(1)
})

test('a server that does not answer is a problem of its own', async () => {
  const { api } = client(() => Promise.reject(new TypeError('failed')))
  await expect(api.get('/v1/models')).rejects.toMatchObject({ status: 0, code: 'unreachable' })
})

test('an error page that is no problem document still becomes one', async () => {
  const { api } = client(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))
  const error = await api.get('/v1/models').catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ApiProblem)
  expect(error).toMatchObject({ status: 502, code: 'http-502' })
})

test('nothing comes back from 204', async () => {
  const { api } = client(() => new Response(null, { status: 204 }))
  expect(await api.send('DELETE', '/v1/keys/a')).toBeUndefined()
})

test('a key is taken from the address only where it is meant', () => {
  expect(keyInHash('#key=ak_123')).toBe('ak_123')
  expect(keyInHash('#/people?key=ak_123')).toBeUndefined()
})
