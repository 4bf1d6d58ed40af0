import type { Page } from 'playwright-core'

/** By how many pixels the page as it stands can be scrolled sideways: at the width that it has, on a phone and on a desk. */
export async function sideways(page: Page): Promise<number> {
  const own = page.viewportSize() ?? { width: 1440, height: 1000 }
  let most = await over(page)
  for (const width of [390, 1440]) {
    if (width === own.width) continue
    await page.setViewportSize({ width, height: own.height })
    let found = await over(page)
    // Charts draw anew a moment after their place has another size.
    for (let tries = 0; found > 0 && tries < 10; tries++) {
      await page.waitForTimeout(100)
      found = await over(page)
    }
    most = Math.max(most, found)
  }
  await page.setViewportSize(own)
  return most
}

const over = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
