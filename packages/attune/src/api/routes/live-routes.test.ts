import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
let url: string
beforeAll(async () => {
  api = await apiFixture()
  url = await api.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => api.close())

/** A stream of its own key, and what it says until it says `text` or ends. */
async function follow(name: string) {
  const { key, secret } = api.attune.keys.create({ workspace: 'default', name, scopes: ['read'], actor: 'test' })
  const headers = { authorization: `Bearer ${secret}` }
  const response = await fetch(`${url}/v1/live`, { headers })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  return {
    keyId: key.id,
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
  expect((await fetch(`${url}/v1/live`, { headers: leaving.headers })).status).toBe(401)
  await staying.stop()
})
