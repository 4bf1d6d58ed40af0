import { existsSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { learntFromSaid } from '../../labels/text-models.ts'
import { keptOfRuns } from '../../runs/kept-of-runs.ts'
import { exportLake } from '../../store/lake.ts'
import { version } from '../../version.ts'
import { appendAudit } from '../append-audit.ts'
import { type Manifest, writeManifest } from './manifest.ts'
import { rowCounts } from './row-counts.ts'

/**
 * Writes a backup into a new folder: events as Parquet, the state database, the models, and of trainings what they came to, but
 * not where those that are not finished stand. The keys are not in it, so erasing
 * somebody erases them here too; back them up elsewhere (`backupKeys`), and keep those backups for a short time.
 *
 * @throws AttuneError `folder-exists`
 */
export async function createBackup(attune: Attune, dir: string): Promise<Manifest> {
  if (existsSync(dir))
    throw attuneError('folder-exists', `${dir} is there already; a backup goes into a new folder.`, {
      details: { field: 'dir' },
    })
  const { events, state, identity, vault, config, clock } = attune
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await exportLake({ events, state, identity, dir: join(dir, 'lake') })
  state.raw.prepare('VACUUM INTO ?').run(join(dir, 'state.sqlite'))
  const models = join(config.dataDir, 'models')
  if (existsSync(models))
    // What is being trained goes under temporary names.
    await cp(models, join(dir, 'models'), {
      recursive: true,
      filter: (path) => !/\.(tmp|parquet|texts\.jsonl)$/.test(path),
    })
  // Classifiers of one's own labels, learnt from items and files. What learnt from what people said is taught again instead.
  const texts = join(config.dataDir, 'texts')
  if (existsSync(texts))
    await cp(texts, join(dir, 'texts'), {
      recursive: true,
      filter: (path) => !path.endsWith('.tmp') && !(existsSync(join(path, 'model.json')) && learntFromSaid(path)),
    })
  const runs = join(config.dataDir, 'runs')
  if (existsSync(runs)) await cp(runs, join(dir, 'runs'), { recursive: true, filter: keptOfRuns })
  const at = Math.round(clock())
  const manifest = await writeManifest(dir, vault, {
    createdAt: new Date(at).toISOString(),
    attune: version,
    rows: await rowCounts(attune),
  })
  const details = JSON.stringify({ files: Object.keys(manifest.files).length })
  state.transaction(() =>
    appendAudit(state.raw, {
      workspace: config.workspace,
      at,
      actor: 'cli',
      action: 'backup.created',
      subject: 'backup',
      details,
    }),
  )
  return manifest
}

/** Copies the file of keys to a new file; whoever has it and the master key can read what was not erased when it was made. */
export function backupKeys({ vault }: Pick<Attune, 'vault'>, file: string): void {
  if (existsSync(file))
    throw attuneError('file-exists', `${file} is there already; the keys go into a new file.`, {
      details: { field: 'keys' },
    })
  vault.copyTo(file)
}
