import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Attune } from '../attune.ts'
import { openedPayload } from '../collect/sealed-payload.ts'
import { type SourceDeclarationInput, sourceDeclarationSchema } from '../collect/sources/declaration.ts'
import { configSchema } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import { importEventFile } from './import-file.ts'

const now = Date.UTC(2026, 0, 15)
let folder: string
let attune: Attune
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'attune-import-source-'))
  const config = configSchema.parse({ dataDir: join(folder, 'data'), recommend: { trainEveryHours: 0 } })
  attune = await createAttune({ config, clock: () => now, log: pino({ level: 'silent' }) })
})
afterEach(async () => {
  await attune.close()
  rmSync(folder, { recursive: true, force: true })
})

const declare = (declaration: SourceDeclarationInput): void =>
  void attune.sources.declare('default', 'till', sourceDeclarationSchema.parse(declaration), 'test')
function file(...lines: readonly string[]): string {
  const path = join(folder, 'till.csv')
  writeFileSync(path, `user,event,item,time,rating,price,note\n${lines.join('\n')}\n`)
  return path
}
const stored = () =>
  attune.events.query<{ event: string; properties: string; source: string; value: number | null }>(
    'SELECT event, properties, source, value FROM events ORDER BY ts',
  )

test('a file that names its source keeps what is declared, counts the rest, and nothing else of refused lines', async () => {
  declare({
    undeclared: 'refuse',
    events: { Tasted: { properties: { product_id: 'text', rating: { type: 'number', keep: 'sealed' } } } },
  })
  const path = file(
    'ann,Tasted,tea,2026-01-01T10:00:00Z,4,9.5,canary',
    'bob,Tasted,tea,never,4,9.5,canary',
    'bob,Stolen,tea,2026-01-01T11:00:00Z,,7,canary',
  )
  const report = await importEventFile(attune, path, { source: 'till' })
  expect(report).toMatchObject({ source: 'till', stored: 1, read: 3 })
  expect(report.quarantined.map(({ reason }) => reason).sort()).toEqual(['impossible-value', 'undeclared-event'])
  expect(await stored()).toEqual([{ event: 'Tasted', properties: '{"product_id":"tea"}', source: 'till', value: null }])
  expect(
    attune.sources
      .droppedOf('default', 'till')
      .map(({ field }) => field)
      .sort(),
  ).toEqual(['properties.price', 'properties.rating'])
  const refused = await attune.events.query<{ payload: string; at: number }>(
    'SELECT payload, received_at AS at FROM quarantine ORDER BY reason',
  )
  expect(
    refused.map(({ payload, at }) => JSON.parse(openedPayload(attune.vault, 'default', at, payload) ?? '')),
  ).toEqual([
    { user: 'bob', event: 'Tasted', item: 'tea', time: 'never' },
    { user: 'bob', event: 'Stolen', time: '2026-01-01T11:00:00Z' },
  ])
})

test('of an event that is not declared it stays that it happened; without a source everything that columns can say', async () => {
  declare({})
  const path = file('ann,Product Viewed,tea,2026-01-01T10:00:00Z,,9.5,x')
  await importEventFile(attune, path, { source: 'till' })
  expect(await stored()).toMatchObject([{ event: 'Product Viewed', properties: '{}' }])
  expect(await attune.events.query('SELECT count(*) AS n FROM interactions')).toEqual([{ n: 0 }])
  await attune.events.run('DELETE FROM events')
  await importEventFile(attune, path)
  expect(await stored()).toMatchObject([{ properties: '{"product_id":"tea","price":9.5}', source: 'import:till.csv' }])
})

test('of people who did not agree a named source keeps orders only, and nothing of the other lines', async () => {
  declare({ standard: true, regime: 'gdpr' })
  const bob = attune.identity.personIdOf('default', { userId: 'bob' })
  attune.consent.state({
    workspace: 'default',
    personId: bob,
    purposes: { analytics: true },
    at: now,
    source: 'banner',
  })
  const path = file(
    'ann,Product Viewed,tea,2026-01-01T10:00:00Z,,,x',
    'ann,Order Completed,tea,2026-01-01T11:00:00Z,,9.5,x',
    'bob,Product Viewed,tea,2026-01-01T12:00:00Z,,,x',
  )
  const report = await importEventFile(attune, path, { source: 'till' })
  expect(report.quarantined).toMatchObject([{ reason: 'no-consent', count: 1 }])
  expect((await stored()).map(({ event }) => event)).toEqual(['Order Completed', 'Product Viewed'])
  expect(await attune.events.query('SELECT count(*) AS n FROM quarantine')).toEqual([{ n: 0 }])
  const ann = attune.identity.personIdOf('default', { userId: 'ann' })
  expect(attune.consent.allowed('default', ann, 'training')).toBe(false)
})

test('lines that come later join the order of a named source as they do without', async () => {
  declare({ standard: true })
  const path = join(folder, 'orders.csv')
  const line = (item: string, price: number) => `ann,Order Completed,o-1,${item},2026-01-01T10:00:00Z,${price}`
  const head = 'user,event,order,item,time,price'
  writeFileSync(path, [head, line('tea', 3), ''].join('\n'))
  await importEventFile(attune, path, { source: 'till' })
  writeFileSync(path, [head, line('tea', 3), line('cup', 4), ''].join('\n'))
  await importEventFile(attune, path, { source: 'till' })
  const [order] = await stored()
  expect(order?.value).toBe(7)
  expect(JSON.parse(order?.properties ?? '')).toMatchObject({
    products: [{ product_id: 'tea' }, { product_id: 'cup' }],
  })
})
