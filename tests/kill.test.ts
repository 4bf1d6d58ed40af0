import { expect, test } from 'vitest'
import { serveProcess, temporaryFolder } from './support.ts'

test('a server killed in the middle of collecting has everything it acknowledged, and no batch by half', {
  timeout: 120_000,
}, async () => {
  const dataDir = temporaryFolder()
  const acknowledged = new Set<string>()
  const batches = new Map<string, readonly string[]>()
  const rounds = 3
  for (let round = 0; round < rounds; round++) {
    const server = await serveProcess(dataDir)
    const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }
    let stopped = false
    const senders = [0, 1, 2, 3].map(async (sender) => {
      for (let n = 0; !stopped; n++) {
        const name = `${round}-${sender}-${n}`
        const ids = Array.from({ length: 20 }, (_, i) => `${name}-${i}`)
        batches.set(name, ids)
        const batch = ids.map((messageId) => ({
          type: 'track',
          event: 'Product Viewed',
          anonymousId: `a${sender}-${n}`,
          messageId,
          properties: { product_id: `p${n % 13}` },
        }))
        try {
          const response = await fetch(`${server.url}/v1/batch`, {
            method: 'POST',
            headers,
            body: JSON.stringify({ batch }),
          })
          const answer = (await response.json()) as { accepted: number }
          if (response.ok && answer.accepted === ids.length) for (const id of ids) acknowledged.add(id)
        } catch {
          return
        }
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 700 + 300 * round))
    await server.kill('SIGKILL')
    stopped = true
    await Promise.all(senders)
  }
  expect(acknowledged.size).toBeGreaterThan(rounds * 20)

  const server = await serveProcess(dataDir)
  const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }
  // Sending everything again is how a client finds out: what is stored already comes back as a duplicate.
  let stored = 0
  for (const ids of batches.values()) {
    const batch = ids.map((messageId) => ({ type: 'page', anonymousId: 'again', messageId }))
    const response = await fetch(`${server.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })
    const answer = (await response.json()) as { accepted: number; duplicates: number }
    const complete = ids.every((id) => acknowledged.has(id))
    if (complete) expect(answer.duplicates).toBe(ids.length)
    else expect([0, ids.length]).toContain(answer.duplicates)
    stored += answer.duplicates
  }
  expect(stored).toBeGreaterThanOrEqual(acknowledged.size)
  await server.kill('SIGTERM')
})
