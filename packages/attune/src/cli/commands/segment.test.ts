import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemInputSchema } from '../../api/schemas/items.ts'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { segmentCommand } from './segment.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-segment-'))
const printed = keepPrinted()
let ann = ''

beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), log: pino({ level: 'silent' }) })
  await attune.items.put('default', [itemInputSchema.parse({ id: 'shoes', title: '跑鞋', categories: ['跑鞋'] })])
  const events = ['ann', 'bob'].map((userId, at) => ({
    type: 'track',
    event: at === 0 ? 'Order Completed' : 'Product Viewed',
    userId,
    messageId: userId,
    properties: { order_id: 'o', product_id: 'shoes', products: [{ product_id: 'shoes', price: 300, quantity: 1 }] },
  }))
  await attune.collector.collect({ workspace: 'default', source: 'test', events })
  ann = attune.identity.personIdOf('default', { userId: 'ann' })
  await attune.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<string> {
  printed.clear()
  await segmentCommand().parseAsync(['node', 'attune', ...args, '--data-dir', folder])
  return printed.text
}
const json = async (...args: string[]) => JSON.parse(await run(...args, '--json'))

test('a segment is previewed, created, shown, listed, exported, removed and brought back', async () => {
  expect(await run('preview', '购买 类目"跑鞋"')).toContain('1 of 2 people (50.0 %)')
  expect(await run('create', 'runners', 'bought', 'category "跑鞋"', '--title', 'Runners', '--lang', 'zh')).toContain(
    '购买过商品（类目为「跑鞋」）的人',
  )
  expect(await run('show', 'runners')).toContain('bought category "跑鞋" at least 1 times')
  expect(await run('list')).toMatch(/runners\s+Runners\s+1\s+50\.0 %/)
  expect((await run('members', 'runners')).trim()).toBe(ann)
  const out = join(folder, 'runners.csv')
  await run('export', 'runners', '--out', out)
  expect(readFileSync(out, 'utf8')).toBe(`person_id,user_id\n${ann},"ann"\n`)
  await run('delete', 'runners')
  expect(await json('list')).toMatchObject({ segments: [] })
  expect(await run('undo', 'runners')).toContain('runners is as it was before')
  expect(await json('list')).toMatchObject({ segments: [{ id: 'runners', members: 1 }] })
})

test('a rule may come from a file, as JSON too; mistakes are one line and exit code 1', async () => {
  const file = join(folder, 'rule.json')
  const rule = { type: 'not', rule: { type: 'segment', id: 'runners' } }
  writeFileSync(file, JSON.stringify(rule))
  expect(await json('preview', '--file', file)).toMatchObject({ rule, count: 1 })
  expect(process.exitCode ?? 0).toBe(0)
  expect((await json('preview', 'bougt')).error).toMatchObject({
    code: 'rule-syntax',
    message: expect.stringContaining('column 1'),
  })
  expect(process.exitCode).toBe(1)
  expect((await json('preview')).error).toMatchObject({ code: 'rule-missing' })
  expect((await json('propose', '买过跑鞋的人')).status).toBe('no-model')
})
