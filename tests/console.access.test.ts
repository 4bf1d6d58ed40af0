import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { totpCode, totpStep } from '../packages/attune/src/protect/access/totp.ts'
import { chromiumPath, openBrowser, openConsole, visit } from './console/open-browser.ts'
import { violations } from './console/violations.ts'
import { openInstallation, type TestInstallation } from './support.ts'

const built = existsSync(join(import.meta.dirname, '..', 'packages', 'console', 'dist', 'index.html'))
const look = { language: 'en', theme: 'light' } as const
const password = 'velvet otter rides north'

let browser: Browser
let installation: TestInstallation
let url = ''
beforeAll(async () => {
  if (chromiumPath === undefined || !built) return
  installation = await openInstallation()
  url = await installation.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await installation?.close()
})

async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
/** Bytes of a secret as it is shown. */
function unbase32(text: string): Buffer {
  const bits = [...text.replaceAll(' ', '')].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

describe.skipIf(chromiumPath === undefined || !built)('people in the console', () => {
  test('from the first owner to a second factor, and out again', { timeout: 120_000 }, async () => {
    const { page, faults, close } = await openConsole(browser, url, look)
    await page.getByRole('heading', { name: 'Make the first account' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Admin key').fill(installation.keys.admin)
    await page.getByLabel('Your name').fill('Ann Aster')
    await page.getByLabel('E-mail').fill('ann@example.org')
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Become the owner' }).click()
    await page.getByRole('link', { name: 'Members' }).waitFor()
    // Neither the key nor the session is within reach of a script.
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }) + document.cookie)).not.toMatch(
      /at_admin|attune=/,
    )

    await visit(page, 'members')
    await page.getByRole('button', { name: 'Invite…' }).click()
    await page.getByLabel('Name').fill('Bob Birch')
    await page.getByLabel('E-mail').fill('bob@example.org')
    await page.getByLabel('Role').selectOption('marketer')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Make the link' }).click()
    const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
    await page.getByRole('button', { name: 'I have copied it' }).click()
    expect(await page.textContent('table')).toContain('bob@example.org')

    const bob = await openConsole(browser, link, look)
    await bob.page.getByLabel('New password').fill('password1234')
    await bob.page.getByRole('button', { name: 'Set the password' }).click()
    await bob.page.getByRole('alert').getByText('tried first').waitFor()
    expect(bob.page.url()).not.toContain(link.split('/').at(-1))
    await bob.page.getByLabel('New password').fill(password)
    await bob.page.getByRole('button', { name: 'Set the password' }).click()
    await bob.page.getByRole('link', { name: 'Your account' }).waitFor()
    expect(await bob.page.getByRole('link', { name: 'Members' }).count()).toBe(0)
    await visit(bob.page, 'people')
    await bob.page.getByText('under pseudonyms').waitFor()
    expect(await violations(bob.page)).toEqual([])
    await bob.page.getByRole('link', { name: 'for a reason' }).click()
    await bob.page.getByRole('heading', { name: 'Your account' }).waitFor()
    expect(await violations(bob.page)).toEqual([])
    await bob.page.getByLabel('Reason').fill('A customer asks on the phone')
    await bob.page.getByRole('button', { name: 'Show personal data for an hour' }).click()
    await bob.page.getByRole('button', { name: 'Hide it again' }).waitFor()
    await visit(bob.page, 'people')
    expect(await bob.page.getByText('under pseudonyms').count()).toBe(0)
    await visit(bob.page, 'account')

    await bob.page.getByLabel('Present password').last().fill(password)
    await bob.page.getByRole('button', { name: 'Set it up' }).click()
    const secret = unbase32(await bob.page.getByLabel('Secret for your app').inputValue())
    await bob.page.getByLabel('A code of the app').fill(totpCode(secret, totpStep(Date.now())))
    await bob.page.getByRole('button', { name: 'Switch it on' }).click()
    await bob.page.getByRole('button', { name: 'I have kept them' }).waitFor()
    const recovery = await bob.page.locator('ul.mono li').allTextContents()
    expect(recovery.length).toBe(10)
    await bob.page.getByRole('button', { name: 'I have kept them' }).click()
    await bob.page.getByText('On: signing in takes a code').waitFor()
    await bob.page.getByRole('button', { name: 'Sign out' }).click()
    await signIn(bob.page, 'bob@example.org')
    await bob.page.getByLabel('Code of your app').fill(recovery[0] ?? '')
    await bob.page.getByRole('button', { name: 'Sign in' }).click()
    await bob.page.getByRole('link', { name: 'Your account' }).waitFor()

    // Who is disabled is out with the next request.
    await page.reload()
    await visit(page, 'members')
    await page.getByRole('button', { name: 'Change Bob Birch' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Disable' }).click()
    await page.getByText('disabled').waitFor()
    await visit(bob.page, 'items')
    await bob.page.getByText('You were signed out').waitFor()
    await signIn(bob.page, 'bob@example.org')
    await bob.page.getByText('do not go together').waitFor()
    // Refusals are told in the browser's own log; nothing else may be there.
    expect(faults.filter((fault) => !fault.includes('status of 4'))).toEqual([])
    await bob.close()
    await close()
  })

  test('a key that ends by itself is made and renewed; the old one works on', { timeout: 60_000 }, async () => {
    const { page, close } = await openConsole(browser, `${url}/#key=${installation.keys.admin}`, look)
    await page.getByRole('link', { name: 'API keys' }).waitFor()
    await visit(page, 'keys?do=create')
    await page.getByLabel('Name').fill('Spring mailing')
    await page.getByLabel('It stops by itself').selectOption('90')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Make the key' }).click()
    const first = await page.getByRole('textbox', { name: 'Spring mailing' }).inputValue()
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('button', { name: 'Renew… Spring mailing' }).click()
    await page.getByLabel('The old key works on').selectOption('60')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Make the key' }).click()
    const second = await page.getByRole('textbox', { name: 'Spring mailing' }).inputValue()
    await close()
    const [old, fresh] = [first, second].map((secret) => installation.attune.keys.verify(secret))
    expect((old?.expiresAt ?? 0) - Date.now()).toBeLessThanOrEqual(3_600_000)
    expect((old?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(3_000_000)
    expect(Math.round(((fresh?.expiresAt ?? 0) - Date.now()) / 86_400_000)).toBe(90)
  })

  test('both languages, narrow and dark: nothing sideways, nothing out of reach', { timeout: 60_000 }, async () => {
    const { id } = installation.attune.access.users.create(
      'default',
      { email: 'zhao@example.org', name: '赵敏', role: 'owner' },
      'test',
    )
    const { token } = installation.attune.access.sessions.open({
      workspace: 'default',
      userId: id,
      method: 'password',
      agent: 'Chrome · Linux',
    })
    const { page, close } = await openConsole(browser, url, { language: 'zh', theme: 'dark', width: 390, height: 844 })
    await page.getByRole('heading', { name: '登录' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.context().addCookies([{ name: 'attune', value: token, url, httpOnly: true, sameSite: 'Strict' }])
    await page.reload()
    for (const route of ['members', 'account', 'keys']) {
      await visit(page, route)
      expect(await violations(page), route).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), route).toBeLessThanOrEqual(0)
    }
    await close()
  })
})
