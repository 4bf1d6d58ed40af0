import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Attune } from '../attune.ts'
import { openedPayload } from '../collect/sealed-payload.ts'
import { configSchema } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import { importEventFile, importItemFile } from './import-file.ts'

const now = Date.UTC(2026, 0, 15)
const folder = mkdtempSync(join(tmpdir(), 'attune-import-'))
let attune: Attune

beforeAll(async () => {
  const config = configSchema.parse({
    dataDir: join(folder, 'data'),
    server: { logLevel: 'silent' },
    recommend: { trainEveryHours: 0 },
    collect: { robotEventsPerMinute: 20 },
  })
  attune = await createAttune({ config, clock: () => now, log: pino({ level: 'silent' }) })
})
afterEach(async () => {
  for (const table of ['events', 'interactions', 'quarantine']) await attune.events.run(`DELETE FROM ${table}`)
})
afterAll(async () => {
  await attune.close()
  rmSync(folder, { recursive: true, force: true })
})

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const interactions = () =>
  attune.events.query<Record<string, unknown>>(
    'SELECT item_id, kind, amount, value, currency, ts FROM interactions ORDER BY ts, item_id',
  )
const quarantine = () =>
  attune.events.query<{ reason: string; field: string }>('SELECT reason, field FROM quarantine ORDER BY field')

test('what is good is stored, what is not is set aside with its line and the reason', async () => {
  const lines = [
    '\uFEFFuser,item,action,when,price', // 1, with a byte order mark
    'ann,tea,view,2026-01-01T10:00:00Z,', // 2
    'ann,"tea, green",add_to_cart,2026-01-01 10:01:00,9.5', // 3
    ',tea,view,2026-01-01T10:00:00Z,', // 4: nobody
    'bob,,view,2026-01-01T10:00:00Z,', // 5: nothing
    'bob,tea,view,soon,', // 6: no time
    'bob,tea,view,2027-01-01T00:00:00Z,', // 7: the future
    'bob,tea,view,1970-01-01T00:00:00Z,', // 8: too early
    'bob,tea,purchase,2026-01-02T00:00:00Z,-3', // 9: a negative price
    'bob,tea,purchase,2026-01-02T00:00:00Z,NaN', // 10: no number
    'bob,"tea"x,view,2026-01-02T00:00:00Z,', // 11: broken quoting
    'bob,tea,view', // 12: columns missing
    'null,tea,view,2026-01-02T00:00:00Z,', // 13: the text of a missing id
    'ann,tea,view,2026-01-01T10:00:00Z,', // 14: line 2 again
    'bob,tea,purchase,2026-01-02T00:00:00Z,20000000', // 15: absurd
    '茶友,"铁""观""音",purchase,2026-01-02T00:00:00+08:00,88', // 16
  ]
  const path = file('mixed.csv', `${lines.join('\n')}\n`)
  const columns = { user: 'user', item: 'item', event: 'action', time: 'when', value: 'price' }
  const report = await importEventFile(attune, path, { columns })
  expect(report).toMatchObject({
    read: 15,
    stored: 3,
    events: 3,
    interactions: 3,
    duplicates: { inSource: 1, alreadyStored: 0 },
  })
  const quarantined = Object.fromEntries(report.quarantined.map(({ reason, count }) => [reason, count]))
  expect(quarantined).toEqual({
    'missing-field': 2,
    'impossible-value': 4,
    'future-timestamp': 1,
    'broken-quoting': 1,
    'wrong-column-count': 1,
    'placeholder-id': 1,
    outlier: 1,
  })
  const aside = await quarantine()
  expect(aside.map(({ reason, field }) => `${field.split(':')[1]} ${reason}`).toSorted()).toEqual(
    [
      '4 missing-field',
      '5 missing-field',
      '6 impossible-value',
      '7 future-timestamp',
      '8 impossible-value',
      '9 impossible-value',
      '10 impossible-value',
      '11 broken-quoting',
      '12 wrong-column-count',
      '13 placeholder-id',
      '14 duplicate',
      '15 outlier',
    ].toSorted(),
  )
  expect(await interactions()).toEqual(
    [
      { item_id: 'tea', kind: 'view', amount: 1, value: null, currency: null, ts: Date.UTC(2026, 0, 1, 10) },
      { item_id: 'tea, green', kind: 'cart', amount: 1, value: null, currency: null, ts: Date.UTC(2026, 0, 1, 10, 1) },
      { item_id: '铁"观"音', kind: 'order', amount: 1, value: 88, currency: null, ts: Date.UTC(2026, 0, 1, 16) },
    ].toSorted((a, b) => a.ts - b.ts),
  )
})

