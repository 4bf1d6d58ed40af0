import { existsSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Attune } from '../../attune.ts'
import { expireFromLake } from '../../store/expire-from-lake.ts'
import { countLakeRows } from '../../store/lake.ts'
import { expiryNow } from '../retention.ts'
import { type Manifest, verifyBackup, writeManifest } from './manifest.ts'

export interface Pruned {
  readonly dir: string
  /** Files of its lake that were rewritten or removed; 0: there was nothing to do. */
  readonly files: number
  readonly manifest: Manifest
}

/**
 * Takes out of a backup what is over by the rules in force now. It is done on a copy, signed anew, that takes the place of
 * the backup at the end; what a stop broke off is put right by pruning again.
 *
 * @throws AttuneError `no-backup`, `backup-tampered`
 */
export async function pruneBackup(
  attune: Pick<Attune, 'config' | 'clock' | 'events' | 'vault' | 'sources'>,
  dir: string,
): Promise<Pruned> {
  const { events, vault } = attune
  const copy = `${dir}.pruning`
  const before = `${dir}.before-pruning`
  if (!existsSync(dir) && existsSync(before)) await rename(before, dir)
  await rm(copy, { recursive: true, force: true })
  const manifest = await verifyBackup(dir, vault)
  await rm(before, { recursive: true, force: true })
  try {
    await cp(dir, copy, { recursive: true })
    const files = await expireFromLake(events, join(copy, 'lake'), expiryNow(attune))
    if (files === 0) return { dir, files, manifest }
    const left = await countLakeRows(events, join(copy, 'lake'), Object.keys(manifest.rows))
    const pruned = await writeManifest(copy, vault, {
      createdAt: manifest.createdAt,
      attune: manifest.attune,
      rows: { ...manifest.rows, ...left },
    })
    await rename(dir, before)
    await rename(copy, dir)
    await rm(before, { recursive: true, force: true })
    return { dir, files, manifest: pruned }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}
