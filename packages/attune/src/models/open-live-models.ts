import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { StateStore } from '../store/state-store.ts'
import { type LoadedModel, readModelFolder } from './model-folder.ts'
import type { ModelRow, ModelTable, Pointer } from './model-table.ts'
import { noteTexts } from './note-texts.ts'

export interface OpenLiveModelsOptions {
  readonly root: string
  readonly state: StateStore
  readonly table: ModelTable
  readonly clock: Clock
  readonly log: Logger
  readonly use: (workspace: string, model: LoadedModel) => void
}

export const folderOf = (root: string, workspace: string, name: string, version: number): string =>
  join(root, workspace, name, String(version))

/** Trainings that a stop cut off become `failed`; what they left on disk goes away. */
export function cleanUpTrainings({ root, state, table, clock, log }: Omit<OpenLiveModelsOptions, 'use'>): void {
  for (const { workspace, name, version } of table.unfinished()) {
    const row = table.row(workspace, name, version)
    if (!row) continue
    const note = noteTexts.cutOff()
    const manifest = { ...row.manifest, note }
    log.warn({ workspace, model: name, version }, 'a training was cut off by a stop')
    state.transaction(() => {
      table.finish(workspace, { ...row, status: 'failed', manifest, error: note.en, finishedAt: clock() })
      table.record(workspace, { at: clock(), actor: 'attune', action: 'failed', name, version, note })
    })
  }
  if (!existsSync(root)) return
  for (const workspace of folders(root))
    for (const name of folders(join(root, workspace)))
      for (const entry of readdirSync(join(root, workspace, name))) {
        const version = /^\d+$/.test(entry) ? Number(entry) : undefined
        const row = version === undefined ? undefined : table.row(workspace, name, version)
        if (row && row.status !== 'failed') continue
        rmSync(join(root, workspace, name, entry), { recursive: true, force: true })
      }
}

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

/** Brings every live model into memory; where its folder is broken, the version before it takes over. */
export async function openLiveModels(options: OpenLiveModelsOptions): Promise<void> {
  for (const pointer of options.table.pointers()) await openLive(options, pointer)
}

async function openLive(options: OpenLiveModelsOptions, pointer: Pointer): Promise<void> {
  const { root, state, table, clock, log, use } = options
  const { workspace, name } = pointer
  for (const version of versionsToTry(pointer, table.rows(workspace))) {
    if (version !== pointer.live && !existsSync(folderOf(root, workspace, name, version))) continue
    let model: LoadedModel
    try {
      model = await readModelFolder(folderOf(root, workspace, name, version))
    } catch (error) {
      log.error({ err: error, workspace, model: name, version }, 'a model version cannot be read')
      continue
    }
    use(workspace, model)
    if (version === pointer.live) return
    const note = noteTexts.unreadable(pointer.live, version)
    log.error({ workspace, model: name, broken: pointer.live, live: version }, note.en)
    state.transaction(() => {
      table.point({ workspace, name, live: version, previous: null }, clock())
      table.record(workspace, { at: clock(), actor: 'attune', action: 'rolled-back', name, version, note })
    })
    return
  }
  const note = noteTexts.noneReadable(pointer.live)
  log.error({ workspace, model: name, broken: pointer.live }, note.en)
  state.transaction(() => {
    table.unpoint(workspace, name)
    table.record(workspace, { at: clock(), actor: 'attune', action: 'failed', name, version: pointer.live, note })
  })
}

/** The live version, the one before it, then the others that were good enough once, newest first. */
function versionsToTry({ name, live, previous }: Pointer, rows: readonly ModelRow[]): number[] {
  const others = rows.filter((row) => row.name === name && row.status === 'trained').map(({ version }) => version)
  return [...new Set([live, ...(previous === null ? [] : [previous]), ...others])]
}
