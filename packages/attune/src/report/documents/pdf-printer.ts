import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attuneError } from '../../errors.ts'
import { inTurns } from '../../models/in-turns.ts'
import { findBrowser, type PdfOptions, printPdf } from './print-pdf.ts'

/** Prints pages through a browser of this machine, one after the other. */
export interface PdfPrinter {
  /** Whether there is a browser. */
  canPrint(): boolean
  /**
   * @param html a page of ours without scripts
   * @throws AttuneError `no-browser`, `not-printed`, `too-busy`
   */
  print(html: string): Promise<Uint8Array>
}

/** A browser takes a second and hundreds of megabytes: so many wait for it, more are told to come again. */
const mostWaiting = 4

export function createPdfPrinter(options: Pick<PdfOptions, 'env' | 'run'>): PdfPrinter {
  const turn = inTurns()
  let waiting = 0

  async function printed(html: string): Promise<Uint8Array> {
    const folder = await mkdtemp(join(tmpdir(), 'attune-report-'))
    try {
      const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')]
      await writeFile(page, html, { mode: 0o600 })
      if (!(await printPdf({ ...options, html: page, pdf })))
        throw attuneError('not-printed', 'The browser of the server did not print the report.', {
          status: 500,
          details: {
            en: 'The browser of the server did not print the report. Download the HTML and print it in your own browser.',
            zh: '服务器上的浏览器未能打印该报告。请下载 HTML 并在自己的浏览器中打印。',
          },
        })
      return await readFile(pdf)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  return {
    canPrint: () => findBrowser(options) !== undefined,
    async print(html) {
      if (findBrowser(options) === undefined)
        throw attuneError('no-browser', 'The server has no browser to print with. Print the HTML instead.', {
          status: 501,
          details: {
            en: 'The server has no browser of the Chromium family to print with. Download the HTML and print it, or name a browser in ATTUNE_BROWSER.',
            zh: '服务器上没有可用于打印的 Chromium 系列浏览器。请下载 HTML 后打印，或在 ATTUNE_BROWSER 中指定浏览器。',
          },
        })
      if (waiting >= mostWaiting)
        throw attuneError('too-busy', 'Several reports are being printed: ask again in some seconds.', {
          status: 503,
          details: {
            en: 'Several reports are being printed: ask again in some seconds.',
            zh: '正在打印多份报告，请稍后再试。',
          },
        })
      waiting++
      try {
        return await turn('page', () => printed(html))
      } finally {
        waiting--
      }
    },
  }
}
