import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('sources and the quality of their data in Chromium', () => {
  for (const look of [
    { language: 'en', theme: 'light' },
    { language: 'zh', theme: 'dark', width: 390, height: 844 },
  ] as const)
    test(`what is wrong, why it matters and what to do; where it comes from; what items lack (${look.language})`, async () => {
      const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, look)
      const say = (en: string, zh: string) => (look.language === 'zh' ? zh : en)
      const main = page.locator('main')
      const looksRight = async (name: string) => {
        expect(await violations(page), name).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
        if (process.env.ATTUNE_PICTURES)
          await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/${name}-${look.language}.png`, fullPage: true })
      }
      await visit(page, 'quality')
      await expect
        .poll(() => main.textContent())
        .toContain(say('Look at this first: named items', '请先处理：事件中的商品'))
      const drift = page.getByRole('region', { name: say('Drift', '漂移'), exact: true })
      expect(await drift.textContent()).toContain(say('models know the old', '模型只了解过去'))
      expect(await drift.textContent()).toContain(say('re-sorted categories', '类目'))
      expect(await drift.textContent()).toContain('0.31')
      await page.getByText(say('In order, or too few data: 1', '正常或数据不足：1 项')).first().click()
      await looksRight('quality')

      await visit(page, 'sources')
      await expect.poll(() => main.textContent()).toContain('4,120')
      expect(await main.textContent()).toContain(say('the most trusted source: crm, web', '按可信度：crm、web'))
      expect(await main.textContent()).toContain(say('e-mail and phone', '邮箱和手机号'))
      await looksRight('sources')
      await page.getByRole('link', { name: 'Customer system' }).click()
      await expect.poll(() => main.textContent()).toContain('properties.cashier')
      expect(await main.textContent()).toContain(say('Other events are refused.', '其他事件会被拒绝。'))
      await looksRight('source')

      await visit(page, 'items')
      const data = page.getByRole('region', { name: say('What the catalogue says', '商品资料'), exact: true })
      await expect.poll(() => data.textContent()).toContain('62%')
      expect(await data.textContent()).toContain(say('398 of 412 items have a vector', '412 件商品中 398 件已有向量'))
      await looksRight('items')
      await data.getByRole('link').first().click()
      await page.waitForURL(/missing=description/)
      expect(faults).toEqual([])
      await close()
    }, 90_000)
})