test('importing a file twice, and one that has grown, adds only what is new', async () => {
  const header = 'user,item,time\n'
  const old = 'ann,tea,2026-01-01T10:00:00Z\nbob,tea,2026-01-01T11:00:00Z\nbob,,2026-01-01T11:00:00Z\n'
  const path = file('daily.csv', header + old)
  expect(await importEventFile(attune, path)).toMatchObject({ stored: 2 })
  expect(await importEventFile(attune, path)).toMatchObject({ stored: 0, duplicates: { alreadyStored: 2 } })
  file('daily.csv', `${header + old}ann,jam,2026-01-02T10:00:00Z\n`)
  expect(await importEventFile(attune, path)).toMatchObject({ stored: 1, duplicates: { alreadyStored: 2 } })
  expect(await interactions()).toHaveLength(3)
  expect(await quarantine()).toHaveLength(1)
  const audit = await attune.state.db
    .selectFrom('audit')
    .select('details')
    .where('subject', '=', 'import:daily.csv')
    .execute()
  expect(audit.map(({ details }) => JSON.parse(details).stored)).toEqual([2, 0, 1])
})

test('without times equal lines are several events, and twice is still once', async () => {
  const path = file('sequence.tsv', 'visitorid\titemid\nv1\ta\nv1\tb\nv1\ta\n')
  const report = await importEventFile(attune, path)
  expect(report).toMatchObject({ stored: 3, times: 'order-only', columns: { anonymous: 'visitorid', item: 'itemid' } })
  expect((await interactions()).map(({ item_id }) => item_id)).toEqual(['a', 'b', 'a'])
  expect(await importEventFile(attune, path)).toMatchObject({ stored: 0, duplicates: { alreadyStored: 3 } })
})

test('the lines of one order are one event with an interaction an item', async () => {
  const path = file(
    'orders.csv',
    `OrderID;CustomerID;SKU;Quantity;UnitPrice;Date
1;ann;tea;2;4.5;2026-01-01 10:00:00
1;ann;jam;1;3;2026-01-01 10:00:00
1;ann;tea;1;4.5;2026-01-01 10:00:00
2;bob;tea;1;5;2026-01-03 09:00:00
`,
  )
  const report = await importEventFile(attune, path, { currency: 'EUR' })
  expect(report).toMatchObject({ read: 4, stored: 4, events: 2, interactions: 3 })
  const [first, second] = await attune.events.query<Record<string, unknown>>(
    'SELECT event, item_id, value, currency, properties FROM events ORDER BY ts',
  )
  expect(first).toMatchObject({ event: 'Order Completed', item_id: null, value: 16.5, currency: 'EUR' })
  expect(JSON.parse(String(first?.properties))).toEqual({
    order_id: '1',
    currency: 'EUR',
    products: [
      { product_id: 'tea', price: 4.5, quantity: 2 },
      { product_id: 'jam', price: 3, quantity: 1 },
      { product_id: 'tea', price: 4.5, quantity: 1 },
    ],
  })
  expect(second).toMatchObject({ item_id: 'tea', value: 5 })
  const rows = await interactions()
  expect(rows.map(({ item_id, amount, value }) => [item_id, amount, value])).toEqual([
    ['jam', 1, 3],
    ['tea', 3, 13.5],
    ['tea', 1, 5],
  ])
})

test('ratings are stored on a scale to five, and a rating above the best is impossible', async () => {
  const path = file('ratings.csv', 'userId,movieId,rating,timestamp\n1,10,8,1700000000\n1,11,10.5,1700000100\n')
  const report = await importEventFile(attune, path, { ratingScale: 10 })
  expect(report.quarantined).toMatchObject([{ reason: 'impossible-value', examples: [{ line: 3, field: 'rating' }] }])
  expect(await interactions()).toMatchObject([{ kind: 'rating', amount: 4, ts: 1_700_000_000_000 }])
})

test('a person who is too quick or too even is a robot; the lines of one order are not', async () => {
  const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString()
  const burst = Array.from({ length: 21 }, (_, n) => `fast,i${n},${at(n * 1000)},`)
  const even = Array.from({ length: 120 }, (_, n) => `even,i${n},${at(n * 60_000)},`)
  const human = Array.from({ length: 120 }, (_, n) => `human,i${n},${at(n * 60_000 + ((n * 7919) % 30_000))},`)
  const basket = Array.from({ length: 60 }, (_, n) => `basket,i${n},${at(0)},o1`)
  const path = file('robots.csv', ['user,item,time,order', ...burst, ...even, ...human, ...basket].join('\n'))
  const report = await importEventFile(attune, path)
  expect(report.quarantined).toMatchObject([{ reason: 'robot', count: 141 }])
  const [{ persons } = { persons: 0 }] = await attune.events.query<{ persons: number }>(
    'SELECT count(DISTINCT person_id) AS persons FROM events',
  )
  expect(persons).toBe(2)
})

