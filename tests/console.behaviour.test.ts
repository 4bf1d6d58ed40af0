import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('what people do, in Chromium', () => {
  test('a funnel is written step by step, and answers with counts, intervals and losses', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'zh',
      theme: 'dark',
    })
    await visit(page, 'funnels')
    const main = page.locator('main')
    await expect.poll(() => main.textContent()).toContain('走到了最后')
    expect(await main.textContent()).toContain('18,240')
    await page.getByRole('button', { name: '添加步骤' }).click()
    await page.getByLabel('第 4 步', { exact: true }).fill('评价')
    await expect.poll(() => main.textContent()).toContain('4. 评价')
    expect(await page.evaluate(() => decodeURIComponent(location.hash))).toContain('评价')
    await page.getByLabel('细分方式').selectOption('device')
    await expect.poll(() => main.textContent()).toContain('phone')
    expect(await violations(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('retention is a map of cohorts, also on a phone', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'en',
      theme: 'light',
      width: 390,
      height: 844,
    })
    await visit(page, 'retention')
    const main = page.locator('main')
    await expect.poll(() => main.textContent()).toContain('31% come back the day after')
    expect(await page.locator('td.heat.num').count()).toBeGreaterThan(50)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.getByLabel('By', { exact: true }).selectOption('week')
    await expect.poll(() => main.textContent()).toContain('the week after')
    expect(faults).toEqual([])
    await close()
  }, 60_000)
})
