import { afterEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from './api.fixture.ts'

let api: ApiFixture
afterEach(() => api.close())

const opened = async (requestsPerMinute: number, anonymousRequestsPerMinute: number): Promise<void> => {
  api = await apiFixture({ server: { requestsPerMinute, anonymousRequestsPerMinute } })
}
const newKey = (): string =>
  api.attune.keys.create({ workspace: 'default', name: 'page', scopes: ['write'], actor: 'test' }).secret

async function beacon(writeKey: string, text?: string): Promise<string> {
  const batch = [{ type: 'page', anonymousId: 'a1', name: 'Home' }]
  const response = await api.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { 'content-type': 'text/plain' },
    payload: text ?? JSON.stringify({ writeKey, batch }),
  })
  if (response.statusCode === 429) expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
  return response.statusCode === 200 ? 'stored' : response.json().code
}

async function times<T>(n: number, ask: () => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (let i = 0; i < n; i++) answers.push(await ask())
  return answers
}

test('beacons are counted by the key in their body, not by the address that many share', async () => {
  await opened(4, 2)
  const [first, second] = [newKey(), newKey()]
  expect(await times(5, () => beacon(first))).toEqual([...Array(4).fill('stored'), 'too-many-requests'])
  expect(await beacon(second)).toBe('stored')
})

test('a key is counted once, whether it stands in the body or in the header', async () => {
  await opened(3, 2)
  const key = newKey()
  const withHeader = async () =>
    (await api.app.inject({ url: '/v1/whoami', headers: { authorization: `Bearer ${key}` } })).statusCode
  expect([await beacon(key), await withHeader(), await beacon(key)]).toEqual(['stored', 200, 'stored'])
  expect([await beacon(key), await withHeader()]).toEqual(['too-many-requests', 429])
})

test('bodies without a good key, readable or not, are counted by address', async () => {
  await opened(100, 3)
  expect([await beacon('made up'), await beacon('', '{'), await beacon('made up')]).toEqual([
    'unauthorised',
    'invalid-json',
    'unauthorised',
  ])
  expect(await times(2, () => beacon('made up'))).toEqual(['too-many-requests', 'too-many-requests'])
})
