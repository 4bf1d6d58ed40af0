import { recommenderKinds } from '@attune/recommend'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { eventFields, parseColumns } from '../import/files/map-columns.ts'
import type { FileFormat } from '../import/files/open-records.ts'
import { type LoadedEvaluation, loadEvaluation } from '../import/load-evaluation.ts'
import { type ListProtocol, listProtocols } from '../import/split-for.ts'
import { wholeNumber } from './options.ts'
import { progress } from './output.ts'
import { type ParametersByKind, parseParams } from './parse-params.ts'

export type Protocol = ListProtocol | 'ratings'

/** What `evaluate` and `tune` are told about the data, how it is divided, and the models. */
export interface EvaluationOptions {
  readonly data?: string
  readonly from?: string
  readonly models: readonly string[]
  readonly protocol: Protocol
  readonly columns?: string
  readonly format?: FileFormat
  readonly delimiter?: string
  readonly encoding?: string
  readonly header: boolean
  readonly matrix: 'all-but-two' | 'all-but-one'
  readonly folds: number
  readonly ties: 'mid-rank' | 'smaller-id' | 'target-first'
  readonly trainShare: number
  readonly minRating?: number
  readonly seed: number
  readonly params: ParametersByKind
}

/** Adds the options to a command. */
export function addEvaluationOptions(command: Command, standardModels: readonly string[]): Command {
  return command
    .option('--from <dir>', 'folder that holds the data set, or folders of data sets')
    .option('--models <names>', `of ${Object.keys(recommenderKinds).join(', ')}`, names, standardModels)
    .option(
      '--params <values>',
      `parameters of a model, 'ease:{"lambda":200}' or ease.lambda=200,…; may be repeated`,
      parseParams,
      {},
    )
    .addOption(
      new Option(
        '--protocol <name>',
        'how the data is divided; ratings: folds of ratings, for models that predict them',
      )
        .choices([...listProtocols, 'ratings'])
        .default('leave-one-out'),
    )
    .option('--columns <mapping>', 'field=column,… (user, item, rating, time, event, …)')
    .addOption(
      new Option('--format <format>', 'default: by the name of the file').choices(['csv', 'tsv', 'jsonl', 'parquet']),
    )
    .option('--delimiter <text>', 'between columns (default: the one the first line uses)')
    .option('--encoding <name>', 'utf-8, latin-1, gb18030, … (default: UTF-8, and latin-1 for lines that are none)')
    .option('--no-header', 'the first line is data; columns are 1, 2, 3, …')
    .addOption(
      new Option(
        '--matrix <part>',
        'leave-one-out: what is trained on of each sequence s, s[:-2] or s[:-1]; asked is always with s[:-1]',
      )
        .choices(['all-but-two', 'all-but-one'])
        .default('all-but-two'),
    )
    .addOption(
      new Option('--ties <rule>', 'ncf: who goes first among equal scores; mid-rank counts each tie as half a place')
        .choices(['mid-rank', 'smaller-id', 'target-first'])
        .default('mid-rank'),
    )
    .option('--folds <n>', 'kfold, ratings: number of folds', wholeNumber(2, 100), 5)
    .option('--train-share <share>', 'time: share of the interactions that is trained on', share, 0.8)
    .option('--min-rating <stars>', 'leave ratings below this out (default: all count)', number)
    .option('--seed <n>', 'of folds, shuffles and intervals', wholeNumber(0, 2 ** 31 - 1), 1)
}

/** Reads what is to be evaluated, telling of it. */
export async function readEvaluationData(
  data: string,
  options: Pick<EvaluationOptions, 'from' | 'columns' | 'format' | 'delimiter' | 'encoding' | 'header'>,
): Promise<LoadedEvaluation> {
  const columns = options.columns === undefined ? undefined : parseColumns(options.columns, eventFields)
  const reading = progress({ title: 'Reading', total: 1 })
  const loaded = await loadEvaluation(data, {
    ...options,
    columns,
    header: options.header ? undefined : false,
  })
  reading.stop(`Read ${loaded.name}`)
  return loaded
}

const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim())

function share(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('a number between 0 and 1')
  return value
}

function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('a number')
  return value
}
