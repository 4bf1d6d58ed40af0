import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

interface Vite {
  build(options: object): Promise<readonly { output: readonly { code: string }[] }[]>
}

test('the bundle for browsers is under 5 KB compressed and stands alone', async () => {
  // The console's Vite: the client itself depends on nothing.
  const require = createRequire(join(import.meta.dirname, '../../console/package.json'))
  const { build } = (await import(pathToFileURL(require.resolve('vite')).href)) as Vite
  const [bundle] = await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(import.meta.dirname, 'index.ts'), formats: ['es'], fileName: 'attune' },
    },
  })
  const code = bundle?.output[0]?.code ?? ''
  expect(code).toContain('createClient')
  expect(code).not.toMatch(/^import /m)
  expect(gzipSync(code).length).toBeLessThan(5 * 1024)
})
