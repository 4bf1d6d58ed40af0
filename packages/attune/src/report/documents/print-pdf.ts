import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

export type Run = (program: string, args: readonly string[]) => Promise<void>

export interface PdfOptions {
  readonly html: string
  readonly pdf: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether a program is there. */
  readonly exists?: (path: string) => boolean
  readonly run?: Run
  /** Whether this process is root, whom Chromium refuses its sandbox. */
  readonly isRoot?: boolean
}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
  'chrome.exe',
  'msedge.exe',
]
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const printMs = 60_000
const runFile: Run = async (program, args) => {
  await promisify(execFile)(program, args, { timeout: printMs, windowsHide: true })
}

/** A browser of the Chromium family: `ATTUNE_BROWSER` where it is set, else one on the path or where it is usually put. */
export function findBrowser({ env, exists = existsSync }: Pick<PdfOptions, 'env' | 'exists'>): string | undefined {
  const own = env.ATTUNE_BROWSER
  if (own !== undefined && own !== '') return exists(own) ? own : undefined
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...places].find((path) => exists(path))
}

/**
 * Prints a page to PDF through the browser. The page is a file of ours without scripts.
 *
 * @returns whether there is a PDF now: not where there is no browser, or it fails
 */
export async function printPdf(options: PdfOptions): Promise<boolean> {
  const { html, pdf, exists = existsSync, run = runFile, isRoot = process.getuid?.() === 0 } = options
  const browser = findBrowser(options)
  if (browser === undefined) return false
  try {
    await run(browser, [
      '--headless',
      '--disable-gpu',
      '--no-first-run',
      '--no-pdf-header-footer',
      ...(isRoot ? ['--no-sandbox'] : []),
      `--print-to-pdf=${resolve(pdf)}`,
      pathToFileURL(resolve(html)).href,
    ])
  } catch {
    return false
  }
  return exists(pdf)
}
