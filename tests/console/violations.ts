import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Rules of WCAG 2.2 AA that the page as it stands breaks, with the elements. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Bars that stick to an edge cover whatever happens to lie under them now; that is no fault of what lies there.
  // An adopted sheet and an evaluated script: the content policy forbids inline ones, as it should.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('.top, .tabbar { position: static !important }')
    document.adoptedStyleSheets.push(sheet)
  })
  // Once a page: going to another part of the console loads nothing anew.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
    }
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      // Every rule runs; only what describes elements that pass, and paths to elements, is not worked out.
      resultTypes: ['violations'],
      selectors: false,
    })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  }, wcag)
}
