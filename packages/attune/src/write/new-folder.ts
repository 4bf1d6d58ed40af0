import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attuneError } from '../errors.ts'

/**
 * To be asked before the work, so that it is not in vain.
 *
 * @throws AttuneError `folder-exists`
 */
export function refuseExistingFolder(folder: string): void {
  if (existsSync(folder))
    throw attuneError('folder-exists', `${folder} is there already; give a new folder to --out.`, {
      details: { field: 'out' },
    })
}

/**
 * Writes files into a folder that is there whole or not at all.
 *
 * @throws AttuneError `folder-exists`
 */
export function writeNewFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  refuseExistingFolder(folder)
  const half = `${folder}.part`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(half, name), content)
  renameSync(half, folder)
}

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