test('a file with money and no event is stored as orders, and the report says so; --event says otherwise', async () => {
  const text = 'customer,sku,date,total\nann,tea,2026-01-01,12.5\nbob,jam,2026-01-02,3\n'
  const columns = { user: 'customer', item: 'sku', time: 'date', value: 'total' }
  const report = await importEventFile(attune, file('sales.csv', text), { columns })
  expect(report.notes.filter((note) => note.includes('“Order Completed”') && note.includes('--event'))).toHaveLength(1)
  expect(await interactions()).toMatchObject([
    { item_id: 'tea', kind: 'order', value: 12.5 },
    { item_id: 'jam', kind: 'order', value: 3 },
  ])
  await attune.events.run('DELETE FROM events; DELETE FROM interactions')
  const said = await importEventFile(attune, file('seen.csv', text), { columns, event: 'Product Viewed' })
  expect(said.notes.join()).not.toContain('--event')
  expect(await interactions()).toMatchObject([{ kind: 'view' }, { kind: 'view' }])
})

test('a price far from all others is an outlier, unless it is to be kept', async () => {
  const rows = Array.from({ length: 200 }, (_, n) => `u${n},i,2026-01-01T00:00:00Z,${20 + (n % 10)}`)
  const path = file('prices.csv', ['user,item,time,value', ...rows, 'x,i,2026-01-01T00:00:00Z,500000'].join('\n'))
  const report = await importEventFile(attune, path, { event: 'Order Completed' })
  expect(report).toMatchObject({
    stored: 200,
    quarantined: [{ reason: 'outlier', count: 1, examples: [{ line: 202 }] }],
  })
  expect(await importEventFile(attune, path, { event: 'Order Completed', keepOutliers: true })).toMatchObject({
    stored: 1,
    quarantined: [],
  })
})

test('JSON lines: nested columns, message ids, broken lines, gzip, events that nobody described', async () => {
  const lines = [
    '{"who":"ann","what":"Recipe Cooked","props":{"sku":"tea/1"},"at":"2026-01-01T00:00:00Z","id":"m1"}',
    '{"who":"ann","what":"Recipe Cooked",',
    '[1]',
    '{"who":"ann","what":"Product Viewed","props":{"sku":"x\\"y"},"at":1767225600000,"id":"m2"}',
    '{"who":"ann","what":"Product Viewed","props":{"sku":"z"},"at":1767225601000,"id":"m2"}',
  ]
  const path = file('events.jsonl.gz', gzipSync(lines.join('\n')))
  const columns = { user: 'who', event: 'what', item: 'props.sku', time: 'at', message: 'id' }
  const report = await importEventFile(attune, path, { columns })
  expect(report).toMatchObject({
    read: 5,
    stored: 2,
    interactions: 1,
    duplicates: { inSource: 1 },
    quarantined: [{ reason: 'broken-json', count: 2 }],
    unknownEvents: [{ name: 'Recipe Cooked', count: 1 }],
  })
  const ids = await attune.events.query<{ message_id: string }>('SELECT message_id FROM events ORDER BY message_id')
  expect(ids.map(({ message_id }) => message_id)).toEqual(['m1', 'm2'])
  expect((await interactions()).map(({ item_id }) => item_id)).toEqual(['x"y'])
})

test('what is set aside is kept without e-mail addresses and the like', async () => {
  const path = file('mail.csv', 'user,item,email,time\nann,tea,ann@example.com,soon\nbob,"tea"x,bob@example.com,soon\n')
  await importEventFile(attune, path)
  const rows = await attune.events.query<{ payload: string | null; at: number }>(
    'SELECT payload, received_at AS at FROM quarantine ORDER BY field',
  )
  const opened = rows.map(({ payload, at }) => payload && openedPayload(attune.vault, 'default', at, payload))
  expect(JSON.stringify(rows)).not.toContain('ann')
  expect(opened.map((payload) => payload && JSON.parse(payload))).toEqual([
    { user: 'ann', item: 'tea', email: '[left out]', time: 'soon' },
    null,
  ])
})

test('Parquet with timestamps and whole numbers', async () => {
  const path = join(folder, 'events.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT * FROM (VALUES
      (1::BIGINT, 'tea', 4.5::DECIMAL(9,2), TIMESTAMP '2026-01-01 10:00:00'),
      (2, 'jam', NULL, TIMESTAMP '2026-01-02 10:00:00')) t(user_id, item_id, price, ts)) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  const report = await importEventFile(attune, path, { event: 'Order Completed' })
  expect(report).toMatchObject({ read: 2, stored: 2 })
  expect(await interactions()).toMatchObject([
    { item_id: 'tea', value: 4.5, ts: Date.UTC(2026, 0, 1, 10) },
    { item_id: 'jam', value: null, ts: Date.UTC(2026, 0, 2, 10) },
  ])
})

