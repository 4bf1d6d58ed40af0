import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { consoleStage } from './console/console-stage.ts'
import { adminKey, readKey } from './console/fixture-server.ts'
import { chromiumPath, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'

const stage = consoleStage()
const wide = { language: 'en', theme: 'light' } as const
const narrow = { language: 'zh', theme: 'dark', width: 390, height: 844 } as const

async function looksRight(page: Page, name: string): Promise<void> {
  expect(await violations(page), name).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0)
  if (process.env.ATTUNE_PICTURES)
    await page.screenshot({ path: join(process.env.ATTUNE_PICTURES, `${name}.png`), fullPage: true })
}

describe.skipIf(chromiumPath === undefined)('prompts and metrics, in Chromium', () => {
  test('a version of a prompt is written in both languages, corrected, used after a question, and removed', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, wide)
    const main = page.locator('main')
    await visit(page, 'language-model')
    await expect.poll(() => main.textContent()).toContain('segment-from-sentence')
    await looksRight(page, 'language-model-en')
    await page.getByRole('link', { name: 'portrait-summary' }).click()
    await expect.poll(() => main.textContent()).toContain('Version 1001 · One sentence')
    expect(await main.textContent()).toContain('an experiment may say who gets which version')
    await looksRight(page, 'prompt-en')
    await page.getByRole('button', { name: 'New version' }).click()
    await page.getByLabel('What is different').fill('Warmer')
    const task = page.getByLabel('Task, English')
    const words = await task.inputValue()
    expect(words).toContain('{{statements}}')
    await task.fill('Write it.')
    await looksRight(page, 'prompt-sheet-en')
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await expect.poll(() => page.getByRole('dialog').textContent()).toContain('lacks {{statements}}')
    expect(await task.getAttribute('aria-invalid')).toBe('true')
    await task.fill(`${words} `)
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await expect.poll(() => main.textContent()).toContain('Version 1004 · Warmer')
    expect(stage.server.changes.at(-1)).toMatchObject({
      path: '/v1/prompts/portrait-summary/versions',
      body: { title: 'Warmer', texts: { zh: { system: expect.stringContaining('顾客画像') } } },
    })
    await page.getByRole('button', { name: 'Use… Version 1004' }).click()
    await page.getByRole('button', { name: 'Use it' }).click()
    await expect.poll(() => stage.server.changes.at(-1)?.body).toMatchObject({ version: 1004, experiment: null })
    await page.getByRole('button', { name: 'Remove… Version 1001' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect.poll(() => stage.server.changes.at(-1)).toMatchObject({ method: 'DELETE' })
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([])
    await close()
  }, 90_000)

  test('an experiment tries versions of a prompt', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, wide)
    await visit(page, 'experiments?new=yes')
    await page.getByLabel('Id', { exact: true }).fill('words')
    await expect
      .poll(() => page.getByLabel('What differs').locator('option').allTextContents())
      .toEqual(['what a flag or a placement shows', 'the prompt portrait-summary'])
    await page.getByLabel('What differs').selectOption('portrait-summary')
    await page.getByLabel('Version for new').selectOption('1003')
    await looksRight(page, 'experiment-prompt-en')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.waitForURL(/experiments\/words$/)
    expect(stage.server.changes.at(-2)).toMatchObject({ method: 'PUT', path: '/v1/experiments/words' })
    expect(stage.server.changes.at(-1)).toMatchObject({
      method: 'PUT',
      path: '/v1/prompts/portrait-summary/use',
      body: { experiment: 'words', variations: { control: 1, new: 1003 } },
    })
    expect(faults).toEqual([])
    await close()
  }, 90_000)

  test('a metric is defined with its present value in sight, changed and removed', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, wide)
    const main = page.locator('main')
    const dialog = page.getByRole('dialog')
    await visit(page, 'metrics')
    await expect.poll(() => main.textContent()).toContain('sum of distance: Ride Completed, where conditions hold (1)')
    await looksRight(page, 'metrics-en')
    await page.getByRole('button', { name: 'New metric' }).click()
    // An id that there is would take over that metric, also where experiments use it.
    await page.getByLabel('Id', { exact: true }).fill('revenue')
    expect(await dialog.textContent()).toContain('There is one of that id')
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await page.getByLabel('Id', { exact: true }).fill('gift-orders')
    await expect.poll(() => dialog.textContent()).toContain('12.34%')
    expect(await dialog.textContent()).toContain('of 38,000 people of the last 28 days')
    await page.getByLabel('Kind', { exact: true }).selectOption('ratio')
    await looksRight(page, 'metric-sheet-en')
    await page.getByLabel('Kind', { exact: true }).selectOption('mean')
    await page.getByLabel('Number of a person').selectOption('sum')
    await page.getByLabel('Of the property').fill('gifts')
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByLabel('Property', { exact: true }).fill('wrapped')
    await page.getByLabel('Value', { exact: true }).fill('true')
    await page.getByLabel('For so many hours').fill('72')
    await page.getByLabel('Limit, percentile').fill('99.5')
    await page.getByLabel('Direction').selectOption('down')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect
      .poll(() => stage.server.changes.at(-1))
      .toMatchObject({
        method: 'PUT',
        path: '/v1/metrics/gift-orders',
        body: {
          kind: 'mean',
          measure: {
            of: { kinds: ['order'], where: [{ property: 'wrapped', is: 'eq', value: true }] },
            value: 'sum',
            property: 'gifts',
          },
          windowHours: 72,
          cap: 0.995,
          better: 'down',
        },
      })
    await expect.poll(() => main.textContent()).toContain('gift-orders')
    await page.getByRole('button', { name: 'Change… People who order' }).click()
    expect(await dialog.textContent()).toContain('takes the place of the built-in one')
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await page.getByRole('button', { name: 'Remove… People who order' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Remove… Night rides' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect.poll(() => main.textContent()).not.toContain('night-rides')
    expect(faults).toEqual([])
    await close()
  }, 90_000)

  test('on a phone, in Chinese; whoever only reads changes nothing', async () => {
    const { page, faults, close } = await openConsole(stage.browser, `${stage.server.url}/#key=${readKey}`, narrow)
    const main = page.locator('main')
    await visit(page, 'metrics')
    await expect.poll(() => main.textContent()).toContain('下单的人')
    await looksRight(page, 'metrics-zh')
    await visit(page, 'language-model/portrait-summary')
    await expect.poll(() => main.textContent()).toContain('第 1 版 · 随产品提供')
    await looksRight(page, 'prompt-zh')
    await visit(page, 'language-model')
    await expect.poll(() => main.textContent()).toContain('单个用户')
    await looksRight(page, 'language-model-zh')
    expect(await main.getByRole('button', { name: /新建|修改|删除|启用/ }).count()).toBe(0)
    await close()
    const admin = await openConsole(stage.browser, `${stage.server.url}/#key=${adminKey}`, narrow)
    await visit(admin.page, 'metrics')
    await admin.page.getByRole('button', { name: '新建指标' }).click()
    await admin.page.getByLabel('类型', { exact: true }).selectOption('funnel')
    await looksRight(admin.page, 'metric-sheet-zh')
    expect([...faults, ...admin.faults]).toEqual([])
    await admin.close()
  }, 90_000)
})
