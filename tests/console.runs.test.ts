import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtConsole } from './console/build-console.ts'
import { adminKey, type FixtureServer, readKey, startFixtureServer } from './console/fixture-server.ts'
import { chromiumPath, type Look, openBrowser, openConsole, visit } from './console/open-browser.ts'
import { sideways } from './console/sideways.ts'
import { violations } from './console/violations.ts'

const now = Date.now()
let browser: Browser
let root = ''

beforeAll(async () => {
  if (chromiumPath === undefined) return
  root = await builtConsole()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
})

/** A console on a server of its own, closed and found without a complaint afterwards. */
async function within(
  work: (opened: { readonly page: Page; readonly server: FixtureServer }) => Promise<void>,
  { key = adminKey, ...look }: Partial<Look> & { key?: string } = {},
): Promise<void> {
  const server = await startFixtureServer({ root, now })
  const { page, faults, close } = await openConsole(browser, `${server.url}/#key=${key}`, {
    language: 'en',
    theme: 'light',
    ...look,
  })
  await page.waitForSelector('h1')
  await work({ page, server })
  expect(faults).toEqual([])
  await close()
  await server.close()
}
const row = (page: Page, text: string) => page.locator('tbody tr', { hasText: text })
const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env.ATTUNE_PICTURES === undefined) return
  await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/${name}.png`, fullPage: true })
}

describe.skipIf(chromiumPath === undefined)('the runs page in Chromium', () => {
  test('every state is told by a word, a running one with how far it is and how long still', () =>
    within(async ({ page }) => {
      await page.locator('.nav').getByRole('link', { name: 'Runs' }).click()
      await row(page, 'classify-2026-11-22-2').waitFor()
      const running = row(page, 'classify-2026-11-22-2')
      expect(await running.textContent()).toContain('running')
      expect(await running.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('46')
      expect(await running.textContent()).toContain('about 2 min 33 s left')
      expect(await row(page, 'classify-2026-11-22-1').textContent()).toContain('0.9312')
      for (const [id, state] of [
        ['classify-2026-11-21-3', 'failed'],
        ['classify-2026-11-21-2', 'interrupted'],
        ['classify-2026-11-21-1', 'cancelled'],
      ] as const)
        expect(await row(page, id).locator('.badge').textContent()).toBe(state)
      expect(await page.getByText('The 7 newest of 8').count()).toBe(1)
    }))

  test('a finished run shows its curve to the arrow keys, its scores, the weakest class first, and its card', () =>
    within(async ({ page }) => {
      await visit(page, 'runs/classify-2026-11-22-1')
      const chart = page.getByRole('img', { name: /^Loss from 1\.\d+ to 0\.\d+ over 900 steps$/ })
      await chart.focus()
      await page.keyboard.press('End')
      await page.locator('.chart-tip', { hasText: '900' }).waitFor()
      expect(await page.locator('.chart-tip').textContent()).toMatch(/smoothed/)
      expect(await page.getByRole('img', { name: /^Judged by Accuracy/ }).count()).toBe(1)
      expect(await page.getByRole('img', { name: /^Learning rate/ }).count()).toBe(1)
      expect(await page.locator('.stat', { hasText: 'Accuracy' }).textContent()).toContain('0.9312')
      const classes = page.getByRole('region', { name: 'Each class' }).locator('tbody tr')
      expect(await classes.first().textContent()).toContain('中性')
      expect(await page.getByText('to be sorted into 3 classes').count()).toBe(1)
      expect(await page.getByRole('button', { name: 'Cancel the run…' }).count()).toBe(0)
    }))

  test('a run of another kind shows scores of which less is better, what they stand beside, and what it wrote', () =>
    within(async ({ page }) => {
      await visit(page, 'runs/write-2026-11-20-1')
      const scores = page.locator('.stat')
      await scores.first().waitFor()
      expect(await scores.first().textContent()).toBe('Perplexity less is better12.3456')
      expect(await page.locator('.stat', { hasText: 'BLEU' }).textContent()).toContain('most similar text 0.3512')
      expect(await page.getByText('这条红色连衣裙').count()).toBe(1)
      expect(await page.getByRole('region', { name: 'Each class' }).count()).toBe(0)
      expect(await violations(page)).toEqual([])
    }))

  test('two runs are drawn over each other, with what they differ in', () =>
    within(async ({ page }) => {
      await visit(page, 'runs/classify-2026-11-22-1')
      await page.getByLabel('Compare with another run').selectOption('classify-2026-11-21-2')
      await page.getByRole('heading', { name: 'What differs' }).waitFor()
      expect(page.url()).toContain('with=classify-2026-11-21-2')
      expect(await page.locator('.chart .lbl', { hasText: 'the other' }).count()).toBe(1)
      expect(await row(page, 'Accuracy').textContent()).toContain('0.9312–')
      expect(await violations(page)).toEqual([])
    }))

  test('cancelling asks first and names what follows; then it says that it ends', () =>
    within(async ({ page, server }) => {
      await visit(page, 'runs/classify-2026-11-22-2')
      await page.getByText('about 2 min 33 s left').waitFor()
      expect(await page.textContent('main')).toContain('102 examples a second')
      await page.getByRole('button', { name: 'Cancel the run…' }).click()
      const dialog = page.locator('dialog[open]')
      expect(await dialog.textContent()).toContain('it can be gone on with')
      expect(await violations(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Cancel the run' }).click()
      await page.getByText('It ends after the step it is in.').waitFor()
      expect(await page.getByRole('button', { name: 'Cancel the run…' }).count()).toBe(0)
      expect(server.changes).toEqual([
        { method: 'POST', path: '/v1/runs/classify-2026-11-22-2/cancel', body: undefined },
      ])
    }))

  test('from a run to another page that comes when it is opened, that page is shown', () =>
    within(async ({ page }) => {
      await visit(page, 'runs/classify-2026-11-22-1')
      await visit(page, 'privacy/requests')
      expect(await page.textContent('h1')).toBe('Privacy')
    }))

  test('what broke a run off is said with how to go on, and who only reads cannot cancel', () =>
    within(
      async ({ page }) => {
        await visit(page, 'runs/classify-2026-11-21-3')
        expect(await page.locator('.banner.bad').textContent()).toContain('The loss of step 208 is not a finite number')
        expect(await page.locator('.banner code').textContent()).toBe('attune runs resume classify-2026-11-21-3')
        await visit(page, 'runs/classify-2026-11-20-1')
        await page.getByText('no step is done yet').waitFor()
        await visit(page, 'runs/classify-2026-11-22-2')
        expect(await page.getByRole('button', { name: 'Cancel the run…' }).count()).toBe(0)
      },
      { key: readKey },
    ))

  for (const look of [
    { language: 'zh', theme: 'light', width: 390, height: 844 },
    { language: 'en', theme: 'dark', width: 1280 },
  ] as const satisfies readonly Look[])
    test(
      `in ${look.language}, ${look.theme}, ${look.width} px nothing scrolls sideways at any width and everybody can read it`,
      () =>
        within(async ({ page }) => {
          for (const [name, route] of [
            ['list', 'runs'],
            ['finished', 'runs/classify-2026-11-22-1'],
            ['compared', 'runs/classify-2026-11-22-1?with=classify-2026-11-21-2'],
            ['written', 'runs/write-2026-11-20-1'],
            ['running', 'runs/classify-2026-11-22-2'],
            ['failed', 'runs/classify-2026-11-21-3'],
            ['interrupted', 'runs/classify-2026-11-21-2'],
            ['beginning', 'runs/classify-2026-11-20-1'],
          ] as const) {
            await visit(page, route)
            await picture(page, `${name}-${look.language}-${look.width}`)
            expect(await violations(page), name).toEqual([])
            expect(await sideways(page), name).toBeLessThanOrEqual(0)
          }
        }, look),
      60_000,
    )
})
