import { expect, test } from 'vitest'
import { endpointEncoder } from './endpoint-encoder.ts'

type Answer = (body: { readonly input: readonly string[]; readonly model: string }) => Response | Promise<Response>

/** A server that answers as it is told, and what it was asked. */
function server(answer: Answer) {
  const asked: { url: string; headers: Headers; body: { input: string[]; model: string } }[] = []
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const body = JSON.parse(String(init?.body)) as { input: string[]; model: string }
    asked.push({ url: String(input), headers: new Headers(init?.headers), body })
    return answer(body)
  }
  return { asked, fetch: fetch as typeof globalThis.fetch }
}
const vectorsOf = (vectors: readonly (readonly number[])[]): Response =>
  Response.json({
    object: 'list',
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
  })
const encoderAt = (fetch: typeof globalThis.fetch, retries = 0) =>
  endpointEncoder({ baseUrl: 'https://llm.test/v1/', model: 'm', apiKey: 'sk-secret', fetch, retries })

test('vectors come 1 long, in the order of the texts, under the name of server and model', async () => {
  const { asked, fetch } = server(({ input }) => vectorsOf(input.map((text) => [3 * text.length, 4 * text.length])))
  const encoder = encoderAt(fetch)
  const [a, b] = await encoder.embed(['tea', '茶'])
  for (const vector of [a, b])
    expect([...(vector as Float32Array)].map((x) => Number(x.toFixed(6)))).toEqual([0.6, 0.8])
  expect(encoder.id).toBe('llm.test/m')
  expect(asked[0]?.url).toBe('https://llm.test/v1/embeddings')
  expect(asked[0]?.body).toMatchObject({ model: 'm', input: ['tea', '茶'] })
  expect(asked[0]?.headers.get('authorization')).toBe('Bearer sk-secret')
  expect(await encoder.embed([])).toEqual([])
})

const bad: readonly (readonly [what: string, Answer, code: string])[] = [
  ['an error', () => Response.json({ error: { message: 'no' } }, { status: 401 }), 'encoder-failed'],
  ['200 with an error inside', () => Response.json({ error: { message: 'no' } }), 'encoder-failed'],
  ['no JSON', () => new Response('<html>'), 'encoder-failed'],
  [
    'half an answer',
    () => new Response('{"data": [{"embedding": [1,', { headers: { 'content-type': 'application/json' } }),
    'encoder-failed',
  ],
  ['too few vectors', () => vectorsOf([[1, 0]]), 'encoder-failed'],
  ['vectors of different lengths', () => vectorsOf([[1, 0], [1]]), 'bad-vectors'],
  ['a dead server', () => Promise.reject(new TypeError('fetch failed')), 'encoder-failed'],
]
test.each(bad)('%s is told, and nothing of the texts or the key with it', async (_, answer, code) => {
  const { fetch } = server(answer)
  const failure = await encoderAt(fetch)
    .embed(['private words', 'more of them'])
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'LanguageError', code })
  expect(String(failure)).not.toMatch(/private|sk-secret/)
})

test('a server that is busy is asked again', async () => {
  let busy = 1
  const { asked, fetch } = server(({ input }) =>
    busy-- > 0
      ? new Response('busy', { status: 429, headers: { 'retry-after-ms': '1' } })
      : vectorsOf(input.map(() => [1])),
  )
  expect(await encoderAt(fetch, 1).embed(['tea'])).toHaveLength(1)
  expect(asked).toHaveLength(2)
})

test('who cancels gets that, not a failure', async () => {
  const { fetch } = server(() => Promise.reject(new DOMException('aborted', 'AbortError')))
  const failing = encoderAt(fetch).embed(['tea'], { signal: AbortSignal.abort() })
  await expect(failing).rejects.toMatchObject({ code: 'cancelled' })
})
