import { rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { LearnError } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { type OnProgress, workInThread } from '../models/work-in-thread.ts'
import { replaceDurably } from '../store/durable-files.ts'
import { describeFiles } from './describe-files.ts'
import { openEventFile } from './event-file.ts'
import { failureOf } from './failure-of.ts'
import { keepState, readState } from './keep-state.ts'
import { modelCard } from './model-card.ts'
import { openProgressLog, readProgress } from './progress-log.ts'
import { isCancelled, pathIn, readRecord, writeRecord } from './run-folder.ts'
import { deviceOf, type RunContext } from './run-kind.ts'
import { runKindOf } from './run-kinds.ts'
import type { RunRecord, RunSettings } from './run-record.ts'

/** What the thread of a run is told; everything else stands in the folder. */
export interface RunOrder {
  readonly folder: string
  /** Other settings from here on. */
  readonly changed: RunSettings
}

/** Milliseconds between looks at whether the run was cancelled. */
const lookMs = 100

/** Trains, and keeps what is to be kept of it. While it works, the record is written by nobody else. */
async function work({ folder, changed }: RunOrder, onProgress: OnProgress): Promise<void> {
  const clock = (): number => performance.now()
  let record = readRecord(folder)
  const update = (changes: Partial<RunRecord>): void => {
    record = { ...record, ...changes }
    writeRecord(folder, record)
  }
  const statePath = pathIn(folder, 'state')
  const from = readState(statePath)
  const settings = { ...record.settings, ...changed }
  const before = readProgress(pathIn(folder, 'progress')).points.findLast(
    ({ step }) => step <= (from?.training.step ?? 0),
  )
  const began = clock()
  const worked = (): number => (before?.seconds ?? 0) + (clock() - began) / 1000

  const stop = new AbortController()
  let looked = Number.NEGATIVE_INFINITY
  const look = (): void => {
    if (clock() - looked < lookMs) return
    looked = clock()
    if (isCancelled(folder)) stop.abort(attuneError('run-cancelled', 'The run was cancelled.', { status: 409 }))
  }

  onProgress({ done: 0, total: 1, stage: 'read' })
  const kind = await runKindOf(record.kind)
  const files = await describeFiles(kind.files(settings, folder))
  if (from && record.data && record.data.hash !== files.hash)
    throw attuneError(
      'data-changed',
      'The files are not as they were when the run began, so it cannot be gone on with; begin a new one.',
    )
  // Only what is gone on with is changed.
  if (Object.keys(changed).length > 0)
    update({
      settings,
      device: { ...record.device, kind: deviceOf(settings) },
      changes: [...record.changes, { step: from?.training.step ?? 0, settings: changed }],
    })
  // Of an earlier time that was killed after it had written it.
  rmSync(pathIn(folder, 'model'), { recursive: true, force: true })
  const log = openProgressLog(pathIn(folder, 'progress'), from?.training.step ?? 0)
  const events = openEventFile(folder, Date.now)
  const context: RunContext = {
    clock,
    signal: stop.signal,
    keep: keepState(statePath, record.keepSeconds, clock),
    ...(from ? { from } : {}),
    folder: pathIn(folder, 'model'),
    describe({ counts, leftOut = [], judgedBy, samplesPerStep }) {
      update({
        data: { ...files, counts: { ...counts }, leftOut: [...leftOut] },
        judgedBy: judgedBy ?? null,
        samplesPerStep: samplesPerStep ?? null,
      })
      look()
    },
    onProgress(progress) {
      const { point, judgement } = log.add(progress, worked())
      if (point)
        events.add(point.step, {
          loss: point.loss,
          'learning rate': point.learningRate,
          'steps per second': point.stepsPerSecond,
        })
      if (judgement) events.add(judgement.step, { [record.judgedBy ?? 'judgement']: judgement.judgement })
      onProgress({
        done: progress.step,
        total: progress.steps,
        stage: 'train',
        note: `loss ${progress.loss.toFixed(3)}`,
      })
      look()
    },
  }
  try {
    const outcome = await kind.work(record.settings, context).finally(() => {
      log.close()
      events.close()
    })
    const ended = endedAs({
      state: 'finished',
      scores: { ...outcome.scores },
      baseline: outcome.baseline ?? null,
      figures: outcome.figures ? { ...outcome.figures } : null,
      perClass: outcome.perClass ?? null,
      trainableParameters: outcome.trainableParameters ?? null,
      model: outcome.model,
      card: { facts: [], examples: [], ...outcome.card },
    })
    const card = modelCard({ ...record, ...ended })
    outcome.save(card)
    replaceDurably(pathIn(folder, 'card'), Buffer.from(card))
    update(ended)
    rmSync(statePath, { force: true })
  } catch (error) {
    // The library's own codes are no codes of the product.
    const { code, message } = failureOf(error instanceof LearnError ? new Error(error.message) : error)
    update(endedAs(code === 'run-cancelled' ? { state: 'cancelled' } : { state: 'failed', failure: { code, message } }))
    throw error
  }

  function endedAs(how: Partial<RunRecord>): Partial<RunRecord> {
    return { ...how, finishedAt: new Date().toISOString(), seconds: worked() }
  }
}

workInThread(work)
