import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemInputSchema } from '../../api/schemas/items.ts'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { fairnessCommand } from './fairness.ts'
import { funnelCommand } from './funnel.ts'
import { modelsCommand } from './models.ts'
import { pathsCommand } from './paths.ts'
import { retentionCommand } from './retention.ts'
import { satisfactionCommand } from './satisfaction.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-behaviour-'))
const printed = keepPrinted()
const hour = 3_600_000

/** Twelve people viewed the day before yesterday; eight put in the cart; six of them bought and rated. */
beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), log: pino({ level: 'silent' }) })
  await attune.items.put('default', [
    itemInputSchema.parse({ id: 'tea', title: 'Tea', categories: ['茶'], brand: 'Acme', price: 10 }),
    itemInputSchema.parse({ id: 'cup', title: 'Cup', categories: ['cups'], brand: 'Zen', price: 10 }),
  ])
  const start = Date.now() - 48 * hour
  const events = Array.from({ length: 12 }, (_, who) => {
    const track = (event: string, hours: number, properties: object = {}) => ({
      type: 'track',
      userId: `u${who}`,
      messageId: `${event} ${who}`,
      event,
      timestamp: new Date(start + hours * hour).toISOString(),
      properties: { product_id: 'tea', ...properties },
    })
    return [
      track('Product Viewed', 0),
      ...(who < 8 ? [track('Product Added', 1)] : []),
      ...(who < 6
        ? [
            track('Order Completed', 2, {
              order_id: `o${who}`,
              products: [{ product_id: 'tea', price: 10, quantity: 1 }],
            }),
            track('Rating Submitted', 30, { rating: who < 3 ? 5 : 3 }),
          ]
        : []),
    ]
  }).flat()
  await attune.collector.collect({ workspace: 'default', source: 'test', events })
  await (await attune.models.train({ workspace: 'default', name: 'recencyItemKnn', actor: 'test' })).done
  await attune.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (command: Command, ...args: string[]): Promise<string> => {
  printed.clear()
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', folder])
  return printed.text
}

test('funnel: counts, shares and bars, in both languages, and JSON', async () => {
  const text = await run(funnelCommand(), 'viewed', 'carted', 'bought', '--lang', 'en')
  expect(text).toContain('1. viewed')
  // Eight: four fewer than twelve, and who those were could be guessed.
  expect(text).toMatch(/2\. carted\s+–\s+–/)
  expect(text).toMatch(/3\. bought\s+6\s+50\.0% \(25\.4% – 74\.6%\)\s+–/)
  expect(text).toContain('█')
  expect(await run(funnelCommand(), '浏览', '购买', '--lang', 'zh')).toContain('1. 浏览')
  const found = JSON.parse(await run(funnelCommand(), 'viewed', 'bought', '--json'))
  expect(found.steps.map((step: { people: number }) => step.people)).toEqual([12, 6])
})

test('a step that is none is refused with its place', async () => {
  const refused = JSON.parse(await run(funnelCommand(), 'viewed', 'bought in last 3 days', '--json'))
  expect(refused.error).toMatchObject({ code: 'invalid-step', message: expect.stringContaining('steps.1') })
  process.exitCode = 0
})

test('retention and paths', async () => {
  const retention = JSON.parse(await run(retentionCommand(), 'viewed', 'rated', '--periods', '2', '--json'))
  expect(retention.cohorts).toHaveLength(1)
  expect(retention.cohorts[0].people).toBe(12)
  expect(await run(retentionCommand(), 'viewed', '--lang', 'zh')).toContain('首日')
  const paths = JSON.parse(await run(pathsCommand(), 'viewed', '--json'))
  expect(paths.nodes.map((node: { name: string; people: number }) => [node.name, node.people])).toContainEqual([
    'Product Added',
    8,
  ])
  expect(await run(pathsCommand(), '浏览', '--lang', 'zh')).toContain('行为')
})

test('satisfaction: parts with their numbers and weights', async () => {
  const found = JSON.parse(await run(satisfactionCommand(), '--by', 'item', '--json'))
  const part = (name: string) => found.all.parts.find((one: { part: string }) => one.part === name)
  expect(part('ratings')).toMatchObject({ n: 6, estimate: { value: 0.75 } })
  expect(part('returns')).toMatchObject({ n: 6, estimate: { value: 1 } })
  expect(found.groups).toMatchObject([{ key: 'tea', title: { en: 'Tea' } }])
  const text = await run(satisfactionCommand(), '--lang', 'zh')
  expect(text).toContain('未退货')
})

test('fairness says when nothing was shown, and refuses sensitive traits', async () => {
  expect(await run(fairnessCommand(), '--lang', 'en')).toContain('Nothing of these groups was seen')
  const refused = JSON.parse(await run(fairnessCommand(), '--trait', 'religion', '--json'))
  expect(refused.error.code).toBe('sensitive-trait')
  process.exitCode = 0
})

test('a model card tells what is kept of a model, in both languages, and goes into a file', async () => {
  const english = await run(modelsCommand(), 'card', 'recencyItemKnn', '--lang', 'en')
  expect(english).toContain('# Model card: recencyItemKnn, version 1')
  expect(english).toMatch(/interactions of \d+ people who allow training/)
  const file = join(folder, 'card.md')
  await run(modelsCommand(), 'card', 'recencyItemKnn', '--lang', 'zh', '--out', file)
  expect(readFileSync(file, 'utf8')).toContain('# 模型卡：recencyItemKnn，版本 1')
})
