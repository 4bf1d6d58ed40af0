import { rankerKinds } from '@attune/learn'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { action, command, numberWithin, wholeNumber } from '../options.ts'
import { runTraining } from '../run-training.ts'
import { absolute, keepEveryOption, settingsOf, type TrainingOptions } from '../training-options.ts'

interface TrainRankerOptions extends TrainingOptions {
  readonly train: string
  readonly test?: string
  /** Of the command above. */
  readonly promote?: boolean
}

function trainIt(options: TrainRankerOptions): Promise<void> {
  const { promote: _, ...own } = settingsOf(options)
  const settings = {
    ...own,
    train: absolute(options.train),
    test: absolute(options.test),
    out: absolute(options.out),
  }
  return runTraining({ kind: 'ranker', settings, keepEvery: options.keepEvery }, options)
}

const names = (text: string): string[] => text.split(',').map((name) => name.trim())

function widths(text: string): number[] {
  const list = text.split(',').map(Number)
  if (list.some((width) => !(Number.isInteger(width) && width >= 1 && width <= 8192)))
    throw new InvalidArgumentError('widths of layers, such as 256,128')
  return list
}

function history(text: string, before: readonly string[] = []): string[] {
  if (!/^[^=]+=[^=]+$/.test(text)) throw new InvalidArgumentError('LIST=COLUMN, such as clicked=item')
  return [...before, text]
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
    .option('--dropout <rate>', 'behind each layer (default: 0)', numberWithin(0, 0.99))
    .option('--epochs <n>', 'times that all rows are seen at most', wholeNumber(1, 1000), 30)
    .option('--patience <n>', 'epochs without a better AUC on a tenth of the rows that end it', wholeNumber(1, 100), 2)
    .option('--batch <n>', 'rows of a batch (default: 64 to 4096, by how many rows there are)', wholeNumber(1, 65_536))
    .option('--learning-rate <rate>', 'of every step', numberWithin(1e-9, 10), 1e-3)
    .option('--rare <n>', 'ids that come less often share what is learnt', wholeNumber(1, 1000), 2)
    .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .addOption(keepEveryOption())
    .option('--out <folder>', 'write the model and its card to a new folder (default: that of the run)')
    .action(action(trainIt))
}
