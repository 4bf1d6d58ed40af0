import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeShopSetting } from '../packages/attune/src/demo/shop-setting.ts'
import type { Client } from '../packages/client/src/types.ts'
import { type Site, startSite } from './consent-site/start-site.ts'
import { chromiumPath, openBrowser } from './console/open-browser.ts'
import { openInstallation, type TestInstallation } from './support.ts'

declare global {
  var client: Client
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const body = {
  en: 'We record what you look at, to show you what fits.\n\nNothing is passed on without your word.',
  zh: '我们记录您浏览的内容，以便展示适合您的商品。\n\n未经您同意，不会提供给他人。',
}

let browser: Browser
let house: TestInstallation
let server = ''
let site: Site

const putText = async (at: TestInstallation, version: string) => {
  await at.ask('admin', 'PUT', `/v1/consent/texts/${version}/en`, { body: body.en })
  await at.ask('admin', 'PUT', `/v1/consent/texts/${version}/zh-CN`, { body: body.zh })
}

beforeAll(async () => {
  if (chromiumPath === undefined) return
  house = await openInstallation({ config: { protect: { regime: 'gdpr' }, collect: { groupCommitMs: 1 } } })
  server = await house.app.listen({ port: 0, host: '127.0.0.1' })
  site = await startSite(server)
  await putText(house, 'v1')
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await house?.close()
})

/** Without it the server sees a robot, and rightly keeps nothing. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

interface Visit {
  readonly page: Page
  /** What the page complained about. */
  readonly faults: string[]
  /** Paths of the server that the page asked. */
  readonly requests: string[]
  /** Opens the site again, in the same browser. */
  again(): Promise<void>
  close(): Promise<void>
}

/** A browser of its own on the site. */
async function visit(
  options: BrowserContextOptions & { lang?: string; ui?: object; mounted?: boolean; gpc?: boolean } = {},
): Promise<Visit> {
  const { lang = 'en', ui = {}, mounted = false, gpc = false, ...look } = options
  const context = await browser.newContext({
    userAgent,
    reducedMotion: 'reduce',
    viewport: { width: 1200, height: 800 },
    ...look,
  })
  if (gpc)
    await context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    )
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  const requests: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === server) requests.push(pathname)
  })
  const query = new URLSearchParams({ lang, server, key: house.keys.write, ui: JSON.stringify(ui) })
  if (mounted) query.set('page', '1')
  const again = async () => {
    await page.goto(`${site.url}/?${query}`)
  }
  await again()
  return { page, faults, requests, again, close: () => context.close() }
}

const banner = (page: Page) => page.getByRole('region', { name: /Your privacy|您的隐私/ })
const preferences = (page: Page) => page.getByRole('dialog', { name: /Privacy choices|隐私选择/ })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const idOf = (page: Page) => page.evaluate(() => globalThis.client.anonymousId)
const kept = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).map((key) => key.split('.').slice(2).join('.')))
const flushed = (page: Page) => page.evaluate(() => globalThis.client.flush())

async function personOf(page: Page): Promise<string> {
  return house.attune.identity.personIdOf('default', { anonymousId: await idOf(page) })
}
async function eventsOf(page: Page): Promise<readonly string[]> {
  await flushed(page)
  const rows = await house.attune.events.query<{ event: string | null; type: string }>(
    'SELECT event, type FROM events WHERE person_id = $1 ORDER BY ts, message_id',
    [await personOf(page)],
  )
  return rows.map(({ event, type }) => event || type)
}
const proofs = async (page: Page) => house.attune.consent.lines('default', [await personOf(page)])

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
    }
    const found = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  }, wcag)
}

