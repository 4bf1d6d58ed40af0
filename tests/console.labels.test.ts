import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { adminKey, readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('labelling in Chromium', () => {
  test('a task is opened, a click gives a label, and a training says how well it does', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'light',
      width: 390,
      height: 844,
    })
    await visit(page, 'labels')
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'occasions' }).click()
    const main = page.locator('main')
    await expect.poll(() => main.textContent()).toContain('Looks like 送礼 (58%)')
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: 'Label as 送礼' }).first().click()
    await expect
      .poll(() => stage.server.changes.at(-1))
      .toMatchObject({
        path: '/v1/labels/occasions',
        body: { labels: [{ textId: 'item:tea-101', label: '送礼' }] },
      })
    await expect.poll(() => main.textContent()).not.toContain('明前龙井')
    await page.getByLabel('Texts from').selectOption('reviews')
    await expect.poll(() => main.textContent()).toContain('送给长辈的，电话 [[PHONE_1]]')
    expect(await main.textContent()).toContain('From people who agree to training')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Label as 送礼' }).click()
    await expect
      .poll(() => stage.server.changes.at(-1)?.body)
      .toEqual({ labels: [{ textId: 'said:Yk2c0dE9', label: '送礼' }] })
    await page.getByRole('button', { name: 'Teach again' }).click()
    await expect.poll(() => main.textContent()).toContain('88% of new texts rightly')
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('who may only read sees the texts and no way to label them', async () => {
    const { page, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'zh',
      theme: 'dark',
    })
    await visit(page, 'labels/occasions')
    await expect.poll(() => page.locator('main').textContent()).toContain('明前龙井')
    expect(await page.getByRole('button', { name: '标为' }).count()).toBe(0)
    expect(await page.getByText('重新训练').count()).toBe(0)
    expect(await page.getByLabel('文本来源').count()).toBe(0)
    await close()
  }, 60_000)
})
