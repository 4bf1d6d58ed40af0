import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { qualityCommand } from './quality.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-quality-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const said = keepPrinted()
const attune = (...args: string[]) => qualityCommand().parseAsync(['node', 'quality', ...args, '--data-dir', folder])

beforeAll(async () => {
  const installation = await createAttune({
    config: configSchema.parse({ dataDir: folder }),
    log: pino({ level: 'silent' }),
  })
  for (const [source, productId] of [
    ['web', 'known'],
    ['app', undefined],
  ] as const)
    await installation.collector.collect({
      workspace: 'default',
      source,
      events: Array.from({ length: 20 }, (_, i) => ({
        type: 'track',
        userId: `user-${i % 4}`,
        event: 'Liked',
        messageId: `${source}-${i}`,
        properties: productId === undefined ? {} : { product_id: productId },
      })),
    })
  await installation.close()
})

test('what is wrong is told with what to do, in the language that is asked for', async () => {
  await attune('--lang', 'en')
  expect(said.text).toMatch(/events that name their item +app +Liked +0\.0% +20 +bad/)
  expect(said.text).toContain('Send product_id')
  expect(said.text).not.toContain('messages sent again')
  expect(said.text).toContain('--all')
  said.clear()
  await attune('--lang', 'zh', '--all')
  expect(said.text).toMatch(/指明商品的事件 +app +Liked +0\.0% +20 +有问题/)
  expect(said.text).toMatch(/重复发送的消息 +web +0\.0% +20 +正常/)
})

test('programs get the checks of one source as JSON', async () => {
  await attune('--json', '--source', 'web')
  const { checks } = JSON.parse(said.text)
  expect(checks.length).toBeGreaterThan(3)
  expect(new Set(checks.map((check: { source: string }) => check.source))).toEqual(new Set(['web']))
  expect(checks.find((check: { check: string }) => check.check === 'item-known')).toMatchObject({
    value: 0,
    verdict: 'bad',
    examples: ['known'],
  })
})