test('an import is known to histories and to the collector at once', async () => {
  const path = file('known.jsonl', '{"user":"kim","item":"tea","time":"2026-01-01T00:00:00Z","message":"known-1"}\n')
  await importEventFile(attune, path)
  const person = attune.identity.personIdOf('default', { userId: 'kim' })
  expect(attune.histories.of('default', person).itemIds).toEqual(['tea'])
  const result = await attune.collector.collect({
    workspace: 'default',
    source: 'http',
    events: [{ type: 'track', event: 'Product Viewed', userId: 'kim', messageId: 'known-1', properties: { sku: 'x' } }],
  })
  expect(result).toMatchObject({ accepted: 0, duplicates: 1 })
})

test.each([
  ['nothing.csv', '', 'nothing.csv is empty'],
  ['strange.csv', 'a,b\n1,2\n', 'No column of strange.csv is known to be the user. It has a, b.'],
  ['strange.xlsx', 'PK', 'Say what strange.xlsx is'],
])('%s: a clear error', async (name, content, message) => {
  await expect(importEventFile(attune, file(name, content))).rejects.toThrow(message)
})

test('a gzip file that ends early is an error and stores nothing', async () => {
  const whole = gzipSync(
    `user,item\n${Array.from({ length: 5000 }, (_, n) => `u${n},i${(n * 7919) % 997}`).join('\n')}\n`,
  )
  const path = file('cut.csv.gz', whole.subarray(0, whole.length / 2))
  await expect(importEventFile(attune, path)).rejects.toThrow('is not a whole gzip file')
  expect(await interactions()).toEqual([])
})

test('items: lists, prices, what is wrong with its line; the last of one id counts', async () => {
  const path = file(
    'items.csv',
    `sku,name,category,price,currency,tags
tea,Spring Tieguanyin,Tea|Oolong,¥88.5,cny,"[""new"",""gift""]"
jam,,Jams,3,EUR,
pot,Teapot,Pots,NaN,EUR,
tea,春茶铁观音,茶;乌龙,90,CNY,
`,
  )
  const report = await importItemFile(attune, path)
  expect(report).toMatchObject({ as: 'items', read: 4, stored: 1, duplicates: { inSource: 1 } })
  expect(report.quarantined).toMatchObject([
    { reason: 'missing-field', examples: [{ line: 3, field: 'name' }] },
    { reason: 'impossible-value', examples: [{ line: 4, field: 'price' }] },
  ])
  expect(attune.items.get('default', 'tea')).toMatchObject({
    title: '春茶铁观音',
    categories: ['茶', '乌龙'],
    price: 90,
    currency: 'CNY',
  })
})

test('a file that overlaps an earlier one adds the lines that an order did not have, once, to the same order', async () => {
  const head = 'user,item,order,time,price,quantity'
  const lines = ['a,1', 'b,1', 'c,2'].map((line) => {
    const [item, quantity] = line.split(',')
    return `ann,${item},o1,2026-01-01T10:00:00Z,5,${quantity}`
  })
  const columns = { user: 'user', item: 'item', order: 'order', time: 'time', value: 'price', quantity: 'quantity' }
  const take = (rows: readonly string[]) =>
    importEventFile(attune, file('orders.csv', [head, ...rows].join('\n')), { columns })
  const orders = () =>
    attune.events.query<{ value: number; properties: string }>('SELECT value, properties FROM events')
  await take(lines.slice(0, 1))
  expect(await orders()).toMatchObject([{ value: 5 }])
  const report = await take(lines)
  expect(report).toMatchObject({ stored: 2, events: 0, interactions: 2, duplicates: { alreadyStored: 1 } })
  const stored = [
    { item_id: 'a', amount: 1, value: 5 },
    { item_id: 'b', amount: 1, value: 5 },
    { item_id: 'c', amount: 2, value: 10 },
  ]
  expect(await interactions()).toMatchObject(stored)
  expect(await take([...lines].reverse())).toMatchObject({
    stored: 0,
    interactions: 0,
    duplicates: { alreadyStored: 3 },
  })
  expect(await interactions()).toMatchObject(stored)
  const [order, ...others] = await orders()
  expect(others).toEqual([])
  expect(order?.value).toBe(20)
  expect(JSON.parse(order?.properties ?? '').products.map((line: { product_id: string }) => line.product_id)).toEqual([
    'a',
    'b',
    'c',
  ])
  expect(await attune.events.query('SELECT count(DISTINCT message_id) AS n FROM interactions')).toEqual([{ n: 1 }])
})
