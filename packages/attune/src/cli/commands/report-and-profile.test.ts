import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemInputSchema } from '../../api/schemas/items.ts'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { runHere } from '../run-here.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-report-'))
const workspace = 'default'

const run = (...args: string[]) => runHere([...args, '--data-dir', folder], { cwd: folder })

/** What the command prints on standard output, when it goes well. */
async function attune(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return stdout
}

/** Two hours ago Ann was shown two of three items, clicked the second and bought it. */
beforeAll(async () => {
  const now = Date.now() - 2 * 3_600_000
  const installation = await createAttune({
    config: configSchema.parse({ dataDir: folder }),
    clock: () => now,
    log: pino({ level: 'silent' }),
  })
  const items = ['tea', 'cup', 'pot'].map((id) => itemInputSchema.parse({ id, title: `My ${id}`, categories: ['茶'] }))
  await installation.items.put(workspace, items)
  const decision = {
    workspace,
    decisionId: 'd1',
    placement: 'home',
    variation: 'personalised',
    variationPropensity: 0.9,
  }
  const model = { model: 'recencyItemKnn', modelVersion: 1, fallback: null, context: '{}', sealed: null }
  const decided = (['tea', 'cup'] as const).map((itemId) => ({
    itemId,
    score: 1,
    propensity: 1,
    explored: false,
    because: [],
  }))
  const personId = installation.identity.personIdOf(workspace, { userId: 'ann' })
  await installation.events.append({
    decisions: [{ ...decision, ...model, personId, items: JSON.stringify(decided), ts: now }],
  })
  const line = { product_id: 'cup', price: 40, quantity: 1 }
  const result = await installation.collector.collect({
    workspace,
    source: 'test',
    events: [
      ['Recommendation Viewed', { decisionId: 'd1', items: decided.map(({ itemId }) => ({ itemId })) }],
      ['Recommendation Clicked', { decisionId: 'd1', ...line }],
      ['Order Completed', { currency: 'CNY', products: [line] }],
    ].map(([event, properties], at) => ({
      type: 'track',
      userId: 'ann',
      messageId: `m${at}`,
      timestamp: new Date(now + at * 1000).toISOString(),
      event,
      properties,
    })),
  })
  expect(result.rejected).toEqual([])
  await installation.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the report is one JSON document with rows and effect', { timeout: 90_000 }, async () => {
  const report = JSON.parse(await attune('report', '--json', '--by', 'variation'))
  expect(report.rows).toHaveLength(1)
  expect(report.rows[0]).toMatchObject({
    group: { variation: 'personalised' },
    exposures: 2,
    clicks: 1,
    conversions: 1,
    revenue: 40,
  })
  expect(report.effect).toMatchObject({ placement: 'home', persons: { treatment: 1, control: 0 } })
})

test('the report is a table with intervals, in English and Chinese', { timeout: 90_000 }, async () => {
  const english = await attune('report', '--by', 'placement', '--lang', 'en')
  expect(english).toContain('click rate')
  // One of two: Wilson's interval from 9.45 to 90.55 %.
  expect(english).toMatch(/home .* 50\.00% \(9\.45% – 90\.55%\)/)
  expect(english).toContain('Nothing can be said yet')
  const chinese = await attune('report', '--by', 'placement', '--lang', 'zh')
  expect(chinese).toContain('点击率')
  expect(chinese).toContain('收入（CNY）')
})

test('the profile tells who somebody is, what they did and what they would be shown', { timeout: 90_000 }, async () => {
  const text = await attune('profile', 'ann', '--lang', 'en')
  expect(text).toMatch(/^ann · p_/)
  expect(text).toMatch(/order +1/)
  expect(text).toMatch(/茶: 100% \(.*\) \[inferred, from 2, as of/)
  expect(text).toContain('because of My cup (ordered, 2×)')
  expect(text).toContain('Order Completed')
  expect(text).toContain('decided for “home” with recencyItemKnn')
  expect(text).toContain('What “home” would show now')
  const { person, portrait, timeline, next } = JSON.parse(await attune('profile', 'ann', '--json', '-n', '1'))
  expect(person).toMatchObject({ userId: 'ann', orders: 1 })
  expect(portrait.interests.categories[0]).toMatchObject({ name: '茶', source: 'inferred' })
  expect(timeline).toHaveLength(4)
  expect(next).toMatchObject({ decisionId: null, placement: 'home' })
  const hidden = await attune('profile', 'ann', '--lang', 'zh', '--hide', '茶')
  expect(hidden).toContain('现在会展示')
  expect(hidden).toMatch(/茶：.* 由团队隐藏/)
  expect(hidden).not.toContain('依据：My cup')
})

test('somebody who was never heard of ends with exit code 1', { timeout: 90_000 }, async () => {
  expect(await run('profile', 'nobody')).toMatchObject({ code: 1, stderr: expect.stringContaining('heard of') })
  const { stdout } = await run('profile', 'nobody', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'unknown-person' } })
})
