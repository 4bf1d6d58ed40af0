import { join } from 'node:path'
import { openBrowser, openConsole, visit } from './open-browser.ts'

/** Pictures of the console for the README and docs/: the overview and consents in both languages, and a person, from any running server. */
export async function takeScreenshots(baseUrl: string, key: string, outDir: string): Promise<readonly string[]> {
  const browser = await openBrowser()
  const written: string[] = []
  const shoot = async (language: 'en' | 'zh', route: string | undefined, name: string) => {
    const { page, close } = await openConsole(browser, `${baseUrl}/#key=${encodeURIComponent(key)}`, {
      language,
      theme: 'light',
      height: 900,
    })
    await page.waitForSelector('h1')
    await visit(page, route ?? (await busiestPerson(baseUrl, key)))
    const path = join(outDir, name)
    // Until everything asked for is there, pictures of items too.
    await page.waitForLoadState('networkidle')
    // Tall enough to say something, short enough for the first screen of a README.
    const height = await page.evaluate(() => Math.min(1200, document.documentElement.scrollHeight))
    await page.setViewportSize({ width: 1440, height })
    await page.waitForTimeout(400)
    await page.screenshot({ path })
    written.push(path)
    await close()
  }
  try {
    await shoot('en', '', 'overview-en.png')
    await shoot('zh', '', 'overview-zh.png')
    await shoot('en', undefined, 'person-en.png')
    await shoot('en', 'privacy', 'privacy-en.png')
    await shoot('zh', 'privacy', 'privacy-zh.png')
  } finally {
    await browser.close()
  }
  return written
}

/** The route of the person with the most orders among those seen last: somebody with a story. */
async function busiestPerson(baseUrl: string, key: string): Promise<string> {
  const response = await fetch(`${baseUrl}/v1/people?limit=100`, { headers: { authorization: `Bearer ${key}` } })
  const { people } = (await response.json()) as {
    people: { personId: string; orders: number; events: number; userId: string | null }[]
  }
  const known = people.filter((person) => person.userId !== null)
  const [best] = (known.length > 0 ? known : people).toSorted((a, b) => b.orders - a.orders || b.events - a.events)
  return best === undefined ? 'people' : `people/${encodeURIComponent(best.personId)}`
}
