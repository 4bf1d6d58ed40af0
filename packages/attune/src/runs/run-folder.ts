import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { attuneError } from '../errors.ts'
import { replaceDurably } from '../store/durable-files.ts'
import { type RunRecord, runRecordSchema } from './run-record.ts'

/** The files of a run. */
export const runFiles = {
  record: 'run.json',
  progress: 'progress.jsonl',
  /** All that it takes to go on; gone when it is finished. */
  state: 'state.safetensors',
  /** There when the run shall end after the step it is in. */
  cancel: 'cancel',
  card: 'card.md',
  model: 'model',
  /** What it learns from, where that was read from the stores for it; gone when it has ended. */
  rows: 'rows.jsonl',
} as const

export const pathIn = (folder: string, file: keyof typeof runFiles): string => join(folder, runFiles[file])

/** @throws AttuneError `run-unreadable` */
export function readRecord(folder: string): RunRecord {
  try {
    return runRecordSchema.parse(JSON.parse(readFileSync(pathIn(folder, 'record'), 'utf8')))
  } catch (cause) {
    throw attuneError(
      'run-unreadable',
      `The run ${basename(folder)} cannot be read: its ${runFiles.record} is damaged. Move its folder away.`,
      {
        status: 500,
        cause,
      },
    )
  }
}

export function writeRecord(folder: string, record: RunRecord): void {
  replaceDurably(pathIn(folder, 'record'), Buffer.from(`${JSON.stringify(record, null, 2)}\n`))
}

/** Whether the run was asked to end. */
export const isCancelled = (folder: string): boolean => existsSync(pathIn(folder, 'cancel'))
