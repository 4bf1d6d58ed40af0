import { existsSync, rmSync } from 'node:fs'
import { attuneError } from '../errors.ts'
import { runInThread } from '../models/run-in-thread.ts'
import type { OnProgress } from '../models/work-in-thread.ts'
import { readProgress } from './progress-log.ts'
import { pathIn, readRecord, writeRecord } from './run-folder.ts'
import type { Run } from './run-ledger.ts'
import { lockRun } from './run-lock.ts'
import type { RunRecord, RunSettings } from './run-record.ts'
import type { RunOrder } from './run-worker.ts'

export interface CarryOutOptions {
  readonly onProgress: OnProgress
  /** Stops the thread where it is; what was kept before stays. To end after a step use `RunLedger.cancel`. */
  readonly signal: AbortSignal
  /** Other settings from here on, checked by the kind. */
  readonly changed?: RunSettings
}

/**
 * Works on a run, new or taken up again, until it has ended, in a thread of its own. A new run that fails before its first step
 * leaves nothing behind.
 *
 * @throws AttuneError `run-is-running`, `run-is-finished`; `run-cancelled`; what the training throws
 */
export async function carryOut(
  { folder, id, ...run }: Run,
  { onProgress, signal, changed = {} }: CarryOutOptions,
): Promise<RunRecord> {
  if (run.state === 'finished')
    throw attuneError('run-is-finished', `${id} is finished: there is nothing left to do.`, { status: 409 })
  const unlock = lockRun(folder)
  if (!unlock) throw attuneError('run-is-running', `${id} is being worked on already.`, { status: 409 })
  const began = existsSync(pathIn(folder, 'progress')) || existsSync(pathIn(folder, 'state'))
  try {
    rmSync(pathIn(folder, 'cancel'), { force: true })
    const before = readRecord(folder)
    writeRecord(folder, {
      ...before,
      state: 'running',
      finishedAt: null,
      failure: null,
      resumed: before.resumed + Number(began),
      settings: { ...before.settings, ...changed },
      changes: [
        ...before.changes,
        ...(Object.keys(changed).length > 0 ? [{ step: lastStepOf(folder), settings: changed }] : []),
      ],
    })
    const order: RunOrder = { folder }
    await runInThread<void>('../runs/run-worker', order, onProgress, signal)
    return readRecord(folder)
  } catch (error) {
    close(folder, error, signal.aborted)
    const empty = !existsSync(pathIn(folder, 'progress')) && !existsSync(pathIn(folder, 'state'))
    if (!began && empty && readRecord(folder).state === 'failed') rmSync(folder, { recursive: true, force: true })
    if (signal.aborted) throw attuneError('run-cancelled', 'The run was stopped.', { status: 409, cause: error })
    throw error
  } finally {
    unlock()
  }
}

const lastStepOf = (folder: string): number => readProgress(pathIn(folder, 'progress')).points.at(-1)?.step ?? 0

/** Says in the record how it ended, where the thread could not. */
function close(folder: string, error: unknown, stopped: boolean): void {
  const record = readRecord(folder)
  if (record.state !== 'running') return
  const message = error instanceof Error ? error.message : String(error)
  writeRecord(folder, {
    ...record,
    finishedAt: new Date().toISOString(),
    ...(stopped ? { state: 'cancelled' } : { state: 'failed', failure: { code: 'training-failed', message } }),
  })
}
