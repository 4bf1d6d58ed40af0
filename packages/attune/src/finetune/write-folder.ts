import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { attuneError } from '../errors.ts'

/**
 * To be asked before the work, so that it is not in vain.
 *
 * @throws AttuneError `folder-exists`
 */
export function refuseFolderThatExists(folder: string): void {
  if (existsSync(folder))
    throw attuneError('folder-exists', `${folder} is there already; give a new folder to --out.`, {
      details: { field: 'out' },
    })
}

/**
 * Writes files, by their paths in it, as a new folder, which is there whole or not at all.
 *
 * @throws AttuneError `folder-exists`
 */
export function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  refuseFolderThatExists(folder)
  const half = `${folder}.part`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(half, name)), { recursive: true })
    writeFileSync(join(half, name), content)
  }
  renameSync(half, folder)
}

export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
