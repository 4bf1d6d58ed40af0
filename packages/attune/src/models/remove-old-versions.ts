import { existsSync, rmSync } from 'node:fs'
import { attuneError } from '../errors.ts'
import { removeLearnt } from './model-folder.ts'
import type { ModelRow, ModelTable } from './model-table.ts'
import { noteTexts } from './note-texts.ts'
import { folderOf } from './open-live-models.ts'

/** Trained versions of a name whose files stay, besides the live one and the one before it. */
export const versionsKept = 5

/** Removes the files of old versions; their rows stay, with a note, and newer ones lose what they learnt from. A model of a large shop takes some hundred megabytes. */
export function removeOldVersions(options: {
  readonly root: string
  readonly table: ModelTable
  readonly workspace: string
  readonly name: string
}): void {
  const { root, table, workspace, name } = options
  const pointer = table.pointer(workspace, name)
  const usable = table
    .rows(workspace)
    .filter((row) => row.name === name && row.status !== 'failed' && row.finishedAt !== null)
  for (const row of usable.slice(versionsKept)) {
    if (row.version === pointer?.live || row.version === pointer?.previous) continue
    const folder = folderOf(root, workspace, name, row.version)
    if (!existsSync(folder)) continue
    rmSync(folder, { recursive: true, force: true })
    const note = noteTexts.filesRemoved(row.manifest.note)
    table.finish(workspace, { ...row, manifest: { ...row.manifest, note } })
  }
  // What a version learnt from is needed only where it is asked to forget: live, and once it may be so again.
  const [newest] = usable
  for (const row of usable)
    if (![newest?.version, pointer?.live, pointer?.previous].includes(row.version))
      removeLearnt(folderOf(root, workspace, name, row.version))
}

/**
 * A version whose files are gone cannot go live.
 *
 * @throws AttuneError `version-removed`
 */
export function refuseRemoved(root: string, workspace: string, { name, version }: ModelRow): void {
  if (existsSync(folderOf(root, workspace, name, version))) return
  throw attuneError(
    'version-removed',
    `The files of version ${version} were removed to save space or because somebody was erased, so it cannot go live any more: train a new one.`,
    { status: 409, details: { version } },
  )
}
