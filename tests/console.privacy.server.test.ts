import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../packages/attune/src/protect/access/roles.ts'
import { chromiumPath, openBrowser, openConsole, visit } from './console/open-browser.ts'
import { openInstallation, type TestInstallation } from './support.ts'

const built = existsSync(join(import.meta.dirname, '..', 'packages', 'console', 'dist', 'index.html'))

let browser: Browser
let installation: TestInstallation
let url = ''
beforeAll(async () => {
  if (chromiumPath === undefined || !built) return
  installation = await openInstallation()
  await installation.send([
    { type: 'identify', userId: 'lin', traits: { name: '林悦', city: 'Pekin' } },
    { type: 'identify', userId: 'bob', traits: { name: 'Bob' } },
    { type: 'track', event: 'Product Viewed', userId: 'lin', properties: { product_id: 'tea' } },
  ])
  url = await installation.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await installation?.close()
})

/** The console, signed in as somebody of a role. */
async function openAs(role: Role, name: string, language: 'en' | 'zh' = 'en') {
  const { users, sessions } = installation.attune.access
  const { id } = users.create('default', { email: `${role}@example.org`, name, role }, 'test')
  const { token } = sessions.open({ workspace: 'default', userId: id, method: 'password', agent: 'Chrome · Linux' })
  const opened = await openConsole(browser, url, { language, theme: 'light' })
  await opened.page.waitForSelector('h1')
  await opened.page.context().addCookies([{ name: 'attune', value: token, url, httpOnly: true, sameSite: 'Strict' }])
  await opened.page.reload()
  return opened
}

describe.skipIf(chromiumPath === undefined || !built)('the privacy page on a real server', () => {
  test('a data-protection officer answers a request from the first word to the last byte, and can prove it', async () => {
    const { page, faults, close } = await openAs('dataProtectionOfficer', 'Dana Dove')
    const dialog = page.locator('dialog[open]')
    const write = async (kind: string, person: string) => {
      await visit(page, 'privacy/requests?do=write')
      await dialog.getByLabel('Asked for').selectOption(kind)
      await dialog.getByLabel('Person').fill(person)
      await dialog.getByRole('button', { name: 'Write it down' }).click()
    }
    const row = (text: string) => page.locator('tbody tr', { hasText: text })
    await write('rectification', 'lin')
    await row('Correction').getByRole('button').click()
    await dialog.getByRole('link', { name: 'Correct traits…' }).click()
    await dialog.getByLabel('city', { exact: true }).fill('Beijing')
    await dialog.getByRole('button', { name: 'Correct', exact: true }).click()
    await page.locator('.kv dd', { hasText: 'Beijing' }).waitFor()

    await write('erasure', 'lin')
    await row('Erasure').getByRole('button').click()
    await dialog.getByRole('button', { name: 'Erase this person…' }).click()
    const id = (await dialog.getByText(/^Type p_/).textContent())?.split(' ')[1] ?? ''
    await dialog.getByLabel(/^Type p_/).fill(id)
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await page.getByText('Gone everywhere since').waitFor({ timeout: 30_000 })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    const receipt = await readFile(await download.path(), 'utf8')
    expect((await installation.ask('admin', 'GET', '/v1/people/lin')).status).toBe(404)
    await page.getByLabel('Receipt as text').fill(receipt)
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.getByText('this installation signed it').waitFor()
    await page.getByLabel('Receipt as text').fill(receipt.replace(/"keysDestroyed": \d+/, '"keysDestroyed": 77'))
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.getByText('Not as it was signed').waitFor()

    await visit(page, 'privacy/held')
    await page.getByText('Rows held:').waitFor()
    await visit(page, 'privacy/audit')
    await page.getByText(/^Dana Dove erased person /).waitFor()
    await page.getByText(/^Dana Dove corrected city of person /).waitFor()
    await page.getByRole('button', { name: 'Check the chain' }).click()
    await page.getByText(/^Whole: all \d+ entries/).waitFor()
    await visit(page, 'privacy/access')
    await page.getByRole('button', { name: 'Reviewed…' }).click()
    await dialog.getByRole('button', { name: 'Record it' }).click()
    await page.getByText(/^Last looked through .* by Dana Dove\.$/).waitFor()
    expect(faults).toEqual([])
    await close()
  }, 90_000)

  test('an access that changes meanwhile is not signed for unseen', async () => {
    const { page, close } = await openAs('owner', 'Olga', 'zh')
    await visit(page, 'privacy/access')
    await page.getByRole('button', { name: '记录复核…' }).click()
    installation.attune.keys.create({ workspace: 'default', name: 'Unseen', scopes: ['admin'], actor: 'test' })
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('button', { name: '记录', exact: true }).click()
    await dialog.getByText('您查看之后权限有变化').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('tbody tr', { hasText: 'Unseen' }).waitFor()
    await close()
  }, 60_000)

  test('an admin is told that requests are not theirs, sees the rest, and asks the server for nothing it refuses', async () => {
    const { page, faults, close } = await openAs('admin', 'Adam')
    for (const [route, words] of [
      ['privacy', 'Known people: '],
      ['privacy/requests', 'answered by owners and data-protection officers'],
      ['privacy/held', 'Rows held: '],
      ['privacy/audit', 'Who did what'],
      ['privacy/access', 'Who may do something'],
    ] as const) {
      await visit(page, route)
      await page.getByText(words).first().waitFor()
    }
    expect(await page.locator('.nav .n').count()).toBe(0)
    expect(faults).toEqual([])
    await close()
  }, 60_000)
})
