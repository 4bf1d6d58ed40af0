import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { type RankerKind, rankerKinds } from '@attune/learn'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { attuneError } from '../../errors.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { holdOutRows } from '../../ranker/hold-out-rows.ts'
import { inferColumns } from '../../ranker/infer-columns.ts'
import { type LabelledRowFile, readLabelledRows } from '../../ranker/read-labelled-rows.ts'
import { saveRanker } from '../../ranker/save-ranker.ts'
import { type RankerSettings, trainRanker } from '../../ranker/train-ranker.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, progress } from '../output.ts'

interface TrainRankerOptions extends CommonOptions {
  readonly train: string
  readonly test?: string
  readonly label: string
  readonly model: RankerKind
  readonly features?: readonly string[]
  readonly ids?: readonly string[]
  readonly numbers?: readonly string[]
  readonly lists?: readonly string[]
  readonly vectors?: readonly string[]
  readonly history?: Readonly<Record<string, string>>
  readonly header: boolean
  readonly calibrate?: 'platt' | 'isotonic'
  readonly width: number
  readonly hidden?: readonly number[]
  readonly dropout?: number
  readonly epochs: number
  readonly patience: number
  readonly batch?: number
  readonly learningRate: number
  readonly rare: number
  readonly seed: number
  readonly threads: number
  readonly out?: string
}

/** Of the rows for training, those that judge between epochs; of a file without a test file, those that it is tried on. */
const validationShare = 0.1
const testShare = 0.2

async function trainIt(options: TrainRankerOptions): Promise<void> {
  const { out, label, seed } = options
  if (out !== undefined && existsSync(out))
    throw attuneError('folder-exists', `${out} is there already; give a new folder to --out.`, {
      details: { field: 'out' },
    })
  const header = options.header ? undefined : false
  const all = await readLabelledRows(options.train, { label, header })
  const given = options.test === undefined ? undefined : await readLabelledRows(options.test, { label, header })
  for (const file of given ? [all, given] : [all])
    for (const reason of file.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
  const { columns, leftOut: unused } = inferColumns(all.columns, all.rows, {
    ...options,
    ids: [...all.ids, ...(options.ids ?? [])],
    ...(options.history ? { histories: options.history } : {}),
  })
  for (const { column, why } of unused) process.stderr.write(`Column ${column} is left out: ${why}.\n`)
  if (given) refuseOtherColumns(given, Object.keys(columns))
  const { train, aside } = given ? { train: all, aside: given } : holdOutRows(all, { share: testShare, seed })
  const { model: kind, width, hidden, dropout } = options
  const settings: RankerSettings = {
    model: { kind, width, ...(hidden ? { hidden } : {}), ...(dropout === undefined ? {} : { dropout }) },
    columns,
    calibrate: options.calibrate,
    validationShare,
    epochs: options.epochs,
    patience: options.patience,
    batch: options.batch ?? usualBatch(train.rows.length),
    learningRate: options.learningRate,
    rare: options.rare,
    seed,
    threads: options.threads,
  }
  const bar = progress({ title: `Training ${kind} on ${train.rows.length} rows`, total: 1 })
  const trained = await trainRanker({ train, test: aside }, settings, {
    clock: () => performance.now(),
    onProgress: ({ step, steps, loss }) => bar.update(step / steps, `loss ${loss.toFixed(3)}`),
  })
  const { scores, seconds, trainableParameters: parameters } = trained
  bar.stop(`Trained in ${Math.round(seconds)} s, ${trained.epochs} epochs`)
  const test = options.test === undefined ? 'a fifth of the rows, set aside' : basename(options.test)
  if (out !== undefined) saveRanker(out, trained, settings, { train: all.name, test, label, rows: train.rows.length })
  if (options.json) {
    const { auc, logloss, ece } = scores
    printJson({ auc, logloss, ece, seconds, parameters })
    return
  }
  process.stdout.write(
    `AUC ${scores.auc.toFixed(4)}, log loss ${scores.logloss.toFixed(4)}, calibration error ${scores.ece.toFixed(4)} on ${aside.rows.length} rows\n`,
  )
  if (out !== undefined) process.stdout.write(`Written to ${out}, with a model card.\n`)
}

/** Some hundred steps an epoch: with fewer, a model of few rows would hardly move before its patience is over. */
const usualBatch = (rows: number): number => Math.min(4096, Math.max(64, 2 ** Math.round(Math.log2(rows / 100))))

/** @throws AttuneError `missing-column` naming what the test file lacks */
function refuseOtherColumns({ name, columns }: LabelledRowFile, wanted: readonly string[]): void {
  const missing = wanted.filter((column) => !columns.includes(column))
  if (missing.length === 0) return
  throw attuneError(
    'missing-column',
    `${name} has no column ${missing.map((column) => `“${column}”`).join(', ')}, which the training file has. It has ${columns.join(', ')}.`,
    { details: { column: missing[0] ?? '', columns: columns.slice(0, 50) } },
  )
}

const names = (text: string): string[] => text.split(',').map((name) => name.trim())

function widths(text: string): number[] {
  const list = text.split(',').map(Number)
  if (list.some((width) => !(Number.isInteger(width) && width >= 1 && width <= 8192)))
    throw new InvalidArgumentError('widths of layers, such as 256,128')
  return list
}

function history(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [list, column, ...rest] = text.split('=')
  if (!list || !column || rest.length > 0) throw new InvalidArgumentError('LIST=COLUMN, such as clicked=item')
  return { ...before, [list]: column }
}

const numberWithin =
  (least: number, below: number) =>
  (text: string): number => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= least && value < below))
      throw new InvalidArgumentError(`a number from ${least} to below ${below}`)
    return value
  }

