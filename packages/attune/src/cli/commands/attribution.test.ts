import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { attributionCommand } from './attribution.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'attune-attribution-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir }), log: pino({ level: 'silent' }) })
  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
  await attune.collector.collect({
    workspace: 'default',
    source: 'test',
    events: [
      {
        type: 'page',
        timestamp: at(3),
        context: { campaign: { name: 'spring', medium: 'email' }, page: { path: '/' } },
      },
      {
        type: 'track',
        event: 'Order Completed',
        timestamp: at(2),
        properties: { currency: 'CNY', products: [{ product_id: 'tea', price: 20, quantity: 1 }] },
      },
    ].map((event, n) => ({ messageId: `m-${n}`, userId: 'ann', ...event })),
  })
  await attune.close()
})

const printed = keepPrinted()
async function attribution(...args: string[]): Promise<string> {
  printed.clear()
  await attributionCommand().parseAsync(['node', 'attune', ...args, '--data-dir', dataDir])
  return printed.text
}

test('a table of methods, in both languages, in orders or in money', async () => {
  expect(await attribution('--lang', 'en')).toMatch(/email( +1\.0){7} +100\.0%/)
  const money = await attribution('--by', 'campaign', '--value', '--lang', 'zh')
  expect(money).toMatch(/活动 .*马尔可夫 +沙普利/)
  expect(money).toMatch(/spring( +20\.0){7}/)
})

test('programs get the whole of it', async () => {
  expect(JSON.parse(await attribution('--json'))).toMatchObject({ by: 'channel', total: { conversions: 1, value: 20 } })
  expect(await attribution('--by', 'placement', '--lang', 'en')).toContain('Nothing touched anybody before an order.')
})
