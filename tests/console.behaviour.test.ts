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

  test('paths are drawn and told in a table; a step chosen by mouse, keys or table says what follows it', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'en',
      theme: 'light',
    })
    await visit(page, 'paths')
    const main = page.locator('main')
    await expect.poll(() => main.textContent()).toContain('Next comes most often “Product Viewed”: 44.0%')
    const chart = page.getByRole('img', { name: /^Paths over 5 columns/ })
    await chart.getByText('nothing more').first().click()
    await expect.poll(() => main.textContent()).toContain('Here the path is over.')
    // The anchor first; then the next column, and down in it.
    await chart.focus()
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    await expect.poll(() => page.locator('h2').allTextContents()).toContain('After “Products Searched”')
    await page.getByRole('region', { name: 'All steps' }).getByRole('button', { name: 'Product Added' }).first().click()
    await expect.poll(() => page.locator('h2').allTextContents()).toContain('After “Product Added”')
    await page.getByRole('button', { name: 'Ask from here' }).click()
    expect(await page.getByLabel('After', { exact: true }).inputValue()).toBe('did event "Product Added"')
    expect(await page.evaluate(() => decodeURIComponent(location.hash))).toContain('anchor=did+event+"Product+Added"')
    await page.getByLabel('Which way').selectOption('to')
    await page.getByLabel('How far').selectOption('2')
    await expect.poll(() => main.textContent()).toContain('Just before comes most often “Product Viewed”')
    expect(await page.locator('.flow-node').count()).toBe(11)
    expect(await violations(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  }, 60_000)
})