/** `attune train ranker`: learns a chance, such as that of a click, from rows with a label. */
export function trainRankerCommand(): Command {
  return command('ranker', 'learn the chance of a label of 0 or 1, such as a click, from a file of rows')
    .requiredOption('--train <file>', 'rows to learn from: CSV, TSV, JSON lines, Parquet or libfm, gzip too')
    .option('--test <file>', 'rows to try it on (default: a fifth of the others is set aside)')
    .requiredOption('--label <column>', 'column of the label')
    .addOption(new Option('--model <model>', 'kind of model').choices(rankerKinds).default('deepfm'))
    .option('--features <columns>', 'learn from these columns only', names)
    .option('--ids <columns>', 'columns that are ids (default: by what stands in them)', names)
    .option('--numbers <columns>', 'columns that are numbers', names)
    .option('--lists <columns>', 'columns that are lists of ids', names)
    .option('--vectors <columns>', 'columns that are vectors, as of a text', names)
    .option('--history <list=column>', 'a list of ids of another column; may be repeated; din needs one', history)
    .option('--no-header', 'the first line is data: columns are called 1, 2, 3, …')
    .addOption(new Option('--calibrate <how>', 'calibrate on the validation rows').choices(['platt', 'isotonic']))
    .option('--width <n>', 'numbers of an embedding', wholeNumber(1, 512), 16)
    .option('--hidden <widths>', 'widths of the perceptron (default: 400,400,400)', widths)
    .option('--dropout <rate>', 'behind each layer (default: 0)', numberWithin(0, 1))
    .option('--epochs <n>', 'times that all rows are seen at most', wholeNumber(1, 1000), 30)
    .option('--patience <n>', 'epochs without a better AUC on a tenth of the rows that end it', wholeNumber(1, 100), 2)
    .option('--batch <n>', 'rows of a batch (default: 64 to 4096, by how many rows there are)', wholeNumber(1, 65_536))
    .option('--learning-rate <rate>', 'of every step', numberWithin(1e-9, 10), 1e-3)
    .option('--rare <n>', 'ids that come less often share what is learnt', wholeNumber(1, 1000), 2)
    .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .option('--out <folder>', 'write the model and its card to a new folder')
    .action(action(trainIt))
}
