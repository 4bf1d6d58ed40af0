import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { adminKey, readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('the opinion watch in Chromium', () => {
  test('what people say shows with intervals, examples and who judges, and a topic narrows it', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'zh',
      theme: 'light',
    })
    await visit(page, 'opinions')
    const main = page.locator('main')
    await expect.poll(() => main.textContent()).toContain('81%')
    const text = await main.textContent()
    expect(text).toContain('「回甘很好，第三泡还有香气。」')
    expect(text).toContain('不足三人谈到')
    expect(text).toContain('用自家评价训练的模型')
    expect(text).toContain('内置词表')
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: /快递/ }).click()
    await page.waitForURL(/topic=/)
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('快递')
    await page.getByRole('button', { name: '用自家评价训练' }).click()
    await expect.poll(() => stage.server.changes.at(-1)).toMatchObject({ path: '/v1/language/sentiment/train' })
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('who may only read sees no button that teaches', async () => {
    const { page, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'en',
      theme: 'dark',
      width: 390,
      height: 844,
    })
    await visit(page, 'opinions')
    await expect.poll(() => page.locator('main').textContent()).toContain('built-in word list')
    expect(await page.getByText('Teach with own reviews').count()).toBe(0)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await close()
  }, 60_000)
})
