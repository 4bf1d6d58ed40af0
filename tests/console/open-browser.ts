import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Where Chromium lies; undefined where there is none. */
export const chromiumPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
)

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  })

export interface Look {
  readonly language: 'en' | 'zh'
  readonly theme: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  /** Offset of the reader's days; default UTC. */
  readonly timeZone?: string
}

/** Signs in by the address, in one language, theme and width; `faults` gathers what the page complains about. */
export async function openConsole(
  browser: Browser,
  address: string,
  { language, theme, width = 1440, height = 1000, timeZone = 'UTC' }: Look,
): Promise<{ page: Page; faults: string[]; close: () => Promise<void> }> {
  const touch: BrowserContextOptions = width < 600 ? { hasTouch: true, isMobile: true } : {}
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: timeZone,
    reducedMotion: 'reduce',
    ...touch,
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(address)
  return { page, faults, close: () => context.close() }
}

/** Goes to a page of the console and waits until it has drawn what it will. */
export async function visit(page: Page, route: string): Promise<void> {
  await page.evaluate(async (hash) => {
    if (new URL(hash, location.href).hash === location.hash) return
    const gone = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    location.hash = hash
    await gone
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame)
  }, `#/${route}`)
  await page.waitForSelector('h1')
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
  await page.evaluate(stillness)
}

/** Nothing has changed for a while, and nothing is waited for: charts draw a moment after their place has a size. */
function stillness(): Promise<void> {
  return new Promise((resolve) => {
    let pause = setTimeout(look, 100)
    const changes = new MutationObserver(wait)
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    function wait() {
      clearTimeout(pause)
      pause = setTimeout(look, 100)
    }
    function look() {
      if (document.querySelector('[aria-busy="true"]') !== null) return wait()
      changes.disconnect()
      resolve()
    }
  })
}
