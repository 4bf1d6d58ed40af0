import { existsSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { EvaluationData } from './datasets/dataset.ts'
import { readSequences } from './datasets/read-sequences.ts'
import { decodeLines } from './files/decode-lines.ts'
import { openBytes } from './files/open-bytes.ts'
import { findDataset } from './find-dataset.ts'
import type { QuarantinedReason } from './import-report.ts'
import { quarantinedReasons } from './quarantined-reasons.ts'
import { type ReadEventFileOptions, readEventFile } from './read-event-file.ts'

export interface LoadedEvaluation extends EvaluationData {
  /** Of the data set, or the file's. */
  readonly name: string
  readonly quarantined: readonly QuarantinedReason[]
}

export type LoadEvaluationOptions = Omit<ReadEventFileOptions, 'latest' | 'earliest' | 'events' | 'outliers'> & {
  readonly from?: string | undefined
}

/**
 * Data for offline evaluation: the folder or name of a data set, a sequence file (a line a person), or a file with columns.
 *
 * @throws AttuneError `unknown-dataset`, `dataset-not-found`, `missing-column`, …
 */
export async function loadEvaluation(data: string, options: LoadEvaluationOptions): Promise<LoadedEvaluation> {
  const path = resolve(data)
  if (!existsSync(path) || !statSync(path).isFile()) {
    const { reader, folder } = findDataset(data, { from: options.from, env: process.env, cwd: process.cwd() })
    return { ...reader.evaluation(folder), name: reader.name, quarantined: [] }
  }
  const name = basename(path)
  if (isSequenceFile(name, options)) {
    const bytes = await openBytes(path)
    const { texts } = decodeLines(bytes.chunks, options.encoding ?? 'auto')
    const table = await readSequences(splitLines(texts), { file: name, event: 'Order Completed' })
    return { name, table: async () => table, order: 'sequence', quarantined: [] }
  }
  const file = await readEventFile(path, {
    ...options,
    latest: Number.POSITIVE_INFINITY,
    earliest: Number.NEGATIVE_INFINITY,
    outliers: false,
  })
  const order = file.table.times === 'given' ? 'times' : 'sequence'
  return { name, table: async () => file.table, order, quarantined: quarantinedReasons(file.refused) }
}

/** A file without columns: no mapping was given, and its name promises none. */
function isSequenceFile(name: string, { columns, format }: LoadEvaluationOptions): boolean {
  return (
    columns === undefined &&
    format === undefined &&
    !/\.(csv|tsv|tab|jsonl|ndjson|jsonlines|json|parquet)(\.gz)?$|\.zip$/i.test(name)
  )
}

async function* splitLines(texts: AsyncIterable<string>): AsyncIterable<string> {
  for await (const text of texts) yield* text.split('\n')
}
