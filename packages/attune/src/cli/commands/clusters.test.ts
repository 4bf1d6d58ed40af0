import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemInputSchema } from '../../api/schemas/items.ts'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { clustersCommand } from './clusters.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-clusters-'))
const printed = keepPrinted()

beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), log: pino({ level: 'silent' }) })
  const kinds = ['茶', '跑鞋']
  await attune.items.put(
    'default',
    kinds.map((kind, at) => itemInputSchema.parse({ id: `i${at}`, title: kind, categories: [kind] })),
  )
  const events = Array.from({ length: 24 }, (_, at) => ({
    type: 'track',
    event: 'Product Viewed',
    userId: `u${at}`,
    messageId: `m${at}`,
    properties: { product_id: `i${at % 2}` },
  }))
  await attune.collector.collect({ workspace: 'default', source: 'test', events })
  await attune.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (...args: string[]): Promise<string> => {
  printed.clear()
  await clustersCommand().parseAsync(['node', 'attune', ...args, '--data-dir', folder])
  return printed.text
}

test('groups are found, shown in both languages, and shown again', async () => {
  expect(await run('--last')).toContain('No groups were found yet')
  const found = JSON.parse(await run('--k', '2', '--json'))
  expect(found.clusters.map((one: { people: number }) => one.people)).toEqual([12, 12])
  const again = await run('--last', '--lang', 'zh')
  expect(again).toContain('允许画像的 24 人中的 24 人')
  expect(again).toContain('跑鞋')
  expect(again).toContain('作为人群：')
  expect(again).toContain('规则选中的人中 100 % (76–100 %) 属于该组；覆盖该组的 100 % (76–100 %)')
})
