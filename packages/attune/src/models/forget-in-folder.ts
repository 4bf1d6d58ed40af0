import { renameSync, rmSync } from 'node:fs'
import { exactnessOf } from '@attune/recommend'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { ForgetOrder, ForgetResult } from './forget-worker.ts'
import { runInThread } from './run-in-thread.ts'
import type { TrainingOrder } from './train-worker.ts'

/** Where a version without people stands until it takes the place of the one with them. */
export const forgottenFolder = (folder: string): string => `${folder}.forgotten`

/**
 * Takes people out of a version that was trained and is not live yet, where its kind can; a training is due otherwise, and
 * whoever erased them sees to it.
 *
 * @returns what the version stands for now; undefined where it stays as it is
 */
export async function forgetInFolder(
  {
    folder,
    version,
    kind,
    parameters,
    textsFile,
    encoder,
    now,
    subjects,
  }: Pick<TrainingOrder, 'folder' | 'version' | 'kind' | 'parameters' | 'textsFile' | 'encoder' | 'now'> &
    Pick<ForgetOrder, 'subjects'>,
  signal: AbortSignal,
): Promise<NonNullable<ModelVersion['data']> | undefined> {
  if (subjects.length === 0 || exactnessOf(kind, parameters) === 'retrain') return undefined
  const order: ForgetOrder = {
    from: folder,
    folder: forgottenFolder(folder),
    version,
    subjects,
    textsFile,
    encoder,
    now,
  }
  const result = await runInThread<ForgetResult>('forget-worker', order, () => {}, signal)
  if (!result) return undefined
  rmSync(folder, { recursive: true })
  renameSync(order.folder, folder)
  return result.data
}
