import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemInputSchema } from '../../api/schemas/items.ts'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { interestsCommand } from './interests.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-interests-'))
const printed = keepPrinted()

beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), log: pino({ level: 'silent' }) })
  await attune.items.put(
    'default',
    ['茶', '跑鞋', '茶杯'].map((kind, at) =>
      itemInputSchema.parse({ id: `i${at}`, title: `${kind}一号`, categories: [kind] }),
    ),
  )
  const events = Array.from({ length: 12 }, (_, at) => ({
    type: 'track',
    event: 'Product Viewed',
    userId: `u${at}`,
    messageId: `m${at}`,
    properties: { product_id: at < 7 ? 'i0' : at < 10 ? 'i1' : 'i2' },
  }))
  await attune.collector.collect({ workspace: 'default', source: 'test', events })
  await attune.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (...args: string[]): Promise<string> => {
  printed.clear()
  await interestsCommand().parseAsync(['node', 'attune', ...args, '--data-dir', folder])
  return printed.text
}

test('interests are printed in both languages, without those of too few people', async () => {
  const zh = await run('--lang', 'zh')
  expect(zh).toContain('允许画像的 12 人中 12 人有兴趣')
  expect(zh).toMatch(/茶 +7 +58\.3 % .*茶一号/)
  expect(zh).toContain('不足 5 人的 2 项')
  expect(zh).not.toContain('跑鞋')
  expect(await run()).toContain('12 of 12 people who allow a portrait have an interest')
})

test('a segment that is not there is refused with a code', async () => {
  expect(JSON.parse(await run('--segment', 'nobody', '--json')).error.code).toBe('unknown-segment')
})
