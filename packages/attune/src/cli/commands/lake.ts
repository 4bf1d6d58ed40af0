import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { expire, expiryNow } from '../../protect/retention.ts'
import { expireFromLake } from '../../store/expire-from-lake.ts'
import { exportLake, importLake, type LakeTable } from '../../store/lake.ts'
import { openLocal } from '../open.ts'
import { action, type CommonOptions, command, configFor } from '../options.ts'
import { printJson, printTable, progress } from '../output.ts'

interface ExportOptions extends CommonOptions {
  readonly dir?: string
}

async function exportCommand(options: ExportOptions): Promise<void> {
  const attune = await openLocal(options)
  try {
    const dir = resolve(options.dir ?? join(attune.config.dataDir, 'lake'))
    const { workspace } = options
    const bar = progress({ title: 'Exporting', total: 1, enabled: true })
    const tables = await exportLake({
      events: attune.events,
      state: attune.state,
      identity: attune.identity,
      dir,
      ...(workspace === undefined ? {} : { workspace }),
      onProgress: (done, steps, note) => bar.update(done / steps, note),
    }).finally(() => bar.stop())
    report(options, dir, tables, 'rows written')
  } finally {
    await attune.close()
  }
}

async function importCommand(dir: string, options: CommonOptions): Promise<void> {
  const { dataDir } = (await configFor(options)).config
  const isNew = !existsSync(dataDir)
  const attune = await openLocal(options, { create: true })
  let refused = true
  try {
    const bar = progress({ title: 'Importing', total: 1, enabled: true })
    const tables = await importLake(attune, resolve(dir), (done, steps, note) =>
      bar.update(done / steps, note),
    ).finally(() => bar.stop())
    refused = false
    // A lake may hold what was kept long enough since it was written.
    await expire(attune)
    report(options, resolve(dir), tables, 'new rows')
  } finally {
    await attune.close()
    if (refused && isNew) rmSync(dataDir, { recursive: true, force: true })
  }
}

async function expireCommand(dir: string, options: CommonOptions): Promise<void> {
  const attune = await openLocal(options)
  try {
    const files = await expireFromLake(attune.events, resolve(dir), expiryNow(attune))
    if (options.json) printJson({ dir: resolve(dir), files })
    else process.stdout.write(`${resolve(dir)}: ${files} files rewritten or removed.\n`)
  } finally {
    await attune.close()
  }
}

function report({ json }: CommonOptions, dir: string, tables: readonly LakeTable[], title: string): void {
  if (json) {
    printJson({ dir, tables })
    return
  }
  process.stdout.write(`${dir}\n\n`)
  printTable(
    [{ title: 'table' }, { title: 'days', align: 'right' }, { title, align: 'right' }],
    tables.map(({ table, partitions, rows }) => [table, partitions.toLocaleString('en'), rows.toLocaleString('en')]),
  )
}

/** `attune lake export [--dir]`, `attune lake import|expire <dir>` */
export function lakeCommand(): Command {
  const lake = command('lake', 'events as Parquet files, by workspace and day, for other engines and for moving house')
  lake
    .command('export')
    .description('write the lake: all workspaces, or the one given with --workspace')
    .option('--dir <dir>', 'folder of the lake (default: lake in the data folder)')
    .action(action(exportCommand))
  lake
    .command('import')
    .description('store what a lake has and this data folder has not; the secret.key must be the one of the lake')
    .argument('<dir>', 'folder of the lake')
    .action(action(importCommand))
  lake
    .command('expire')
    .description(
      'take out of a lake elsewhere what was kept long enough; the one in the data folder is seen to every day',
    )
    .argument('<dir>', 'folder of the lake')
    .action(action(expireCommand))
  return lake
}
