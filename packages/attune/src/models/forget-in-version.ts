import { rmSync } from 'node:fs'
import { type Exactness, exactnessOf, trainingNeeds } from '@attune/recommend'
import type { Logger } from 'pino'
import type { Item } from '../api/schemas/items.ts'
import type { Clock } from '../clock.ts'
import type { StateStore } from '../store/state-store.ts'
import type { ForgetOrder, ForgetResult } from './forget-worker.ts'
import type { VectorOfItem } from './item-texts.ts'
import { keepsLearnt } from './model-folder.ts'
import type { ModelRow, ModelTable } from './model-table.ts'
import { noteTexts } from './note-texts.ts'
import { folderOf } from './open-live-models.ts'
import { runInThread } from './run-in-thread.ts'
import { removeTrainingFiles, writeTextsFile } from './training-files.ts'
import type { Unlearnt } from './unlearning.ts'

export interface ForgetInVersionOptions {
  readonly root: string
  readonly table: ModelTable
  readonly state: StateStore
  readonly clock: Clock
  readonly log: Logger
  readonly itemsOf: (workspace: string) => Iterable<Item>
  readonly vectorOf?: ((workspace: string) => VectorOfItem) | undefined
  readonly encoderOf?: ((workspace: string) => string | undefined) | undefined
  /** Makes a version live; what `finish` writes down is written with it. */
  readonly goLive: (row: ModelRow, finish: () => void) => Promise<void>
  /** No version of the name is live any more. */
  readonly takeDown: (workspace: string, name: string) => void
  readonly signal: AbortSignal
}

/**
 * What a version can do about people it has learnt from without being trained anew; `retrain` too where it is of a kind or
 * of parameters that there are no more, or keeps nothing of what it learnt from.
 */
export function exactnessOfVersion(root: string, workspace: string, row: ModelRow): Exactness {
  if (!keepsLearnt(folderOf(root, workspace, row.name, row.version))) return 'retrain'
  try {
    return exactnessOf(row.kind, row.manifest.parameters)
  } catch {
    return 'retrain'
  }
}

const scheduled: Unlearnt = { state: 'scheduled', exactness: null, version: null }

/**
 * Makes a version of the live one that is without people, in a thread, from what the live one keeps of what it learnt from.
 * Where that cannot be done, or fails, a training is due. Metrics are those of the version before, and say so.
 *
 * @param live the version that is live
 * @param subjects digests of the people
 */
export async function forgetInVersion(
  options: ForgetInVersionOptions,
  workspace: string,
  live: ModelRow,
  subjects: readonly string[],
): Promise<Unlearnt> {
  const { root, table, state, clock, log, goLive, takeDown, signal } = options
  const { name, kind, manifest } = live
  if (exactnessOfVersion(root, workspace, live) === 'retrain') return scheduled
  const createdAt = clock()
  const version = table.begin(workspace, { name, kind, manifest: { ...manifest, note: null }, createdAt })
  const folder = folderOf(root, workspace, name, version)
  const row: ModelRow = { ...live, version, status: 'training', error: null, createdAt, finishedAt: null }
  try {
    const order: ForgetOrder = {
      from: folderOf(root, workspace, name, live.version),
      folder,
      version,
      subjects,
      textsFile: trainingNeeds(kind, manifest.parameters).texts
        ? await writeTextsFile(options.itemsOf(workspace), folder, options.vectorOf?.(workspace))
        : undefined,
      encoder: options.encoderOf?.(workspace),
      now: clock(),
    }
    const result = await runInThread<ForgetResult>('forget-worker', order, () => {}, signal)
    if (result === null) {
      table.drop(workspace, name, version)
      return { state: 'untouched', exactness: null, version: null }
    }
    const { exactness, data, seconds } = result
    const { metrics, metricsFrom, learntAt } = manifest
    const done: ModelRow = {
      ...row,
      status: 'trained',
      manifest: {
        ...manifest,
        data,
        seconds,
        metricsFrom: metrics && (metricsFrom ?? live.version),
        // What it knows is as old as the data it was first trained on.
        learntAt: learntAt ?? live.createdAt,
        note: noteTexts.forgotten(exactness),
      },
      finishedAt: clock(),
    }
    await goLive(done, () => table.finish(workspace, done))
    log.info({ workspace, model: name, version, exactness }, 'a model has forgotten people')
    return { state: exactness === 'exact' ? 'updated' : 'scheduled', exactness, version }
  } catch (error) {
    // Closing: the next start finds the unfinished row, says so, and begins again.
    if (signal.aborted) throw error
    const note = noteTexts.failed(error)
    state.transaction(() => {
      const failed = { ...row, status: 'failed', error: note.en, finishedAt: clock() } as const
      table.finish(workspace, { ...failed, manifest: { ...manifest, data: null, metrics: null, note } })
    })
    for (const leftover of [folder, `${folder}.tmp`]) rmSync(leftover, { recursive: true, force: true })
    if (error instanceof Error && 'code' in error && error.code === 'no-interactions') {
      // Nothing may answer from those who are gone; whoever has come since waits for the next training.
      takeDown(workspace, name)
      return { state: 'stopped', exactness: null, version: null }
    }
    log.warn({ err: error, workspace, model: name }, 'a model could not forget people; it is trained anew')
    return scheduled
  } finally {
    removeTrainingFiles(folder)
  }
}
