import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The tracking client as modules for browsers, by path (`index.js` is its door, `consent/index.js` that of banner and
 * preferences): compiled ones as they are, sources of a checkout with their types stripped.
 */
export async function loadBrowserModules(): Promise<ReadonlyMap<string, string>> {
  const entry = fileURLToPath(import.meta.resolve('@attune/client'))
  const fromSource = entry.endsWith('.ts')
  const extension = fromSource ? '.ts' : '.js'
  const names = readdirSync(dirname(entry), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith(extension) && !name.endsWith(`.test${extension}`) && !name.endsWith('.d.ts'),
  )
  return new Map(
    names.map((name) => {
      const text = readFileSync(join(dirname(entry), name), 'utf8')
      const path = name.slice(0, -extension.length).replaceAll('\\', '/')
      return [`${path}.js`, fromSource ? withoutTypes(text) : text]
    }),
  )
}

function withoutTypes(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(/(from\s+'\.\.?\/[\w/-]+)\.ts'/g, "$1.js'")
}
