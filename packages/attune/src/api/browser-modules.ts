import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The tracking client as modules for browsers, by file name (`index.js` is its door): compiled ones as they are, sources
 * of a checkout with their types stripped.
 */
export async function loadBrowserModules(): Promise<ReadonlyMap<string, string>> {
  const entry = fileURLToPath(import.meta.resolve('@attune/client'))
  const fromSource = entry.endsWith('.ts')
  const extension = fromSource ? '.ts' : '.js'
  const names = readdirSync(dirname(entry)).filter(
    (name) => name.endsWith(extension) && !name.endsWith(`.test${extension}`) && !name.endsWith('.d.ts'),
  )
  return new Map(
    names.map((name) => {
      const text = readFileSync(join(dirname(entry), name), 'utf8')
      return [`${basename(name, extension)}.js`, fromSource ? withoutTypes(text) : text]
    }),
  )
}

function withoutTypes(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(/(from\s+'\.\/[\w-]+)\.ts'/g, "$1.js'")
}
