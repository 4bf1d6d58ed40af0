import { existsSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createPdfPrinter } from './pdf-printer.ts'
import type { Run } from './print-pdf.ts'

/** Any program that is there stands for a browser: what is run is ours. */
const env = { ATTUNE_BROWSER: process.execPath, PATH: '' }
const pathIn = (args: readonly string[]) => args.find((arg) => arg.startsWith('--print-to-pdf='))!.slice(15)

test('pages are printed one after the other, and nothing is left behind', async () => {
  const running = { now: 0, most: 0 }
  const folders: string[] = []
  const run: Run = async (_, args) => {
    running.most = Math.max(running.most, ++running.now)
    const page = fileURLToPath(args.at(-1)!)
    folders.push(dirname(page))
    expect(existsSync(page)).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 5))
    writeFileSync(pathIn(args), `%PDF ${folders.length}`)
    running.now--
  }
  const printer = createPdfPrinter({ env, run })
  expect(printer.canPrint()).toBe(true)
  const pages = await Promise.all(['a', 'b', 'c'].map((html) => printer.print(html)))
  expect(pages.map((page) => Buffer.from(page).toString())).toEqual(['%PDF 1', '%PDF 2', '%PDF 3'])
  expect(running.most).toBe(1)
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false, false])
})

test('without a browser it says what to do, in both languages', async () => {
  const printer = createPdfPrinter({ env: { ATTUNE_BROWSER: '/nowhere/browser', PATH: '' } })
  expect(printer.canPrint()).toBe(false)
  await expect(printer.print('')).rejects.toMatchObject({
    code: 'no-browser',
    status: 501,
    details: { en: expect.stringContaining('ATTUNE_BROWSER'), zh: expect.stringContaining('ATTUNE_BROWSER') },
  })
})

test('a browser that fails keeps the next page from nothing; of many that wait, some are told to come again', async () => {
  let fails = true
  const printer = createPdfPrinter({
    env,
    run: async (_, args) => {
      if (fails) throw new Error('crashed')
      writeFileSync(pathIn(args), '%PDF')
    },
  })
  await expect(printer.print('')).rejects.toMatchObject({ code: 'not-printed' })
  fails = false
  const answers = await Promise.allSettled(Array.from({ length: 6 }, () => printer.print('')))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
  expect(answers.at(-1)).toMatchObject({ reason: { code: 'too-busy' } })
})
