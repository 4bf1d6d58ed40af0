import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openConsole, visit } from './console/open-browser.ts'
import { openInstallation, type TestInstallation } from './support.ts'

const built = existsSync(join(import.meta.dirname, '..', 'packages', 'console', 'dist', 'index.html'))
const day = 86_400_000
const at = (ms: number) => new Date(ms).toISOString()

let browser: Browser
let installation: TestInstallation
let url = ''

/** Two tastes, a week of history, a model, decisions in both arms, some of them clicked. */
async function liveAWeek({ ask, send }: TestInstallation): Promise<void> {
  const now = Date.now()
  const items = Array.from({ length: 12 }, (_, i) => ({
    id: `${i < 6 ? 'tea' : 'tool'}/${i}`,
    title: i < 6 ? `Tea no. ${i}` : `Tool no. ${i}`,
    categories: [i < 6 ? 'tea' : 'tools'],
    price: 10 + i,
    currency: 'CNY',
  }))
  expect((await ask('admin', 'PUT', '/v1/items', { items })).status).toBe(200)
  const views = Array.from({ length: 30 }, (_, person) =>
    Array.from({ length: 4 }, (_, step) => ({
      type: 'track',
      event: 'Product Viewed',
      userId: `shopper-${person}`,
      timestamp: at(now - 3 * day + person * 1000 + step * 60_000),
      properties: { product_id: items[(person % 2) * 6 + ((person + step) % 6)]?.id },
    })),
  ).flat()
  await send(views)
  await send([{ type: 'identify', userId: 'shopper-1', anonymousId: 'visitor-1', traits: { name: 'Ada 林' } }])
  const placement = {
    title: { en: 'Front page', zh: '首页' },
    split: [
      { variation: 'personalised', model: 'recencyItemKnn', weight: 0.5 },
      { variation: 'popular', model: 'popular', weight: 0.5 },
    ],
    control: 'popular',
  }
  expect((await ask('admin', 'PUT', '/v1/placements/home', placement)).status).toBe(200)
  const { version, done } = await installation.attune.models.train({
    workspace: 'default',
    name: 'recencyItemKnn',
    actor: 'test',
  })
  await done
  expect(version).toBe(1)
  for (let person = 0; person < 30; person++) {
    const { body } = await ask('read', 'POST', '/v1/recommendations', {
      placement: 'home',
      userId: `shopper-${person}`,
      n: 4,
    })
    await ask('read', 'POST', '/v1/exposures', { decisionId: body.decisionId })
    if (person % 3 === 0)
      await send([
        {
          type: 'track',
          event: 'Recommendation Clicked',
          userId: `shopper-${person}`,
          properties: { decisionId: body.decisionId, product_id: body.items[0].itemId },
        },
      ])
  }
}

beforeAll(async () => {
  if (chromiumPath === undefined || !built) return
  installation = await openInstallation()
  await liveAWeek(installation)
  url = await installation.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await installation?.close()
})

