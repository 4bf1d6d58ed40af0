import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { pino } from 'pino'
import type { Config } from '../../config/schema.ts'
import { backupKeys, createBackup } from '../../protect/backup/create-backup.ts'
import { type Pruned, pruneBackup } from '../../protect/backup/prune-backup.ts'
import { type Restored, restoreBackup } from '../../protect/backup/restore-backup.ts'
import { openLocal } from '../open.ts'
import { action, type CommonOptions, command, configFor } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface BackupOptions extends CommonOptions {
  readonly keys?: string
}

async function create(dir: string, options: BackupOptions): Promise<void> {
  const attune = await openLocal(options)
  try {
    const manifest = await createBackup(attune, resolve(dir))
    if (options.keys !== undefined) backupKeys(attune, resolve(options.keys))
    if (options.json) printJson({ dir: resolve(dir), ...manifest })
    else {
      process.stdout.write(`${resolve(dir)}: ${Object.keys(manifest.files).length} files\n\n`)
      printTable(
        [{ title: 'table' }, { title: 'rows', align: 'right' }],
        Object.entries(manifest.rows).map(([table, rows]) => [table, rows.toLocaleString('en')]),
      )
      process.stdout.write(
        options.keys === undefined
          ? '\nThe keys are not in it: without keys.sqlite and the master key nobody can read who the people are. Back those up elsewhere (--keys).\n'
          : '\nKeep the keys apart from the backup, and not for long: who is erased can be read again with an old copy of them.\n',
      )
    }
  } finally {
    await attune.close()
  }
}

const opening = async (config: Config, how: { readonly finishErasures: false }) => {
  const { createAttune } = await import('../../create-attune.ts')
  return createAttune({
    config: { ...config, recommend: { ...config.recommend, trainEveryHours: 0 } },
    log: pino({ level: 'error' }, pino.destination(2)),
    ...how,
  })
}

function tell({ manifest, rows, erasedAgain, expired }: Restored, json: boolean | undefined, where: string): void {
  const different = Object.keys(manifest.rows).filter(
    (table) => table !== 'audit' && rows[table] !== manifest.rows[table],
  )
  const complete = erasedAgain > 0 || expired > 0 || different.length === 0
  if (json)
    printJson({
      where,
      rows,
      expected: manifest.rows,
      erasedAgain,
      expired,
      complete,
    })
  else {
    printTable(
      [{ title: 'table' }, { title: 'in the backup', align: 'right' }, { title: 'restored', align: 'right' }],
      Object.entries(manifest.rows).map(([table, count]) => [
        table,
        count.toLocaleString('en'),
        (rows[table] ?? 0).toLocaleString('en'),
      ]),
    )
    if (erasedAgain > 0) process.stdout.write(`\n${erasedAgain} persons who were erased since are erased again.\n`)
    if (expired > 0) process.stdout.write(`\n${expired} events were kept long enough and are left out.\n`)
  }
  if (!complete) process.exitCode = 1
}

async function restore(dir: string, options: BackupOptions): Promise<void> {
  const { config } = await configFor(options)
  tell(
    await restoreBackup({ config, dir: resolve(dir), keys: options.keys, open: opening }),
    options.json,
    config.dataDir,
  )
}

/** Restores beside the data folder, with its keys, and throws the result away: a backup that was never restored is none. */
async function rehearse(dir: string, options: BackupOptions): Promise<void> {
  const { config } = await configFor(options)
  const folder = mkdtempSync(join(tmpdir(), 'attune-rehearsal-'))
  try {
    for (const name of ['secret.key', 'keys.sqlite'])
      if (existsSync(join(config.dataDir, name))) copyFileSync(join(config.dataDir, name), join(folder, name))
    const restored = await restoreBackup({
      config: { ...config, dataDir: folder },
      dir: resolve(dir),
      keys: options.keys,
      open: opening,
    })
    tell(restored, options.json, 'rehearsal')
    if (!options.json && process.exitCode !== 1) process.stdout.write('\nThe backup can be restored.\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The backup, or those in a folder of backups. */
function backupsIn(dir: string): readonly string[] {
  const isBackup = (folder: string): boolean => existsSync(join(folder, 'backup.json'))
  // One whose pruning was broken off has its old name beside it.
  if (isBackup(dir) || existsSync(`${dir}.before-pruning`) || !existsSync(dir)) return [dir]
  const inside = readdirSync(dir).map((name) => join(dir, name.replace(/\.before-pruning$/, '')))
  const found = [...new Set(inside)].filter((folder) => isBackup(folder) || isBackup(`${folder}.before-pruning`))
  return found.length > 0 ? found.filter((folder) => !folder.endsWith('.pruning')) : [dir]
}

async function prune(dir: string, options: CommonOptions): Promise<void> {
  const attune = await openLocal(options)
  try {
    const pruned: Pruned[] = []
    for (const folder of backupsIn(resolve(dir))) pruned.push(await pruneBackup(attune, folder))
    if (options.json)
      printJson({ backups: pruned.map(({ dir: of, files, manifest }) => ({ dir: of, files, rows: manifest.rows })) })
    else
      printTable(
        [
          { title: 'backup' },
          { title: 'made' },
          { title: 'files rewritten', align: 'right' },
          { title: 'events left', align: 'right' },
        ],
        pruned.map(({ dir: of, files, manifest }) => [
          of,
          manifest.createdAt.slice(0, 10),
          String(files),
          (manifest.rows.events ?? 0).toLocaleString('en'),
        ]),
      )
  } finally {
    await attune.close()
  }
}

/** `attune backup create|restore|rehearse|prune` */
export function backupCommand(): Command {
  const backup = command('backup', 'write backups, restore them, and rehearse it')
  backup.addCommand(
    command('create', 'events, state and models into a new folder; the server must not run')
      .argument('<dir>', 'new folder')
      .option('--keys <file>', 'copy the keys to a new file too; keep it apart')
      .action(action(create)),
  )
  backup.addCommand(
    command('restore', 'make a data folder from a backup, after checking every file of it')
      .argument('<dir>', 'folder of the backup')
      .option('--keys <file>', 'the file of keys, where the data folder has none')
      .action(action(restore)),
  )
  backup.addCommand(
    command('rehearse', 'restore into a temporary folder, compare, and throw it away')
      .argument('<dir>', 'folder of the backup')
      .option('--keys <file>', 'the file of keys, where the data folder has none')
      .action(action(rehearse)),
  )
  backup.addCommand(
    command('prune', 'take out of backups what was kept long enough by the rules in force; the server must not run')
      .argument('<dir>', 'folder of a backup, or of several')
      .action(action(prune)),
  )
  return backup
}
