import { readFile } from 'node:fs/promises'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtConsole } from './console/build-console.ts'
import { adminKey, type FixtureServer, readKey, startFixtureServer } from './console/fixture-server.ts'
import { chromiumPath, type Look, openBrowser, openConsole, visit } from './console/open-browser.ts'
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

interface Opened {
  readonly page: Page
  readonly server: FixtureServer
}

/** A console on a server of its own, closed and found without a complaint afterwards. */
async function within(
  work: (opened: Opened) => Promise<void>,
  { key = adminKey, expected, ...look }: Partial<Look> & { key?: string; expected?: RegExp } = {},
): Promise<void> {
  const server = await startFixtureServer({ root, now })
  const address = `${server.url}/#key=${key}`
  const { page, faults, close } = await openConsole(browser, address, { language: 'en', theme: 'light', ...look })
  await page.waitForSelector('h1')
  await work({ page, server })
  expect(faults.filter((fault) => !expected?.test(fault))).toEqual([])
  await close()
  await server.close()
}
const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8')
const row = (page: Page, text: string) => page.locator('tbody tr', { hasText: text })
const dialogOf = (page: Page) => page.locator('dialog[open]')

describe.skipIf(chromiumPath === undefined)('the privacy page in Chromium', () => {
  test('what is overdue is told by a word and a sign: in the list, the navigation and the overview', () =>
    within(async ({ page }) => {
      await page.locator('.list a', { hasText: 'Answer overdue requests: 1' }).waitFor()
      await page.locator('.list a', { hasText: 'Answer requests within a week: 1' }).waitFor()
      const badge = page.locator('.nav .leaf', { hasText: 'Privacy' }).locator('.n')
      expect(await badge.locator('.sr').textContent()).toBe('Requests overdue: 1; due within a week: 1')
      await page.locator('.list a', { hasText: 'overdue' }).click()
      await row(page, 'A copy of their data').waitFor()
      expect(await row(page, 'A copy of their data').locator('.badge.bad svg').count()).toBe(1)
      expect(await row(page, 'A copy of their data').textContent()).toContain('overdue by 3 d')
      expect(await row(page, 'Erasure').locator('.badge.warn .dot.warn').count()).toBe(1)
      expect(await row(page, 'Correction').locator('.badge').count()).toBe(0)
    }))

  test('a copy is downloaded in the chosen form and language, then the request is closed', () =>
    within(async ({ page, server }) => {
      await visit(page, 'privacy/requests')
      await row(page, 'A copy of their data').getByRole('button').click()
      const dialog = dialogOf(page)
      await dialog.getByLabel('Language of the page').selectOption('zh')
      expect(await violations(page)).toEqual([])
      const [html] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Download' }).click(),
      ])
      expect(html.suggestedFilename()).toBe('p_8f31c2aa1.html')
      expect(await textOf(html)).toBe('<html lang="zh">Lin Yue</html>')
      await dialog.getByLabel('Form').selectOption('json')
      const [json] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Download' }).click(),
      ])
      expect(JSON.parse(await textOf(json))).toMatchObject({ format: 'attune-person-1' })
      await dialog.getByText('delete your copy').waitFor()
      await dialog.getByRole('button', { name: 'It was answered' }).click()
      await page.getByText('Waiting for an answer: 3.').waitFor()
      expect(await row(page, 'A copy of their data').count()).toBe(0)
      // The badge follows at once.
      await page.locator('.nav .n .sr', { hasText: 'overdue: 0' }).waitFor({ state: 'attached' })
      expect(server.changes).toEqual([
        { method: 'POST', path: '/v1/privacy/requests/pr_access/close', body: { status: 'done' } },
      ])
    }))

  test(
    'erasing names what follows, asks for the id, shows the receipt and how far it has come, and hands it over',
    () =>
      within(async ({ page, server }) => {
        await visit(page, 'privacy/requests')
        await row(page, 'Erasure').getByRole('button').click()
        const dialog = dialogOf(page)
        await dialog.getByRole('button', { name: 'Erase this person…' }).click()
        expect(await dialog.textContent()).toContain('This cannot be undone')
        expect(await violations(page)).toEqual([])
        const submit = dialog.getByRole('button', { name: 'Erase for good' })
        await dialog.getByLabel('How they proved').fill('Passport shown')
        await dialog.getByLabel(/Type p_8f31c2aa2/).fill('p_8f31c2aa')
        expect(await submit.isDisabled()).toBe(true)
        await dialog.getByLabel(/Type p_8f31c2aa2/).fill('p_8f31c2aa2')
        await submit.click()
        const card = page
          .getByRole('region', { name: 'Receipt pr_erase' })
          .or(page.locator('.card', { hasText: 'Keys destroyed' }))
        await card.getByText('Unreadable already').waitFor()
        expect(await violations(page)).toEqual([])
        await card.getByText('Gone everywhere since').waitFor({ timeout: 10_000 })
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          card.getByRole('button', { name: 'Download' }).click(),
        ])
        const receipt = await textOf(download)
        expect(JSON.parse(receipt)).toMatchObject({ receipt: { requestId: 'pr_erase', keysDestroyed: 3 } })
        expect(server.changes).toEqual([
          {
            method: 'POST',
            path: '/v1/people/p_8f31c2aa2/erase',
            body: { confirm: 'p_8f31c2aa2', note: 'Passport shown' },
          },
        ])
        expect(await row(page, 'Erasure').count()).toBe(0)

        const check = page.getByRole('button', { name: 'Check it' })
        const told = page.locator('[role=status] .banner')
        await page.locator('input[type=file]').setInputFiles({
          name: 'receipt.json',
          mimeType: 'application/json',
          buffer: Buffer.from(receipt),
        })
        await check.click()
        await told.getByText('this installation signed it').waitFor()
        for (const [change, words] of [
          [receipt.replace('cHVibGlj', 'b3RoZXI'), 'another installation signed it'],
          [receipt.replace('c2lnbmF0dXJl', 'Zm9yZ2Vk'), 'Not as it was signed'],
          ['no receipt', 'This is no receipt'],
        ] as const) {
          await page.getByLabel('Receipt as text').fill(change)
          await check.click()
          await told.getByText(words).waitFor()
          expect(await violations(page), words).toEqual([])
        }
      }),
    30_000,
  )

  test('a request is written down from a person’s page, an objection says what it does, a refusal takes a reason', () =>
    within(async ({ page, server }) => {
      await visit(page, 'people/p_8f31c2aa0')
      await page.getByRole('link', { name: 'They asked…' }).click()
      const dialog = dialogOf(page)
      expect(await dialog.getByLabel('Person').inputValue()).toBe('p_8f31c2aa0')
      await dialog.getByLabel('Asked for').selectOption('objection')
      await dialog.getByText('Takes effect at once: no portrait').waitFor()
      expect(await violations(page)).toEqual([])
      await dialog.getByLabel('Note').fill('By telephone')
      await dialog.getByRole('button', { name: 'Write it down' }).click()
      await row(page, 'Objection').getByRole('button').click()
      await dialog.getByRole('button', { name: 'Refuse it…' }).click()
      await dialog.getByLabel('Reason, as told').fill('too short')
      await dialog.getByRole('button', { name: 'Refuse the request' }).click()
      expect(await dialog.count()).toBe(1)
      await dialog.getByLabel('Reason, as told').fill('Not a customer of ours')
      await dialog.getByRole('button', { name: 'Refuse the request' }).click()
      await page.waitForFunction(() => document.querySelectorAll('dialog').length === 0)
      await page.getByRole('button', { name: 'Answered' }).click()
      await row(page, 'refused').first().waitFor()
      expect(server.changes.map(({ body }) => body)).toEqual([
        { kind: 'objection', person: 'p_8f31c2aa0', note: 'By telephone' },
        { status: 'refused', reason: 'Not a customer of ours' },
      ])
    }))

  test('traits are corrected, only what differs is sent; a decision says why', () =>
    within(async ({ page, server }) => {
      await visit(page, 'privacy/requests')
      await row(page, 'Correction').getByRole('button').click()
      const dialog = dialogOf(page)
      await dialog.getByRole('link', { name: 'Correct traits…' }).click()
      await dialog.getByLabel('city', { exact: true }).fill('Hangzhou')
      await dialog.getByRole('button', { name: 'Remove plan' }).click()
      await dialog.getByLabel('Name of a new trait').fill('size')
      await dialog.getByLabel('Its value').fill('M')
      expect(await violations(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Correct', exact: true }).click()
      await page.waitForFunction(() => document.querySelectorAll('dialog').length === 0)
      expect(server.changes).toEqual([
        {
          method: 'POST',
          path: '/v1/people/p_8f31c2aa0/correct',
          body: { traits: { city: 'Hangzhou', plan: null, size: 'M' }, request: 'pr_correct' },
        },
      ])
      const why = page.getByRole('button', { name: 'Why this was shown on home' })
      await why.click()
      await page.getByText('The model recencyItemKnn v14 put these in order').waitFor()
      await page.getByText('because of “Gaiwan” · chance 94%').waitFor()
      expect(await why.getAttribute('aria-expanded')).toBe('true')
      expect(await violations(page)).toEqual([])
    }))

  test('a text is kept by version and language; the chart follows the chosen purpose', () =>
    within(
      async ({ page, server }) => {
        await visit(page, 'privacy')
        await page.getByText('已知 412,806 人。').waitFor()
        expect(await row(page, '使用分析').textContent()).toMatch(/52% · 214,659 人.*57,793.*不允许/)
        await page.getByLabel('用途', { exact: true }).selectOption('training')
        await page.getByLabel(/^模型训练：26 周内 [\d,]+ 人次同意/).waitFor()
        await page.getByRole('button', { name: '新增版本…' }).click()
        const dialog = dialogOf(page)
        await dialog.getByLabel('版本').fill('2026-11')
        await dialog.getByLabel('语言').fill('zh')
        await dialog.getByLabel('文本').fill('我们统计浏览。')
        expect(await violations(page)).toEqual([])
        await dialog.getByRole('button', { name: '永久保存' }).click()
        await page.locator('.told', { hasText: '我们统计浏览。' }).waitFor()
        expect(server.changes).toEqual([
          { method: 'PUT', path: '/v1/consent/texts/2026-11/zh', body: { body: '我们统计浏览。' } },
        ])
      },
      { language: 'zh', theme: 'dark' },
    ))

  test.each([
    ['en', 'Ann Aster changed the role of 赵敏', 'break-glass', 'key-', 'made the key “Web shop” (write, decide)'],
    ['zh', 'Ann Aster将赵敏的角色由', '应急查看', 'key-', '创建了密钥「Web shop」（write、decide）'],
  ] as const)(
    'the audit reads as sentences in %s, break-glass stands out, filters stand in the address',
    async (language, sentence, glass, prefix, made) =>
      within(
        async ({ page }) => {
          await visit(page, 'privacy/audit')
          await page.getByText(sentence).waitFor()
          expect(await page.locator('tr.glass .badge.warn svg').count()).toBe(2)
          expect(await page.locator('tr.glass').first().textContent()).toContain(glass)
          expect(await page.locator('tbody tr').count()).toBe(20)
          await page.locator('.pager .btn').last().click()
          await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2)
          await page.locator('.filters select').first().selectOption(prefix)
          await page.getByText(made).waitFor()
          expect(page.url()).toContain('action=key-')
          await page.locator('.filters select').nth(1).selectOption('user_ann')
          await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
          await page.locator('details.entry summary').click()
          expect(await page.locator('details.entry').textContent()).toContain('user_ann')
          expect(await violations(page)).toEqual([])
          await page.locator('.filters input').last().fill('2020-01-01')
          await page.locator('.empty').waitFor()
        },
        { language },
      ),
  )

  test('the chain is checked from the page; a head that was cut off is told', () =>
    within(async ({ page }) => {
      await visit(page, 'privacy/audit')
      await page.getByRole('button', { name: 'Check the chain' }).click()
      await page.getByText('Whole: all 22 entries are as they were written.').waitFor()
      const head = `${'0'.repeat(62)}16`
      await page.getByRole('status').getByText(head).waitFor()
      await page.getByLabel('A head noted earlier').fill(head)
      await page.getByRole('button', { name: 'Check the chain' }).click()
      await page.getByText('The head noted earlier is in the chain.').waitFor()
      await page.getByLabel('A head noted earlier').fill('f'.repeat(64))
      await page.getByRole('button', { name: 'Check the chain' }).click()
      await page.locator('.banner.bad', { hasText: 'is not among the 22 entries' }).waitFor()
      expect(await violations(page)).toEqual([])
    }))

  test('accesses that deserve a second look are marked, the table is downloaded, and the review is recorded', () =>
    within(async ({ page, server }) => {
      await visit(page, 'privacy/access')
      await page.getByText('To look at: 4.').waitFor()
      expect(await row(page, 'Cai Wen').locator('.badge.warn').textContent()).toBe('no second factor')
      expect(await row(page, 'Spring mailing').textContent()).toContain('unused for 90 days')
      expect(await row(page, 'Web shop').textContent()).toContain('safe in a browser')
      const [csv] = await Promise.all([page.waitForEvent('download'), page.getByText('Download CSV').click()])
      expect(csv.suggestedFilename()).toBe('access-review.csv')
      await page.getByRole('button', { name: 'Reviewed…' }).click()
      const dialog = dialogOf(page)
      await dialog.getByLabel('Note').fill('Autumn review')
      expect(await violations(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Record it' }).click()
      await page.locator('.list', { hasText: 'Autumn review' }).waitFor()
      expect(server.changes).toEqual([
        { method: 'POST', path: '/v1/access/review', body: { digest: 'digest-1', note: 'Autumn review' } },
      ])
      await page.getByRole('link', { name: 'Renew or revoke keys' }).click()
      await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'API keys')
    }))

  test('whoever may not see a part is told whom it is for; texts stay for everybody', () =>
    within(
      async ({ page }) => {
        expect(await page.locator('.nav .leaf', { hasText: 'Privacy' }).count()).toBe(0)
        for (const [route, words] of [
          ['privacy', 'owners, admins and data-protection officers'],
          ['privacy/requests', 'answered by owners and data-protection officers'],
          ['privacy/held', 'What is held is shown to'],
          ['privacy/audit', 'The audit is read by'],
          ['privacy/access', 'Access is reviewed by'],
        ] as const) {
          await visit(page, route)
          await page.locator('.banner', { hasText: words }).waitFor()
          expect(await violations(page), route).toEqual([])
        }
        await visit(page, 'privacy')
        await page.getByText('We would like to use what you do').waitFor()
        expect(await page.getByRole('button', { name: 'New version…' }).count()).toBe(0)
        await visit(page, 'people/p_8f31c2aa0')
        await page.waitForSelector('.rec')
        expect(await page.getByRole('button', { name: 'Correct…' }).count()).toBe(0)
      },
      { key: readKey },
    ))

  test('Ctrl K finds the page by its pinyin initials, and its parts by keyboard', () =>
    within(
      async ({ page }) => {
        await page.keyboard.press('Control+k')
        await page.keyboard.type('ys')
        await page.locator('.palette [aria-selected=true]', { hasText: '隐私' }).waitFor()
        await page.keyboard.press('Enter')
        await page.waitForFunction(() => document.querySelector('h1')?.textContent === '隐私')
        await page.locator('.tabs a', { hasText: '审计' }).focus()
        await page.keyboard.press('Enter')
        await page.getByText('审计是否完整？').waitFor()
        expect(await page.locator('.tabs a[aria-current=page]').textContent()).toBe('审计')
      },
      { language: 'zh' },
    ))

  test('a part of the console that does not come says so, with a way out', () =>
    within(
      async ({ page }) => {
        await page.route('**/assets/privacy-page*.js', (route) => route.abort())
        await visit(page, 'privacy')
        await page.getByText('Perhaps the server has a newer version.').waitFor()
        await page.unroute('**/assets/privacy-page*.js')
        await page.getByRole('button', { name: 'Load the page again' }).click()
        await page.getByText('Known people: 412,806.').waitFor()
      },
      { expected: /Failed to load/ },
    ))
})
