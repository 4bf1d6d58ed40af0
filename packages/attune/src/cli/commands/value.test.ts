import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { shoppersUntil } from '../../value/shoppers.fixture.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { valueCommand } from './value.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-value-'))
const printed = keepPrinted()

beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), log: pino({ level: 'silent' }) })
  await attune.collector.collect({ workspace: 'default', source: 'test', events: shoppersUntil(Date.now(), 50) })
  await attune.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (...args: string[]): Promise<string> => {
  printed.clear()
  await valueCommand().parseAsync(['node', 'attune', ...args, '--data-dir', folder])
  return printed.text
}

test('values are fitted, shown in both languages, exported and acted upon', async () => {
  expect(await run('show')).toContain('No values were worked out yet')
  const value = JSON.parse(await run('fit', '--horizon-days', '90', '--json'))
  expect(value).toMatchObject({ buyers: 50, input: { horizonDays: 90, model: 'bg-nbd' } })
  expect(await run('show')).toContain('50 buyers who allow a portrait are worth')
  expect(await run('show', '--lang', 'zh')).toContain('允许画像的 50 位买家')
  const csv = join(folder, 'people.csv')
  expect(await run('export', csv)).toContain('50 people written')
  const lines = readFileSync(csv, 'utf8').trim().split('\n')
  expect(lines).toHaveLength(51)
  expect(lines[0]).toBe('personId,lifetimeValue,expectedOrders,expectedSpend,alive,churn,rfm,group')
  const actions = join(folder, 'actions.json')
  writeFileSync(actions, JSON.stringify({ actions: [{ name: '优惠券', cost: 2, uplift: 0.3 }] }))
  const said = await run('act', actions, '--lang', 'zh')
  expect(said).toContain('优惠券')
  expect(said).toMatch(/另有 \d+ 人/)
})
