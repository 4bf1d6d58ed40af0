import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { browserOf } from '../access.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
let url: string
/** The heartbeat, which comes by itself every fifteen seconds. */
let beat: () => void
beforeAll(async () => {
  const timers = vi.spyOn(globalThis, 'setInterval')
  api = await apiFixture()
  const [heartbeat] = timers.mock.calls.find(([, ms]) => ms === 15_000) ?? []
  timers.mockRestore()
  beat = heartbeat as () => void
  url = await api.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => {
  // The client opens connections in advance, and one that never asked anything does not count as idle.
  api.app.server.closeAllConnections()
  return api.close()
})

/** A stream of its own key, and what it says until it says `text` or ends. */
async function follow(name: string, expiresAt: number | null = null) {
  const { key, secret } = api.attune.keys.create({
    workspace: 'default',
    name,
    scopes: ['read'],
    actor: 'test',
    expiresAt,
  })
  return { keyId: key.id, ...(await stream({ authorization: `Bearer ${secret}` })) }
}

async function stream(headers: Record<string, string>) {
  const response = await fetch(`${url}/v1/live`, { headers })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  return {
    headers,
    async until(text: string): Promise<'heard' | 'ended'> {
      for (let heard = ''; ; ) {
        const { done, value } = await reader.read()
        if (done) return 'ended'
        heard += value
        if (heard.includes(text)) return 'heard'
      }
    },
    stop: () => reader.cancel(),
  }
}

const send = (event: string) => api.call('write', 'POST', '/v1/track', { userId: 'ann', event })

test('a stream ends when its key is revoked; those of other keys go on', async () => {
  const leaving = await follow('leaving')
  const staying = await follow('staying')
  await send('Before')
  expect([await leaving.until('Before'), await staying.until('Before')]).toEqual(['heard', 'heard'])
  expect((await api.call('admin', 'DELETE', `/v1/keys/${leaving.keyId}`)).statusCode).toBe(204)
  await send('After')
  expect([await leaving.until('After'), await staying.until('After')]).toEqual(['ended', 'heard'])
  const again = await fetch(`${url}/v1/live`, { headers: leaving.headers })
  expect(again.status).toBe(401)
  await again.text()
  await staying.stop()
})

test('a stream ends with the session that opened it', async () => {
  const analyst = browserOf(api, 'analyst')
  const other = browserOf(api, 'analyst')
  const [one, two] = await Promise.all([analyst, other].map(({ token }) => stream({ cookie: `attune=${token}` })))
  expect((await analyst.ask('DELETE', '/v1/session')).statusCode).toBe(204)
  await send('Later')
  expect([await one?.until('Later'), await two?.until('Later')]).toEqual(['ended', 'heard'])
  await two?.stop()
})

test('a stream does not outlast its key or session: the next heartbeat ends it', async () => {
  const { token } = browserOf(api, 'analyst')
  const session = await stream({ cookie: `attune=${token}` })
  const key = await follow('for an hour', api.clock.now + 3_600_000)
  const forGood = await follow('for good')
  beat()
  await send('Soon')
  expect([await session.until('Soon'), await key.until('Soon'), await forGood.until('Soon')]).toEqual(
    Array(3).fill('heard'),
  )
  api.clock.now += 3_600_000
  beat()
  await send('Too late')
  expect([await session.until('Too late'), await key.until('Too late')]).toEqual(['ended', 'ended'])
  expect(await forGood.until('Too late')).toBe('heard')
  await forGood.stop()
})
