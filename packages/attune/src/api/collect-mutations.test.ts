import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from './api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  // A few persons send everything within one minute; that is not what this test is about.
  api = await apiFixture({ collect: { robotEventsPerMinute: 1_000_000 } })
})
afterAll(() => api.close())

type Raw = Record<string, unknown>

/** Good events of every type, by several persons, in both languages. */
function goodEvent(id: string, kind: number): Raw {
  const who = { messageId: id, userId: `user/${kind % 97}`, timestamp: '2026-03-02T11:00:00.000Z' }
  const products = [
    { product_id: '铁观音', price: 68, quantity: 2 },
    { sku: 'cup "blue"', price: 9.5 },
  ] // prettier-ignore
  switch (kind % 8) {
    case 0:
      return {
        ...who,
        type: 'track',
        event: 'Product Viewed',
        properties: { product_id: 'tea', price: 3, tags: ['a'] },
      }
    case 1:
      return { ...who, type: 'track', event: '订单完成', properties: { currency: 'CNY', products } }
    case 2:
      return {
        ...who,
        type: 'identify',
        anonymousId: `anon-${kind}`,
        traits: { plan: 'gold', address: { city: '杭州' } },
      }
    case 3:
      return { ...who, type: 'page', name: '首页', context: { page: { path: '/' }, traits: { plan: 'free' } } }
    case 4:
      return { ...who, type: 'group', groupId: 'acme', traits: { seats: 3 } }
    case 5:
      return { ...who, type: 'alias', previousId: `before-${kind}` }
    case 6:
      return { ...who, type: 'track', event: 'Product Rated', properties: { product_id: 'tea', rating: 4 } }
    default:
      return { ...who, type: 'screen', name: 'Home', properties: { list: [1, [2, { three: 3 }]] } }
  }
}

const deep = (levels: number): unknown =>
  levels === 0 ? 'x' : levels % 2 ? [deep(levels - 1)] : { d: deep(levels - 1) }
const strange = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      '',
      ' ',
      0,
      -1,
      1e308,
      1e15,
      true,
      [],
      {},
      [[]],
      'NaN',
      'undefined',
      'null',
    ),
  }, // prettier-ignore
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      '1970-01-01T00:00:00Z',
      '2999-01-01',
      '2026-02-31T00:00:00Z',
      'yesterday',
      1772366400000,
    ),
  }, // prettier-ignore
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      "'; DROP TABLE events; --",
      '../../etc/passwd',
      '👩‍👩‍👧‍👦',
      '\u202eشاي',
      'a\u0000b',
      '\ud800',
      '\n',
      '{{7*7}}',
      '<script>',
    ),
  }, // prettier-ignore
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(deep(15), deep(17), deep(600), 'x'.repeat(300), '茶'.repeat(12_000)),
  }, // prettier-ignore
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.double() },
)
const keys = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'userId',
  'anonymousId',
  'type',
  'event',
  'messageId',
  'properties',
  'context',
  'traits',
  'price',
  'quantity',
  'products',
  'rating',
  'timestamp',
  'sentAt',
  'originalTimestamp',
  'shoe size',
  '',
) // prettier-ignore

interface Mutation {
  readonly at: number
  readonly path: readonly number[]
  readonly action: 'replace' | 'remove' | 'add' | 'swap'
  readonly key: string
  readonly value: unknown
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(50),
  path: fc.array(fc.nat(20), { maxLength: 4 }),
  action: fc.constantFrom('replace', 'remove', 'add', 'swap'),
  key: keys,
  value: strange,
})

type Attack = [size: number, kind: number, mutations: Mutation[], damage: { cut: number; byte: number } | null]
const attacks: fc.Arbitrary<Attack> = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.nat(10_000),
  fc.array(mutation, { maxLength: 4 }),
  fc.oneof(
    { weight: 11, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ cut: fc.nat(2_000), byte: fc.nat(255) }) },
  ),
)

