import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A folder below the data folder for the files of one import, and what removes it. Only one process has a data folder
 * open, so folders that another process left behind when it was killed are removed here.
 */
export function openWorkFolder(dataDir: string): { readonly folder: string; readonly remove: () => void } {
  const root = join(dataDir, 'tmp')
  const own = `import-${process.pid}-`
  mkdirSync(root, { recursive: true })
  for (const name of readdirSync(root)) {
    if (name.startsWith('import-') && !name.startsWith(own)) rmSync(join(root, name), { recursive: true, force: true })
  }
  const folder = join(root, own + randomUUID())
  mkdirSync(folder)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
