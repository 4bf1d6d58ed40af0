/**
 * The load generator of bench/ingest.ts, in a process of its own: batches of 100 events over keep-alive connections, at a
 * steady rate, on bare sockets (it shares the processor with the server, so it must cost little). Bodies are built once;
 * before sending only the message ids are written over. Arguments: URL, key, events a second, seconds, connections.
 * Prints one JSON document.
 */
import { connect, type Socket } from 'node:net'

const BATCH = 100
const TEMPLATES = 64
const [address = '', key = '', rate = '0', seconds = '0', connections = '0'] = process.argv.slice(2)
const url = new URL(address)
const run = Date.now().toString(36).padStart(10, '0')
let sequence = 0

interface Template {
  readonly bytes: Buffer
  /** Where the sequence number of each message id begins. */
  readonly places: readonly number[]
}

function template(seed: number): Template {
  const batch = Array.from({ length: BATCH }, (_, n) => {
    const product = (seed * 7919 + n * 104_729) % 20_000
    const person = (seed * 6151 + n * 3571) % 100_000
    return {
      type: 'track',
      event: n % 10 === 0 ? 'Product Added' : 'Product Viewed',
      messageId: `${run}-##########`,
      userId: `customer-${person}`,
      timestamp: new Date().toISOString(),
      properties: {
        product_id: `sku-${product}`,
        name: `Reading lamp number ${product}`,
        category: 'Home/Lighting',
        price: 10 + (product % 90) + 0.5,
        currency: 'EUR',
        quantity: 1,
      },
      context: { locale: 'en-GB', page: { path: `/products/${product}`, referrer: 'https://example.org/' } },
    }
  })
  const body = JSON.stringify({ batch })
  const head = `POST /v1/batch HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  const bytes = Buffer.from(head + body)
  const places: number[] = []
  for (let at = bytes.indexOf('##########'); at >= 0; at = bytes.indexOf('##########', at + 10)) places.push(at)
  return { bytes, places }
}

/** Ten decimal digits. */
function writeNumber(bytes: Buffer, place: number, value: number): void {
  let rest = value
  for (let digit = 9; digit >= 0; digit -= 1) {
    bytes[place + digit] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
}

const templates = Array.from({ length: TEMPLATES }, (_, seed) => template(seed))
const totals = { sent: 0, accepted: 0, refused: 0, eventBytes: templates[0] ? templates[0].bytes.length / BATCH : 0 }
const started = performance.now()
const end = started + Number(seconds) * 1000
let turn = 0
const idle: (() => void)[] = []

/** One connection: sends a batch when it is its turn, and reads the answer before the next. */
function converse(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const send = (): void => {
      const { bytes, places } = templates[turn++ % TEMPLATES] as Template
      // A copy, because the socket may still hold the one before.
      const request = Buffer.from(bytes)
      for (const place of places) writeNumber(request, place, sequence++)
      totals.sent += BATCH
      socket.write(request)
    }
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (data) => {
      answer += data
      const body = answer.indexOf('\r\n\r\n') + 4
      if (body < 4) return
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1])
      if (answer.length < body + length) return
      const accepted = answer.startsWith('HTTP/1.1 200') ? Number(/"accepted":(\d+)/.exec(answer)?.[1] ?? 0) : 0
      totals.accepted += accepted
      totals.refused += BATCH - accepted
      answer = ''
      if (performance.now() >= end) socket.end()
      else idle.push(send)
    })
    idle.push(send)
  })
}

const talks = Array.from({ length: Number(connections) }, () => converse(connect(Number(url.port), url.hostname)))
const clock = setInterval(() => {
  const due = ((Math.min(performance.now(), end) - started) / 1000) * Number(rate)
  while (totals.sent + BATCH <= due && idle.length > 0) idle.shift()?.()
  if (performance.now() < end) return
  clearInterval(clock)
  // Whoever is idle has nothing more to say; the others close when their answer is in.
  for (const send of idle.splice(0)) send()
}, 1)
await Promise.all(talks)
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({ ...totals, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 }),
)
