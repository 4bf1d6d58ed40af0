import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { adminKey, readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('the interest map in Chromium', () => {
  test('arrow keys and Enter choose an interest, several become a rule in the builder', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'light',
    })
    await visit(page, 'interests')
    const map = page.getByRole('img', { name: /A map of 10 interests\. The largest is oolong with 1,800 people/ })
    await map.focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.getByRole('status').textContent()).toContain('oolong')
    await page.keyboard.press('Enter')
    const chosen = page.getByRole('region', { name: 'oolong', exact: true })
    await expect.poll(() => chosen.textContent()).toContain('1,800 people')
    expect(await chosen.textContent()).toContain('402 people, 1.4 times as often as everybody')
    await chosen.getByRole('button', { name: 'Add to a segment' }).click()
    await chosen.getByRole('button', { name: 'Show 绿茶' }).click()
    await page.getByRole('button', { name: 'Add to a segment' }).click()
    expect(await violations(page)).toEqual([])
    if (process.env.ATTUNE_PICTURES)
      await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/interests-en.png`, fullPage: true })
    await page.getByRole('link', { name: 'Make the segment' }).click()
    await expect
      .poll(() => page.locator('textarea').inputValue())
      .toBe('interest in category "oolong" >= 0.1 or interest in category "绿茶" >= 0.1')
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('on a phone the table leads to each as well, and who may only read makes no segment', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'zh',
      theme: 'dark',
      width: 390,
      height: 844,
    })
    await visit(page, 'interests')
    await page.getByText('查看数据表').click()
    await page.getByRole('button', { name: '查看「绿茶」' }).click()
    await expect.poll(() => page.getByRole('region', { name: '绿茶', exact: true }).textContent()).toContain('900 人')
    await page.getByRole('button', { name: '加入人群规则' }).click()
    expect(await page.getByText('创建人群').count()).toBe(0)
    await page.getByRole('button', { name: '品牌' }).click()
    await page.waitForURL(/part=brand/)
    await expect.poll(() => page.getByRole('img', { name: /最大的是Hill/ }).count()).toBe(1)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    if (process.env.ATTUNE_PICTURES)
      await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/interests-zh.png`, fullPage: true })
    expect(faults).toEqual([])
    await close()
  }, 60_000)
})