describe.skipIf(chromiumPath === undefined || !built)('the console on a real server', () => {
  const open = (scope: 'read' | 'admin', language: 'en' | 'zh' = 'en') =>
    openConsole(browser, `${url}/#key=${installation.keys[scope]}`, { language, theme: 'light' })

  test('every page shows what the server has, under its content policy, without a complaint', async () => {
    const { page, faults, close } = await open('admin')
    await page.waitForSelector('.loop')
    for (const [route, words] of [
      ['', ['Personalised vs popular', 'Front page', 'recencyItemKnn v1']],
      ['events', ['Product Viewed', 'connected']],
      ['items', ['Tea no. 0', 'tool/11']],
      [`items/${encodeURIComponent('tea/0')}`, ['¥10', 'Similar items']],
      ['people', ['Ada 林', '30 known']],
      ['people/shopper-1', ['Ada 林', 'tools', 'We showed 4 items on home', 'Would be shown now', 'Tool no.']],
      ['placements', ['Front page', '50%']],
      ['models', ['recencyItemKnn v1', 'live', 'NDCG@10']],
      ['experiments', ['No experiment yet']],
      ['metrics', ['People who order', 'built-in']],
      ['language-model/portrait-summary', ['Version 1 · shipped']],
      ['flags', ['No flag yet', '/api/features/']],
      ['uplift', ['No model yet']],
      ['value', ['Not worked out yet']],
      ['attribution?by=placement', ['Orders credited']],
      ['keys', ['admin', 'decide']],
    ] as const) {
      await visit(page, route)
      for (const word of words)
        await page.waitForFunction((text) => document.body.textContent?.includes(text), word, { timeout: 10_000 })
    }
    expect(faults).toEqual([])
    await close()
  }, 90_000)

  test('a refused event is there the moment it is refused, with its field and what was sent', async () => {
    const { page, close } = await open('read')
    await visit(page, 'events?show=refused')
    await page.waitForFunction(() => document.body.textContent?.includes('connected'))
    const bad = {
      type: 'track',
      event: 'Product Viewed',
      messageId: 'broken-1',
      userId: 'shopper-2',
      timestamp: 'yesterday',
    }
    await installation.ask('write', 'POST', '/v1/batch', { batch: [bad] })
    await page.locator('.stream button', { hasText: 'timestamp' }).first().click()
    expect(await page.locator('mark.hit').textContent()).toContain('"timestamp": "yesterday"')
    await close()
  }, 30_000)

  test('what a person does changes what they would be shown, and the reason names it', async () => {
    const { page, close } = await open('read')
    await visit(page, 'people/shopper-4?variation=personalised')
    await page.waitForSelector('.rec')
    const first = await page.locator('.rec').first().textContent()
    expect(first).toContain('Tea no.')
    await installation.send([
      { type: 'track', event: 'Order Completed', userId: 'shopper-4', properties: { product_id: 'tool/8' } },
      { type: 'track', event: 'Product Viewed', userId: 'shopper-4', properties: { product_id: 'tool/9' } },
    ])
    await page.reload()
    await page.waitForSelector('.rec')
    expect(
      await page
        .locator('.rec')
        .allTextContents()
        .then((all) => all.join(' ')),
    ).toMatch(/Tool no\. \d+.*[“"]Tool no\. [89][”"]/s)
    await close()
  }, 30_000)

  test('an experiment is set up, started, looked at and stopped from the console', async () => {
    const { page, faults, close } = await open('admin')
    const main = page.locator('main')
    await visit(page, 'experiments?new=yes')
    await page.getByLabel('Id', { exact: true }).fill('front')
    await page.getByLabel('Variation 2', { exact: true }).fill('bold')
    await page.getByLabel('Weight 2 (50%)').fill('3')
    await page.getByLabel('Revenue per person').selectOption('goal')
    await page.getByLabel('Back in days 1 to 7').selectOption('guardrail')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.waitForURL(/experiments\/front$/)
    await page.getByRole('button', { name: 'Start…' }).click()
    await page.getByRole('button', { name: 'Start it' }).click()
    await expect.poll(() => main.textContent()).toContain('Nobody has seen a variation yet')
    await page.getByRole('link', { name: 'Change' }).click()
    await page.getByLabel('Share that takes part, %').fill('40')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect.poll(() => main.textContent()).toContain('40% of everybody')
    await page.getByRole('button', { name: 'Stop…' }).click()
    await page.getByLabel('Winner').selectOption('bold')
    await page.getByRole('button', { name: 'Stop it' }).click()
    await expect.poll(() => page.locator('.badge').first().textContent()).toBe('stopped')
    const { body } = await installation.ask('read', 'GET', '/v1/experiments/front')
    expect(body).toMatchObject({
      status: 'stopped',
      winner: 'bold',
      traffic: 0.4,
      variations: [{ weight: 1 }, { weight: 3 }],
      metrics: ['buyers', 'revenue'],
      guardrails: [{ metric: 'retention-7d' }],
    })
    // How many people it takes cannot be told of so small a shop, which is an answer: 409.
    expect(faults.filter((fault) => !fault.includes('409'))).toEqual([])
    await close()
  }, 60_000)

  test('training from the console makes a version, and promoting it makes it live', async () => {
    const { page, close } = await open('admin')
    await visit(page, 'models?do=train')
    const dialog = page.locator('dialog[open]')
    await dialog.getByText('Promote when the gate lets it').click()
    await dialog.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByRole('button', { name: 'Promote v2…' }).click({ timeout: 30_000 })
    await dialog.getByRole('button', { name: 'Promote v2' }).click()
    await page.waitForFunction(() =>
      document.querySelector('tbody tr .badge.good')?.closest('tr')?.textContent?.includes('v2'),
    )
    expect(installation.attune.models.live('default', 'recencyItemKnn')?.version).toBe(2)
    await close()
  }, 60_000)

  test('a rule is checked and previewed for a person while it is written, and what is saved was what was previewed', async () => {
    const { page, close } = await open('admin', 'zh')
    await visit(page, 'placements')
    await page.getByRole('button', { name: '编辑… 首页' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('button', { name: '增加步骤' }).click()
    await dialog.getByLabel('规则名称').fill('只要一种')
    const rule = dialog.getByLabel('符合条件的内容')
    await rule.fill('"tea" in category')
    await dialog.getByText('第 1 行第 10 列：没有字段 category；您是想写 categories 吗？').waitFor()
    await rule.fill('id == "tea/0" and "tea" in categories')
    await dialog.getByLabel('查找用户').fill('Ada')
    await dialog.getByLabel('预览对象').selectOption({ label: 'Ada 林' })
    await dialog
      .getByText(/「T\w+ no\. \d+」被移出列表（原第 \d 位）：未通过规则「只要一种」。/)
      .first()
      .waitFor()
    expect(await dialog.locator('.rec a').allTextContents()).toEqual(['Tea no. 0'])
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.waitForFunction(() => document.body.textContent?.includes('只要一种：只展示符合「id == "tea/0"'))
    expect(installation.attune.placements.get('default', 'home')?.rerank).toEqual({
      stages: [
        {
          kind: 'rules',
          rules: [{ name: '只要一种', when: 'id == "tea/0" and "tea" in categories', action: { kind: 'filter' } }],
        },
      ],
    })
    await close()
  }, 60_000)
})
