import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { builtConsole } from './console/build-console.ts'

let folder = ''
let html = ''
beforeAll(async () => {
  folder = await builtConsole()
  html = await readFile(join(folder, 'index.html'), 'utf8')
})

/** Compressed size of everything the page asks for before it can show anything. */
async function firstLoad(extension: string): Promise<number> {
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)]
    .map(([, path]) => path as string)
    .filter((path) => extname(path) === extension)
  expect(files.length).toBeGreaterThan(0)
  const sizes = await Promise.all(files.map(async (path) => gzipSync(await readFile(join(folder, path))).length))
  return sizes.reduce((sum, size) => sum + size, 0)
}

test('the first load is at most 150 kB of JavaScript and 20 kB of CSS, compressed', async () => {
  expect(await firstLoad('.js')).toBeLessThanOrEqual(150_000)
  expect(await firstLoad('.css')).toBeLessThanOrEqual(20_000)
})

test('the page has no inline script or style, so that a strict content policy holds', () => {
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/)
  expect(html).not.toMatch(/<style|\son\w+=/)
})

test('it ships the production build of React', async () => {
  const [, path] = /src="\.\/(assets\/[^"]+\.js)"/.exec(html) ?? []
  expect(await readFile(join(folder, path ?? ''), 'utf8')).toContain('Minified React error')
})
