import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

interface Vite {
  build(options: object): Promise<readonly { output: readonly { code: string }[] }[]>
}

/** As a page loads it: bundled from its entry, minified. */
async function bundle(entry: string): Promise<string> {
  // The console's Vite: the client itself depends on nothing.
  const require = createRequire(join(import.meta.dirname, '../../console/package.json'))
  const { build } = (await import(pathToFileURL(require.resolve('vite')).href)) as Vite
  const [built] = await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(import.meta.dirname, entry), formats: ['es'], fileName: 'attune' },
      rolldownOptions: { output: { minify: true } },
    },
  })
  return built?.output[0]?.code ?? ''
}

test('the client for browsers is under 5 KB compressed and stands alone', async () => {
  const code = await bundle('index.ts')
  expect(code).toContain('createClient')
  expect(code).not.toMatch(/^import /m)
  expect(gzipSync(code).length).toBeLessThan(5 * 1024)
})

test('banner and preferences are an entry of their own, under 7 KB compressed, and bring no second client', async () => {
  const code = await bundle('consent/index.ts')
  expect(code).toContain('showConsentBanner')
  expect(code).not.toMatch(/^import /m)
  expect(code).not.toContain('/v1/batch')
  expect(gzipSync(code).length).toBeLessThan(7 * 1024)
})
