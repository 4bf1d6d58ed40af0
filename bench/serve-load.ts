// The load generator of bench/serve-factors.ts, in a process of its own. Requests leave at a constant rate whatever the
// answers do, and a latency counts from the moment a request was due: a server that stalls is charged for all that had to
// wait (no coordinated omission). Prints one JSON document.
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { userIdOf } from './decide-data.ts'

const [url = '', key = '', persons = '1', rate = '1', seconds = '1'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const options = {
  method: 'POST',
  agent,
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
}

interface Answer {
  readonly ok: boolean
  /** Whether the model gave all ten places. */
  readonly byModel: boolean
}

function ask(person: number): Promise<Answer> {
  const body = JSON.stringify({ placement: 'home', userId: userIdOf(person), n: 10 })
  return new Promise((resolve) => {
    const failed = (): void => resolve({ ok: false, byModel: false })
    const sent = request(`${url}/v1/recommendations`, options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('error', failed)
      response.on('end', () => {
        const { fallback, items } = JSON.parse(text) as { fallback?: unknown; items?: readonly unknown[] }
        resolve({ ok: response.statusCode === 200, byModel: fallback === null && items?.length === 10 })
      })
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

const count = Math.round(Number(rate) * Number(seconds))
const latencies = new Float64Array(count)
let good = 0
let byModel = 0
const start = performance.now() + 20
const running: Promise<void>[] = []
for (let sent = 0; sent < count; ) {
  const now = performance.now()
  while (sent < count && start + (sent * 1000) / Number(rate) <= now) {
    const own = sent++
    const due = start + (own * 1000) / Number(rate)
    running.push(
      ask(Math.floor(Math.random() * Number(persons))).then((answer) => {
        latencies[own] = performance.now() - due
        if (answer.ok) good++
        if (answer.byModel) byModel++
      }),
    )
  }
  await wait(1)
}
await Promise.all(running)
const ended = performance.now()
agent.destroy()
latencies.sort()
const quantile = (share: number): number => latencies[Math.min(count - 1, Math.ceil(share * count) - 1)] as number
console.log(
  JSON.stringify({
    good,
    bad: count - good,
    byModel,
    rate: (count * 1000) / (ended - start),
    latency: { p50: quantile(0.5), p99: quantile(0.99), p999: quantile(0.999), max: quantile(1) },
  }),
)
