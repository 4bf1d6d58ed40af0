import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { adminKey, readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('reports, in Chromium', () => {
  test('a report is made of what there is, read with its charts, and saved as file', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'light',
    })
    await visit(page, 'reports')
    const main = page.locator('main')
    await page.getByLabel('Of', { exact: true }).selectOption('placement')
    const make = page.getByRole('button', { name: 'Make it now' })
    expect(await make.isDisabled()).toBe(true)
    await page.getByLabel('Which placement').selectOption('home')
    await page.getByLabel('Time').selectOption('own')
    await page.getByLabel('First day').fill('2026-11-02')
    await page.getByLabel('Last day').fill('2026-11-01')
    expect(await make.isDisabled()).toBe(true)
    await page.getByLabel('Last day').fill('2026-11-15')
    await page.getByLabel('Language').selectOption('zh')
    await make.click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('Report of home')
    expect(stage.server.changes.at(-1)).toEqual({
      ...{ method: 'POST', path: '/v1/reports' },
      body: { kind: 'placement', subject: 'home', language: 'zh', text: 'auto', from: '2026-11-02', to: '2026-11-16' },
    })
    expect(await page.locator('article').getAttribute('lang')).toBe('zh-CN')
    expect(await page.locator('h2').allTextContents()).toEqual(['摘要', '数据', '变化与原因', '薄弱环节', '下一步建议'])
    expect(await main.textContent()).toContain('3.90% – 4.52%')
    expect(await page.locator('figure').count()).toBe(4)
    expect(await violations(page)).toEqual([])
    for (const [format, ending] of [
      ['Markdown', 'md'],
      ['HTML', 'html'],
      ['PDF', 'pdf'],
    ]) {
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Save as ${format}` }).click(),
      ])
      expect(saved.suggestedFilename()).toBe(`placement-20261101-20261128-zh-0123456789ab.${ending}`)
    }
    expect(faults).toEqual([])
    await close()
  }, 90_000)

  test('it says who wrote the summary, and that a wrong number was blocked', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'zh',
      theme: 'dark',
      width: 390,
      height: 844,
    })
    await visit(page, 'reports/month-20261001-20261031-en-0123456789ab')
    const main = page.locator('main')
    await expect.poll(() => main.textContent()).toContain('摘要由语言模型「local/qwen」撰写')
    await visit(page, 'reports/placement-20261101-20261121-zh-0123456789ab')
    await expect.poll(() => page.locator('.banner.warn').textContent()).toContain('已被拦截')
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    // A key that reads makes and schedules nothing.
    await visit(page, 'reports')
    await expect.poll(() => main.textContent()).toContain('模板（已拦截错误数字）')
    expect(await page.getByRole('button', { name: '立即生成' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: '添加定期报告…' }).count()).toBe(0)
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('a schedule is added, changed and removed; one of the configuration is only shown', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'dark',
    })
    await visit(page, 'reports')
    const card = page.locator('section.card', { hasText: 'Made by themselves' })
    const rows = card.locator('tbody tr')
    await expect.poll(() => rows.count()).toBe(2)
    expect(await rows.nth(0).textContent()).toContain('in the configuration')
    expect(await rows.nth(0).getByRole('button').count()).toBe(0)
    await page.getByRole('button', { name: 'Schedule a report…' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Of', { exact: true }).selectOption('campaign')
    const save = sheet.getByRole('button', { name: 'Save the schedule' })
    expect(await save.isDisabled()).toBe(true)
    await sheet.getByLabel('Name of the campaign or channel').fill('spring')
    await sheet.getByLabel('Keep').fill('0')
    expect(await save.isDisabled()).toBe(true)
    await sheet.getByLabel('Keep').fill('6')
    await sheet.getByLabel('中文').check()
    expect(await violations(page)).toEqual([])
    await save.click()
    await expect.poll(() => rows.count()).toBe(3)
    expect(stage.server.changes.at(-1)).toEqual({
      ...{ method: 'PUT', path: '/v1/reports/schedule' },
      body: { kind: 'campaign', every: 'week', languages: ['en', 'zh'], keep: 6, subject: 'spring' },
    })
    await page.getByRole('button', { name: 'Change… home, every week' }).click()
    await sheet.getByLabel('English').check()
    await sheet.getByLabel('中文').uncheck()
    await save.click()
    await expect
      .poll(() => stage.server.changes.at(-1)?.body)
      .toEqual({
        ...{ kind: 'placement', every: 'week', languages: ['en'], keep: 8, subject: 'home' },
      })
    await page.getByRole('button', { name: 'Remove… home, every week' }).click()
    await sheet.getByRole('button', { name: 'Remove the schedule' }).click()
    await expect.poll(() => rows.count()).toBe(2)
    expect(await card.textContent()).not.toContain('home')
    expect(faults).toEqual([])
    await close()
  }, 90_000)
})