describe.skipIf(chromiumPath === undefined)('asking for consent in Chromium', () => {
  test('under GDPR the banner comes, shows the server’s text, keeps nothing before an answer, and a no keeps it that way', async () => {
    const { page, faults, requests, again, close } = await visit()
    await banner(page).waitFor()
    // It lies over the page and moves nothing in it.
    expect((await page.locator('#first').boundingBox())?.y).toBeLessThan(30)
    expect(await banner(page).textContent()).toContain('We record what you look at, to show you what fits.')
    expect(await banner(page).textContent()).toContain('Understanding use, Personal recommendations')
    expect(await kept(page)).toEqual([])
    await page.getByRole('button', { name: 'Privacy' }).focus()
    await press(page, 'Reject all')
    await banner(page).waitFor({ state: 'detached' })
    expect(await eventsOf(page)).toEqual([])
    expect(await proofs(page)).toMatchObject(
      ['analytics', 'personalisation', 'advertising', 'profiling', 'training', 'thirdParties', 'sensitive'].map(
        (purpose) => ({ purpose, granted: false, source: 'banner', textVersion: 'v1' }),
      ),
    )
    const before = await idOf(page)
    await again()
    await page.waitForFunction(() => globalThis.client.consent.get().answer !== null)
    expect(await banner(page).count()).toBe(0)
    expect(await idOf(page)).toBe(before)
    expect(await eventsOf(page)).toEqual([])
    // Nothing even left the browser, but the questions and the word itself.
    expect(new Set(requests)).toEqual(new Set(['/v1/consent']))
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('a yes records from then on, with the proof of which text was agreed to; a newer text asks again', async () => {
    const { page, faults, again, close } = await visit()
    await banner(page).waitFor()
    await press(page, 'Accept all')
    await banner(page).waitFor({ state: 'detached' })
    await page.evaluate(() => globalThis.client.track('Product Viewed', { product_id: 'cup' }))
    expect(await eventsOf(page)).toEqual(['Product Viewed'])
    const granted = (await proofs(page)).filter((line) => line.granted)
    expect(granted.map(({ purpose }) => purpose)).not.toContain('sensitive')
    expect(granted).toHaveLength(6)
    expect(granted[0]).toMatchObject({ source: 'banner', textVersion: 'v1' })
    await putText(house, 'v2')
    await again()
    await banner(page).waitFor()
    // The earlier yes holds until there is another word.
    expect(await eventsOf(page)).toHaveLength(3)
    await press(page, 'Accept all')
    await flushed(page)
    expect((await proofs(page)).at(-1)).toMatchObject({ granted: true, textVersion: 'v2' })
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('preferences change purposes one by one, say when and under which text, and withdraw everything', async () => {
    const { page, faults, close } = await visit()
    await banner(page).waitFor()
    await press(page, 'Choose…')
    const dialog = preferences(page)
    await dialog.getByRole('switch').first().waitFor()
    expect(await dialog.getByRole('switch').count()).toBe(7)
    expect(await dialog.getByRole('switch', { checked: true }).count()).toBe(0)
    expect(await dialog.textContent()).toContain('Always on')
    expect(await dialog.textContent()).toContain(
      'You have not chosen yet. Until you do, only what the service needs is kept.',
    )
    expect(await dialog.getByRole('link', { name: 'privacy@site.example' }).getAttribute('href')).toBe(
      'mailto:privacy@site.example',
    )
    await dialog.getByRole('switch', { name: 'Understanding use' }).click()
    await press(page, 'Save choices')
    await dialog.waitFor({ state: 'detached' })
    expect(await banner(page).count()).toBe(0)
    await page.evaluate(() => globalThis.client.track('Product Viewed', { product_id: 'cup' }))
    expect(await eventsOf(page)).toEqual(['Product Viewed'])
    expect((await proofs(page)).map(({ purpose, granted, source }) => [purpose, granted, source])).toEqual([
      ['analytics', true, 'preferences'],
      ...['personalisation', 'advertising', 'profiling', 'training', 'thirdParties', 'sensitive'].map((purpose) => [
        purpose,
        false,
        'preferences',
      ]),
    ])
    await press(page, 'Privacy')
    await dialog.getByText(/You chose on \d.* under version v\d of this text\./).waitFor()
    expect(await dialog.getByRole('switch', { name: 'Understanding use' }).isChecked()).toBe(true)
    await press(page, 'Withdraw everything')
    await page.evaluate(() => globalThis.client.track('Product Viewed', { product_id: 'pot' }))
    expect(await eventsOf(page)).toEqual(['Product Viewed'])
    expect((await proofs(page)).at(-1)).toMatchObject({ purpose: 'analytics', granted: false })
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('the keyboard alone: the banner comes first, Esc closes, the focus goes back to where it was', async () => {
    const { page, faults, close } = await visit()
    await banner(page).waitFor()
    const focus = () =>
      page.evaluate(() => {
        let found = document.activeElement
        while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement
        return found?.textContent ?? ''
      })
    const passed: string[] = []
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press('Tab')
      passed.push(await focus())
    }
    expect(passed).toEqual(['Privacy notice', 'Reject all', 'Accept all', 'Choose…', 'Top'])
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await preferences(page).getByRole('switch').first().waitFor()
    await page.keyboard.press('Escape')
    await preferences(page).waitFor({ state: 'detached' })
    expect(await focus()).toBe('Choose…')
    await page.keyboard.press('Enter')
    await preferences(page).getByRole('switch').first().waitFor()
    for (let i = 0; i < 20 && (await focus()) !== 'Save choices'; i++) {
      await page.keyboard.press('Tab')
      if (
        await preferences(page)
          .getByRole('switch', { name: 'Training of models' })
          .evaluate((e) => e.matches(':focus'))
      )
        await page.keyboard.press('Space')
    }
    await page.keyboard.press('Enter')
    await preferences(page).waitFor({ state: 'detached' })
    // The banner is gone with the choice: the focus is where it was before the banner had it.
    expect(await focus()).toBe('Top')
    expect(await page.evaluate(() => globalThis.client.consent.get().choice?.purposes)).toMatchObject({
      training: true,
      analytics: false,
    })
    expect(faults).toEqual([])
    await close()

    const other = await visit()
    await banner(other.page).waitFor()
    await other.page.keyboard.press('Tab')
    await other.page.keyboard.press('Escape')
    expect(await banner(other.page).count()).toBe(0)
    expect(await other.page.evaluate(() => globalThis.client.consent.get().choice)).toBeNull()
    await other.again()
    await banner(other.page).waitFor()
    await other.close()
  }, 60_000)

  const looks: readonly { lang: string; colorScheme: 'light' | 'dark'; width: number }[] = [
    { lang: 'en', colorScheme: 'light', width: 1200 },
    { lang: 'en', colorScheme: 'dark', width: 390 },
    { lang: 'zh-CN', colorScheme: 'dark', width: 1200 },
    { lang: 'zh-CN', colorScheme: 'light', width: 390 },
  ]
  for (const { lang, colorScheme, width } of looks)
    test(`everybody can read and reach it: ${lang}, ${colorScheme}, ${width} px; a strict policy complains of nothing`, async () => {
      const viewport = { width, height: 800 }
      const { page, faults, close } = await visit({ lang, colorScheme, viewport, hasTouch: width < 600 })
      await banner(page).waitFor()
      const chinese = lang.startsWith('zh')
      const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(await banner(page).textContent()).toContain(
        chinese ? '我们记录您浏览的内容' : 'We record what you look at',
      )
      expect(await violations(page)).toEqual([])
      expect(await sideways()).toBeLessThanOrEqual(0)
      const size = async (name: string) => {
        const button = banner(page).getByRole('button', { name, exact: true })
        const { width: wide, height } = (await button.boundingBox())!
        const style = await button.evaluate((e) => {
          const { color, backgroundColor, fontSize, fontWeight, borderColor } = getComputedStyle(e)
          return [color, backgroundColor, fontSize, fontWeight, borderColor]
        })
        return { wide: Math.round(wide), high: Math.round(height), style }
      }
      const yes = await size(chinese ? '全部接受' : 'Accept all')
      expect(await size(chinese ? '全部拒绝' : 'Reject all')).toEqual(yes)
      expect(yes.high).toBeGreaterThanOrEqual(44)
      // The foot of the page can be scrolled out from under the banner.
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
      const foot = (await page.locator('#privacy').boundingBox())!
      expect(foot.y + foot.height).toBeLessThanOrEqual((await banner(page).boundingBox())!.y)
      await page.locator('#privacy').click()
      await preferences(page).getByRole('switch').first().waitFor()
      expect(await violations(page)).toEqual([])
      expect(await sideways()).toBeLessThanOrEqual(0)
      for (const button of await preferences(page).getByRole('button').all())
        expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44)
      for (const one of await preferences(page).getByRole('switch').all())
        expect((await one.boundingBox())!.height).toBeGreaterThanOrEqual(44)
      expect(faults).toEqual([])
      await close()

      const mounted = await visit({ lang, colorScheme, viewport, mounted: true })
      const region = mounted.page.getByRole('region', { name: chinese ? '隐私选择' : 'Privacy choices' })
      await region.getByRole('switch').first().waitFor()
      expect(await violations(mounted.page)).toEqual([])
      const accept = region.getByRole('button', { name: chinese ? '全部接受' : 'Accept all' })
      await accept.focus()
      await mounted.page.keyboard.press('Enter')
      await region.getByText(chinese ? '已保存。' : 'Saved.').waitFor()
      expect(await region.getByRole('switch', { checked: true }).count()).toBe(6)
      expect(await accept.evaluate((e) => e.matches(':focus'))).toBe(true)
      expect(mounted.faults).toEqual([])
      await mounted.close()
    }, 60_000)

  test('a choice made without a connection arrives when there is one, also from the next page', async () => {
    const { page, again, close } = await visit()
    await banner(page).waitFor()
    await page.context().setOffline(true)
    await press(page, 'Reject all')
    await banner(page).waitFor({ state: 'detached' })
    const person = await personOf(page)
    expect(house.attune.consent.lines('default', [person])).toEqual([])
    await page.context().setOffline(false)
    await expect.poll(() => house.attune.consent.lines('default', [person]).length, { timeout: 10_000 }).toBe(7)

    await page.context().setOffline(true)
    await press(page, 'Privacy')
    await press(page, 'Accept all')
    // The page goes before the network is back.
    await page.goto('about:blank').catch(() => {})
    await page.context().setOffline(false)
    await again()
    await expect
      .poll(() => house.attune.consent.allowed('default', person, 'analytics'), { timeout: 10_000 })
      .toBe(true)
    await close()
  }, 60_000)

  test('a browser that asks not to be tracked is not asked, is told that this is respected, and its person may say otherwise', async () => {
    const { page, faults, close } = await visit({ gpc: true })
    await page.waitForFunction(() => globalThis.client.consent.get().answer !== null)
    expect(await banner(page).count()).toBe(0)
    await press(page, 'Privacy')
    const dialog = preferences(page)
    await dialog.getByText('Your browser asks not to be tracked (Global Privacy Control). We respect that').waitFor()
    expect(await dialog.getByRole('switch', { checked: true }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
    expect([await kept(page), await eventsOf(page)]).toEqual([[], []])
    await dialog.getByRole('switch', { name: 'Understanding use' }).click()
    await press(page, 'Save choices')
    await page.evaluate(() => globalThis.client.track('Product Viewed', { product_id: 'cup' }))
    expect(await eventsOf(page)).toEqual(['Product Viewed'])
    expect(faults).toEqual([])
    await close()

    const told = await visit({ gpc: true, lang: 'zh', ui: { tellSignal: true } })
    await banner(told.page).getByText('您的浏览器要求不被跟踪（全球隐私控制，GPC）').waitFor()
    expect(await violations(told.page)).toEqual([])
    await press(told.page, '知道了')
    expect(await banner(told.page).count()).toBe(0)
    await told.close()
  }, 60_000)

  test('asked to, the banner blocks the page; words and theme can be the site’s own', async () => {
    const ui = { modal: true, theme: 'dark', texts: { acceptAll: 'Fine by me', body: 'Ours.' }, textVersion: 'v1' }
    const { page, faults, close } = await visit({ ui })
    const dialog = page.getByRole('dialog', { name: 'Your privacy' })
    await dialog.waitFor()
    expect(await dialog.textContent()).toContain('Ours.')
    expect(await dialog.evaluate((e) => getComputedStyle(e).backgroundColor)).toBe('rgb(24, 27, 29)')
    expect(await violations(page)).toEqual([])
    await press(page, 'Fine by me')
    await dialog.waitFor({ state: 'detached' })
    await flushed(page)
    expect((await proofs(page)).at(-1)).toMatchObject({ granted: true, textVersion: 'v1' })
    expect(faults).toEqual([])
    await close()
  }, 60_000)

  test('the demonstration shop records by default, and its visitor may object under “Privacy”', async () => {
    const shop = await openInstallation({ config: { collect: { groupCommitMs: 1 } } })
    const { secret } = shop.attune.keys.create({
      workspace: 'default',
      name: 'shop',
      scopes: ['write', 'decide'],
      actor: 'test',
    })
    writeShopSetting(shop.attune.state, 'default', { key: secret, placement: 'home', productPlacement: null }, 0)
    const address = await shop.app.listen({ port: 0, host: '127.0.0.1' })
    for (const [locale, name, reject, said] of [
      ['en-GB', 'Privacy', 'Reject all', 'You said no to being recorded'],
      ['zh-CN', '隐私', '全部拒绝', '你已拒绝被记录'],
    ] as const) {
      const context = await browser.newContext({ userAgent, locale, reducedMotion: 'reduce' })
      const page = await context.newPage()
      const faults: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text())
      })
      page.on('pageerror', (error) => faults.push(error.message))
      const stored = () => shop.attune.events.query<{ event: string }>('SELECT event FROM events')
      const before = (await stored()).length
      await page.goto(`${address}/shop/`)
      await expect.poll(async () => (await stored()).length, { timeout: 10_000 }).toBeGreaterThan(before)
      await page.waitForLoadState('networkidle')
      expect(await page.locator('[data-attune]').count()).toBe(0)
      await press(page, name)
      await page.getByRole('dialog').getByRole('switch').first().waitFor()
      expect(await page.getByRole('switch', { checked: true }).count()).toBe(5)
      expect(await violations(page)).toEqual([])
      await press(page, reject)
      await page.getByText(said).waitFor()
      const after = (await stored()).length
      await page.goto(`${address}/shop/#/cart`)
      await page.reload()
      await page.getByText(said).waitFor()
      expect((await stored()).length).toBe(after)
      expect(faults).toEqual([])
      await context.close()
    }
    await shop.close()
  }, 60_000)
})