/** Walks to a place inside the event, as far as the path leads, and changes something there. */
function mutate(event: unknown, { path, action, key, value }: Mutation): unknown {
  if (typeof event !== 'object' || event === null || (path.length === 0 && action === 'replace')) return value
  let place = event as Record<string, unknown>
  let last = ''
  for (const step of path) {
    const names = Object.keys(place)
    if (names.length === 0) break
    last = names[step % names.length] as string
    const inner = place[last]
    if (typeof inner !== 'object' || inner === null || step % 3 === 0) break
    place = inner as Record<string, unknown>
  }
  // Defined, not assigned: an own `__proto__` goes out in the JSON text.
  const define = (name: string) =>
    Object.defineProperty(place, name, { value, enumerable: true, configurable: true, writable: true })
  if (action === 'add') define(key)
  else if (action === 'remove') delete place[last]
  else if (last !== '') define(last)
  return event
}

/** What the sender may expect as the id of what it sent; undefined when it gave none that counts. */
function idOf(event: unknown): string | undefined {
  const id = (event as Raw | null)?.messageId
  if (typeof id === 'number' && Number.isFinite(id)) return String(id)
  return typeof id === 'string' && id !== '' ? id : undefined
}

test('thousands of mutated batches: what is accepted is stored, what is rejected is not, and the server lives', async () => {
  const kept = new Set<string>()
  const refused = new Set<string>()
  let accepted = 0
  let requests = 0
  let broken = 0

  async function attack([size, kind, mutations, damage]: Attack): Promise<void> {
    requests += 1
    const request = requests
    const batch: unknown[] = Array.from({ length: size }, (_, i) => goodEvent(`m${request}-${i}`, kind + i))
    for (const change of mutations)
      batch[change.at % size] = mutate(batch[change.at % size], { ...change, value: structuredClone(change.value) })
    // What the server sees is the text: doubles such as NaN have become null there.
    const text = JSON.stringify({ batch, sentAt: '2026-03-02T12:00:00.000Z' })
    if (damage) {
      const bytes = Buffer.from(text)
      bytes[damage.cut % bytes.length] = damage.byte
      const response = await api.call('write', 'POST', '/v1/batch', bytes.subarray(0, (damage.cut % bytes.length) + 1))
      expect([400, 413]).toContain(response.statusCode)
      expect(response.json().code).toEqual(expect.any(String))
      broken += 1
      return
    }
    const sent = (JSON.parse(text) as { batch: unknown[] }).batch
    const response = await api.call('write', 'POST', '/v1/batch', text)
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`)
    const result = response.json()
    expect(result.accepted + result.duplicates + result.rejected.length).toBe(size)
    accepted += result.accepted
    const rejected = new Set<number>()
    for (const { index, code, message, field } of result.rejected) {
      expect([typeof code, typeof message, field === null || typeof field === 'string']).toEqual([
        'string',
        'string',
        true,
      ])
      rejected.add(index)
    }
    sent.forEach((event, index) => {
      const id = idOf(event)
      if (id !== undefined) (rejected.has(index) ? refused : kept).add(id)
    })
  }
  // Many at once, as in life: they share commits, and must not share fates.
  const waiting = fc.sample(attacks, { numRuns: 3_000, seed: 20260302 })
  const sender = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await attack(next)
  }
  await Promise.all(Array.from({ length: 16 }, sender))

  const rows = await api.attune.events.query<{ message_id: string }>('SELECT message_id FROM events')
  const stored = new Set(rows.map((row) => row.message_id))
  expect(rows).toHaveLength(accepted)
  expect(stored.size).toBe(accepted)
  expect([...kept].filter((id) => !stored.has(id))).toEqual([])
  expect([...refused].filter((id) => stored.has(id) && !kept.has(id))).toEqual([])
  // The mutations did reach both sides, and every refusal is in the quarantine.
  expect(accepted).toBeGreaterThan(3_000)
  expect(refused.size).toBeGreaterThan(500)
  expect(broken).toBeGreaterThan(100)
  const [quarantined] = await api.attune.events.query<{ n: number }>(
    "SELECT count(*) AS n FROM quarantine WHERE reason <> 'duplicate'",
  )
  expect(quarantined?.n).toBeGreaterThanOrEqual(refused.size)
  const [orphans] = await api.attune.events.query<{ n: number }>(
    'SELECT count(*) AS n FROM interactions WHERE message_id NOT IN (SELECT message_id FROM events)',
  )
  expect(orphans?.n).toBe(0)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect((await api.app.inject('/healthz')).statusCode).toBe(200)
}, 300_000)
