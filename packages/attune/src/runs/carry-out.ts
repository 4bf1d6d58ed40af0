import { existsSync, rmSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { attuneError } from '../errors.ts'
import { runInThread } from '../models/run-in-thread.ts'
import type { OnProgress } from '../models/work-in-thread.ts'
import { failureOf } from './failure-of.ts'
import { pathIn, readRecord, writeRecord } from './run-folder.ts'
import { runKindOf } from './run-kinds.ts'
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
 * @throws AttuneError `run-is-running`, `run-is-finished`, `setting-fixed`; `run-cancelled`; what the training throws
 */
export async function carryOut(
  { folder, id }: Pick<Run, 'folder' | 'id'>,
  { onProgress, signal, changed = {} }: CarryOutOptions,
): Promise<RunRecord> {
  const unlock = lockRun(folder)
  if (!unlock) throw attuneError('run-is-running', `${id} is being worked on already.`, { status: 409 })
  try {
    const before = readRecord(folder)
    if (before.state === 'finished')
      throw attuneError('run-is-finished', `${id} is finished: there is nothing left to do.`, { status: 409 })
    await refuseFixed(before, folder, changed)
    const began = hasBegun(folder)
    rmSync(pathIn(folder, 'cancel'), { force: true })
    writeRecord(folder, {
      ...before,
      state: 'running',
      finishedAt: null,
      failure: null,
      resumed: before.resumed + Number(began),
    })
    const order: RunOrder = { folder, changed }
    try {
      await runInThread<void>('../runs/run-worker', order, onProgress, signal)
    } catch (error) {
      const { state } = closed(folder, error, signal.aborted)
      if (state === 'failed' && !began && !hasBegun(folder)) rmSync(folder, { recursive: true, force: true })
      if (signal.aborted) throw attuneError('run-cancelled', 'The run was stopped.', { status: 409, cause: error })
      throw error
    }
    return readRecord(folder)
  } finally {
    unlock()
  }
}

/** @throws AttuneError `setting-fixed` where a state is gone on from under a setting that must stay */
async function refuseFixed({ kind, settings }: RunRecord, folder: string, changed: RunSettings): Promise<void> {
  if (!existsSync(pathIn(folder, 'state'))) return
  const fixed = (await runKindOf(kind)).fixed(settings)
  const name = fixed.find((one) => Object.hasOwn(changed, one) && !isDeepStrictEqual(changed[one], settings[one]))
  if (name === undefined) return
  throw attuneError('setting-fixed', `${name} cannot be changed while this run is gone on with; begin a new one.`, {
    status: 409,
    details: { field: name },
  })
}

const hasBegun = (folder: string): boolean =>
  existsSync(pathIn(folder, 'progress')) || existsSync(pathIn(folder, 'state'))

/** The record as it ended, which is said here where the thread could not. */
function closed(folder: string, error: unknown, stopped: boolean): RunRecord {
  const record = readRecord(folder)
  if (record.state !== 'running') return record
  const ended: RunRecord = {
    ...record,
    finishedAt: new Date().toISOString(),
    ...(stopped ? { state: 'cancelled' } : { state: 'failed', failure: failureOf(error) }),
  }
  writeRecord(folder, ended)
  return ended
}
