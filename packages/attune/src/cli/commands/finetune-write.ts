import { type Command, InvalidArgumentError, Option } from 'commander'
import { action, command, numberWithin, wholeNumber } from '../options.ts'
import { runTraining } from '../run-training.ts'
import { absolute, networkOption, settingsOf, type TrainingOptions, withTrainingOptions } from '../training-options.ts'

interface FinetuneWriteOptions extends TrainingOptions {
  readonly train: string
  readonly test?: string
  readonly decoder: string
}

async function finetuneWrite(options: FinetuneWriteOptions): Promise<void> {
  await runTraining(
    {
      kind: 'write',
      settings: {
        ...settingsOf(options),
        train: absolute(options.train),
        test: absolute(options.test),
        out: absolute(options.out),
        decoder: await networkOption(options, options.decoder),
      },
      keepEvery: options.keepEvery,
    },
    options,
  )
}

const columnList = (text: string): string[] => {
  const columns = text.split(',').map((column) => column.trim())
  if (columns.some((column) => column === '')) throw new InvalidArgumentError('names of columns, with commas between')
  return columns
}

/** `attune finetune write`: teaches a decoder to write texts from attributes. */
export function finetuneWriteCommand(): Command {
  const task = command('write', 'write short texts from attributes: product copy, descriptions')
    .requiredOption('--train <file>', 'attributes and texts to learn from: CSV, TSV, JSON lines or Parquet, gzip too')
    .option('--test <file>', 'others to try it on (default: a fifth is set aside, equal attributes on one side)')
    .requiredOption(
      '--attributes <columns>',
      'columns with one value each, or lists such as “name[Aromi], food[Chinese]”, “类型#裙*颜色#红色”, “name=Aromi; food=Chinese”',
      columnList,
    )
    .requiredOption('--text <column>', 'column of the texts')
    .option(
      '--decoder <folder>',
      'folder with config.json, tokenizer.json and model.safetensors; scratch: begin from nothing',
      'scratch',
    )
    .addOption(
      new Option('--method <method>', 'what is trained: all, low-rank adaptations')
        .choices(['full', 'lora'])
        .default('full'),
    )
    .option('--longest <tokens>', 'tokens of attributes and text together', wholeNumber(32, 4096), 256)
    .option('--rank <n>', 'rank of lora', wholeNumber(1, 256), 8)
    .option('--layers <n>', 'of a decoder from nothing (default: 4)', wholeNumber(1, 48))
    .option('--width <n>', 'of a decoder from nothing; heads have 64 numbers (default: 256)', wholeWidth)
    .option('--vocabulary <n>', 'tokens of a decoder from nothing (default: 2000)', wholeNumber(300, 100_000))
    .option(
      '--dropout <share>',
      'share of numbers that are dropped in training',
      numberWithin(0, 0.9, 'from 0 to .9'),
      0.1,
    )
    .option('--no-placeholders', 'learn values as they are, not as placeholders that are filled in')
    .option('--judged <n>', 'test prompts that are written for', wholeNumber(1, 100_000), 100)
  return withTrainingOptions(task, { epochs: 12, batch: 16, rate: 'by method', of: 'texts' }).action(
    action(finetuneWrite),
  )
}

function wholeWidth(text: string): number {
  const width = wholeNumber(64, 8192)(text)
  if (width % 64 !== 0) throw new InvalidArgumentError('a multiple of 64')
  return width
}
