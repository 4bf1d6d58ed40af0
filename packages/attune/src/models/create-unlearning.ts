import { existsSync, rmSync } from 'node:fs'
import type { ModelVersion, Note } from '../api/schemas/models.ts'
import { type ForgetInVersionOptions, forgetInVersion } from './forget-in-version.ts'
import type { ModelRegistry, TrainOptions } from './model-registry.ts'
import type { ModelRow } from './model-table.ts'
import { noteTexts } from './note-texts.ts'
import { folderOf } from './open-live-models.ts'
import type { Unlearnt } from './unlearning.ts'

export interface UnlearningOptions extends Omit<ForgetInVersionOptions, 'goLive'> {
  /** Does work when nothing else changes which version of the name is live. */
  readonly turn: <Result>(workspace: string, name: string, work: () => Promise<Result>) => Promise<Result>
  /**
   * Tells trainings of the name that are under way whom to forget before they are live; returns whether all of them can,
   * exactly.
   */
  readonly tell: (workspace: string, name: string, subjects: readonly string[]) => boolean
  /** Trains without promotion, on the data as they are now. */
  readonly train: (
    options: Pick<TrainOptions, 'workspace' | 'name' | 'parameters'>,
    kind: string,
  ) => Promise<ModelVersion>
  readonly goLive: (workspace: string, row: ModelRow, note: Note | null, finish?: () => void) => Promise<void>
}

/** How models come to be without people who were erased: at once where they can, by a training where not. */
export function createUnlearning(options: UnlearningOptions): Pick<ModelRegistry, 'forget' | 'unlearn'> {
  const { root, table, clock, log, turn, tell, train, goLive, takeDown, signal } = options

  /** The files of all versions but one go; what is being trained has none yet. */
  function removeOthers(workspace: string, name: string, kept: number | undefined): number {
    const folders = table
      .rows(workspace)
      .filter((row) => row.name === name && row.version !== kept && row.status !== 'training')
      .map(({ version }) => folderOf(root, workspace, name, version))
      .filter((folder) => existsSync(folder))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    return folders.length
  }

  const forget: ModelRegistry['forget'] = (workspace, name, subjects) =>
    turn(workspace, name, async () => {
      const rest = tell(workspace, name, subjects)
      const unlearnt = await forgetLive(workspace, name, subjects)
      const now = table.pointer(workspace, name)
      const removed = removeOthers(workspace, name, now?.live)
      // There is nothing to go back to any more.
      if (now && now.previous !== null) table.point({ ...now, previous: null }, clock())
      if (!rest) return { ...unlearnt, state: 'scheduled' }
      return now === undefined && removed > 0 && unlearnt.state === 'untouched'
        ? { ...unlearnt, state: 'removed' }
        : unlearnt
    })

  async function forgetLive(workspace: string, name: string, subjects: readonly string[]): Promise<Unlearnt> {
    const pointer = table.pointer(workspace, name)
    const live = pointer && table.row(workspace, name, pointer.live)
    if (!live) return { state: 'untouched', exactness: null, version: null }
    const going = {
      ...options,
      goLive: (row: ModelRow, finish: () => void) => goLive(workspace, row, row.manifest.note, finish),
    }
    return forgetInVersion(going, workspace, live, subjects)
  }

  /** Undefined where the files are gone again, with the others, because somebody else was erased since. */
  const promoted = (workspace: string, name: string, version: number): Promise<Unlearnt | undefined> =>
    turn(workspace, name, async () => {
      if (!existsSync(folderOf(root, workspace, name, version))) return undefined
      await goLive(workspace, table.row(workspace, name, version) as ModelRow, noteTexts.unlearnt())
      removeOthers(workspace, name, version)
      return { state: 'retrained', exactness: null, version }
    })

  async function unlearn(workspace: string, name: string): Promise<Unlearnt> {
    const live = table.pointer(workspace, name)?.live
    const recipe = live === undefined ? undefined : table.row(workspace, name, live)
    if (!recipe)
      return turn(workspace, name, async () => {
        removeOthers(workspace, name, undefined)
        return { state: 'removed', exactness: null, version: null }
      })
    const { kind, manifest } = recipe
    try {
      for (;;) {
        const { version } = await train({ workspace, name, parameters: manifest.parameters }, kind)
        const unlearnt = await promoted(workspace, name, version)
        if (unlearnt) return unlearnt
      }
    } catch (error) {
      if (signal.aborted) throw error
      log.warn(
        { err: error, workspace, model: name },
        'after an erasure the model could not be trained; it is live no more',
      )
      return turn(workspace, name, async () => {
        takeDown(workspace, name)
        removeOthers(workspace, name, undefined)
        return { state: 'stopped', exactness: null, version: null }
      })
    }
  }

  return { forget, unlearn }
}
