import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('a person in Chromium', () => {
  for (const look of [
    { language: 'en', theme: 'light' },
    { language: 'zh', theme: 'dark', width: 390, height: 844 },
  ] as const)
    test(`segments with their rule, counts with their windows and the lifecycle with what it follows from (${look.language})`, async () => {
      const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, look)
      await visit(page, 'people/p_8f31c2aa0')
      const zh = look.language === 'zh'
      const card = (name: string) => page.getByRole('region', { name, exact: true })
      const memberships = card(zh ? '所属人群' : 'Segments')
      await expect.poll(() => memberships.textContent()).toContain(zh ? '上个月购买过商品的人' : 'People who bought')
      expect(await memberships.textContent()).toContain(zh ? '未记录进入时间' : 'when they came was not noted')
      const computed = card(zh ? '行为统计' : 'Counted from what they did')
      expect(await computed.getByRole('row').filter({ hasText: '¥150.50' }).count()).toBe(1)
      expect(await computed.textContent()).toContain(zh ? '按 812 位购买者五等分' : 'fifths of 812 buyers')
      expect(await computed.textContent()).toContain(zh ? '金额合计' : 'the money together')
      expect(await card(zh ? '生命周期' : 'Lifecycle').textContent()).toContain(
        zh ? '依据 18 次下单' : 'From 18 orders',
      )
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      if (process.env.ATTUNE_PICTURES)
        await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/person-${look.language}.png`, fullPage: true })
      await memberships.getByRole('link', { name: 'Runners' }).click()
      await page.waitForURL(/segments\/runners$/)
      expect(faults).toEqual([])
      await close()
    }, 60_000)
})
