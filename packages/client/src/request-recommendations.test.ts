import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClient } from './create-client.ts'
import type { Client } from './types.ts'

interface Heard {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly key: string | undefined
  readonly body: Record<string, unknown>
}

let server: Server
let heard: Heard[]
let attune: Client
let refuse: boolean

const answer = {
  decisionId: 'd1',
  placement: 'home',
  personId: 'p_1',
  variation: 'personalised',
  model: { name: 'recencyItemKnn', kind: 'recencyItemKnn', version: 1 },
  fallback: null,
  items: ['x', 'y'].map((itemId) => ({
    itemId,
    score: 1,
    propensity: 1,
    explored: false,
    reason: null,
    because: [],
    item: null,
  })),
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

beforeEach(async () => {
  heard = []
  refuse = false
  server = createServer(async (request, response) => {
    const { method, url: path, headers } = request
    heard.push({ method, path, key: headers.authorization, body: JSON.parse(await bodyOf(request)) })
    response.setHeader('content-type', 'application/json')
    response.statusCode = refuse ? 404 : 200
    if (refuse) response.end(JSON.stringify({ code: 'unknown-placement', detail: 'Create the placement first.' }))
    else if (path === '/v1/recommendations') response.end(JSON.stringify(answer))
    else response.end(JSON.stringify({ success: true, accepted: 1, duplicates: 0, rejected: [] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  attune = createClient({ url: `http://127.0.0.1:${port}`, key: 'pk_live' })
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('a list asks as the anonymous person; click and expose carry the decision and the place', async () => {
  const picked = await attune.recommend({ placement: 'home', n: 2, context: { language: 'zh' } })
  expect(heard[0]).toMatchObject({
    method: 'POST',
    path: '/v1/recommendations',
    key: 'Bearer pk_live',
    body: { placement: 'home', n: 2, anonymousId: attune.anonymousId, context: { language: 'zh' } },
  })
  picked.expose(['x'])
  picked.click('y')
  await attune.close()
  expect(heard.find((one) => one.path === '/v1/exposures')?.body).toMatchObject({ decisionId: 'd1', itemIds: ['x'] })
  const batches = heard.filter((one) => one.path === '/v1/batch')
  expect(batches.flatMap((one) => one.body.batch)).toMatchObject([
    {
      type: 'track',
      event: 'Recommendation Clicked',
      properties: { decisionId: 'd1', product_id: 'y', position: 1 },
    },
  ])
})

test('a server that asks for a known user sends the userId alone', async () => {
  await attune.recommend({ userId: 'ann' })
  expect(heard[0]?.body).toEqual({ userId: 'ann' })
})

test('a refusal is thrown with the server’s code', async () => {
  refuse = true
  await expect(attune.recommend({ placement: 'nowhere' })).rejects.toMatchObject({
    name: 'AttuneRequestError',
    status: 404,
    code: 'unknown-placement',
  })
})

test('a server that is not there is thrown as unreachable', async () => {
  const lost = createClient({ url: 'http://127.0.0.1:1', key: 'pk_live' })
  await expect(lost.recommend()).rejects.toMatchObject({ status: 0, code: 'unreachable' })
})
