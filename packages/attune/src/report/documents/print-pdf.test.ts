import { delimiter } from 'node:path'
import { expect, test } from 'vitest'
import { findBrowser, printPdf } from './print-pdf.ts'

const env = { PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter) }

test('a browser is found on the path, and the one that is named is the only one', () => {
  const exists = (path: string) => path === '/usr/bin/google-chrome' || path === '/opt/browser'
  expect(findBrowser({ env, exists })).toBe('/usr/bin/google-chrome')
  expect(findBrowser({ env: { ...env, ATTUNE_BROWSER: '/opt/browser' }, exists })).toBe('/opt/browser')
  expect(findBrowser({ env: { ...env, ATTUNE_BROWSER: '/opt/gone' }, exists })).toBeUndefined()
})

test('the page is printed by it, in its sandbox unless we are root', async () => {
  const ran: (readonly string[])[] = []
  const options = { html: '/tmp/r.html', pdf: '/tmp/r.pdf', env, exists: () => true }
  const run = async (program: string, args: readonly string[]) => void ran.push([program, ...args])
  expect(await printPdf({ ...options, run, isRoot: false })).toBe(true)
  expect(ran[0]).toEqual(expect.arrayContaining(['/usr/local/bin/chromium', '--headless', '--print-to-pdf=/tmp/r.pdf']))
  expect(ran[0]!.at(-1)).toBe('file:///tmp/r.html')
  expect(ran[0]).not.toContain('--no-sandbox')
  await printPdf({ ...options, run, isRoot: true })
  expect(ran[1]).toContain('--no-sandbox')
})

test('without a browser, and where it fails or writes nothing, there is no PDF', async () => {
  const options = { html: '/tmp/r.html', pdf: '/tmp/r.pdf', env, isRoot: false }
  const fail = async () => {
    throw new Error('crashed')
  }
  expect(await printPdf({ ...options, exists: () => false, run: fail })).toBe(false)
  expect(await printPdf({ ...options, exists: () => true, run: fail })).toBe(false)
  const silent = async () => {}
  expect(await printPdf({ ...options, exists: (path) => path !== '/tmp/r.pdf', run: silent })).toBe(false)
})
