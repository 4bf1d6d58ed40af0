import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { adminKey, readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()

describe.skipIf(chromiumPath === undefined)('segments in Chromium', () => {
  test('a rule written as blocks shows as text with its count, text shows as blocks, and is saved', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'en',
      theme: 'light',
    })
    await visit(page, 'segments?new=yes')
    await page.getByRole('button', { name: 'What they did' }).click()
    const text = page.locator('textarea')
    await expect.poll(() => text.inputValue()).toBe('bought in last 30 days at least 1 times')
    await expect.poll(() => page.locator('main').textContent()).toContain('412 people')
    await page.getByLabel('In the category').selectOption('tea')
    await expect.poll(() => text.inputValue()).toBe('bought category "tea" in last 30 days at least 1 times')
    await text.fill('购买 类目"茶" 且 人群 loyal')
    await expect.poll(() => page.getByLabel('Condition 2').count()).toBeGreaterThan(0)
    expect(await violations(page)).toEqual([])
    await text.fill('bought catgory "tea"')
    await expect.poll(() => page.locator('[role=alert]').textContent()).toContain('column 8')
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await text.fill('bought category "tea"')
    await page.getByLabel('Id', { exact: true }).fill('tea-people')
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(true)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/segments\/tea-people$/)
    expect(stage.server.changes.findLast(({ method }) => method === 'PUT')).toMatchObject({
      path: '/v1/segments/tea-people',
      body: { text: 'bought category "tea"' },
    })
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([])
    await close()
  }, 60_000)

  test('groups of people are drawn, listed, found again, and looked at in the builder', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, {
      language: 'zh',
      theme: 'light',
    })
    await visit(page, 'segments')
    await expect.poll(() => page.getByRole('img', { name: /3 个分组的分布图/ }).count()).toBe(1)
    expect(await page.getByRole('row').filter({ hasText: '由模型 main 命名' }).count()).toBe(1)
    await page.getByLabel('数量', { exact: true }).selectOption('3')
    await page.getByRole('button', { name: '重新划分' }).click()
    await expect
      .poll(() => stage.server.changes.findLast(({ path }) => path === '/v1/clusters')?.body)
      .toEqual({ method: 'kmeans', language: 'zh', k: 3 })
    const fit = page.getByRole('list', { name: '规则对该组的还原程度' })
    expect(await fit.first().textContent()).toBe(
      '选中的人中 88% 属于该组（95% 区间 85%\u2060～\u206091%）覆盖该组的 72%（68%\u2060～\u206076%）',
    )
    await page.getByText('选出 2,400 人').first().click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: '在规则编辑器中查看' }).first().click()
    await expect.poll(() => page.locator('textarea').inputValue()).toContain('相似于类目')
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('two sentences about a person say that a model wrote them, and on what they rest', async () => {
    const { page, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'en',
      theme: 'dark',
    })
    await visit(page, 'people')
    await page.locator('main table a, main li a').first().click()
    await expect.poll(() => page.getByText('written by the model main').count()).toBe(1)
    expect(await page.getByText('Looks at oolong most evenings.').count()).toBe(1)
    expect(await violations(page)).toEqual([])
    await close()
  }, 60_000)

  test('who may only read sees members and changes, and no way to change', async () => {
    const { page, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, {
      language: 'zh',
      theme: 'dark',
    })
    await visit(page, 'segments/runners')
    await expect.poll(() => page.locator('main').textContent()).toContain('上个月购买过商品')
    expect(await page.locator('main').textContent()).toContain('412 人')
    expect(await page.getByText('编辑规则').count()).toBe(0)
    await close()
  }, 60_000)
})
