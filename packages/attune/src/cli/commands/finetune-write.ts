import { basename } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { attuneError } from '../../errors.ts'
import { setAside } from '../../finetune/set-aside.ts'
import { refuseFolderThatExists } from '../../finetune/write-folder.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { attributeLine } from '../../write/attributes.ts'
import { finetuneWriter, type WriterSettings } from '../../write/finetune-writer.ts'
import { readAttributeTexts } from '../../write/read-attribute-texts.ts'
import { saveWriter } from '../../write/save-writer.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable, progress } from '../output.ts'

interface FinetuneWriteOptions extends CommonOptions, WriterSettings {
  readonly train: string
  readonly test?: string
  readonly attributes: readonly string[]
  readonly text: string
  readonly out?: string
}

async function finetuneWrite(options: FinetuneWriteOptions): Promise<void> {
  if (options.out !== undefined) refuseFolderThatExists(options.out)
  const columns = { attributes: options.attributes, text: options.text }
  const all = await readAttributeTexts(options.train, columns)
  const given = options.test === undefined ? undefined : await readAttributeTexts(options.test, columns)
  for (const file of given ? [all, given] : [all])
    for (const reason of file.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
  const sides = setAside(all.rows, {
    share: given ? 0 : 0.2,
    seed: options.seed,
    keyOf: ({ attributes }) => attributeLine(attributes),
  })
  const [train, test] = [sides.kept, given?.rows ?? sides.aside]
  if (train.length === 0 || test.length === 0)
    throw attuneError(
      'too-few-texts',
      `${all.rows.length} rows are too few to set some aside; give others with --test.`,
    )
  const bar = progress({ title: `Learning to write from ${train.length} texts`, total: 1 })
  const tuned = await finetuneWriter({ train, test }, options, {
    clock: () => performance.now(),
    onProgress: ({ step, steps, loss }) => bar.update(step / steps, `loss ${loss.toFixed(3)}`),
  })
  const { report, trainableParameters, seconds, tooLong } = tuned
  bar.stop(`Learnt in ${Math.round(seconds)} s`)
  if (tooLong > 0) process.stderr.write(`${tooLong} rows left out: their attributes leave no room for a text.\n`)
  if (options.out !== undefined)
    saveWriter(options.out, tuned, settingsOf(options), {
      train: basename(options.train),
      test: options.test === undefined ? 'a fifth of the rows, set aside' : basename(options.test),
      texts: train.length,
    })
  if (options.json) {
    printJson({ ...report, seconds, trainableParameters })
    return
  }
  process.stdout.write(
    `perplexity ${report.perplexity.toFixed(3)} on ${test.length} texts; ${report.prompts} written:\n`,
  )
  printTable(
    [
      { title: '' },
      ...['BLEU', 'ROUGE-L', 'distinct pairs', 'values said'].map((title) => ({ title, align: 'right' as const })),
    ],
    (['written', 'nearest'] as const).map((name) => [
      name === 'written' ? 'this writer' : 'most similar training text',
      ...(['bleu', 'rougeL', 'distinct2', 'coverage'] as const).map((score) => report[name][score].toFixed(4)),
    ]),
  )
  for (const { prompt, text } of tuned.samples) process.stdout.write(`\n${prompt}\n→ ${text}\n`)
  if (options.out !== undefined) process.stdout.write(`\nWritten to ${options.out}, with a model card.\n`)
}

const settingsOf = ({
  decoder,
  method,
  epochs,
  batch,
  learningRate,
  longest,
  rank,
  layers,
  width,
  vocabulary,
  dropout,
  placeholders,
  judged,
  seed,
  threads,
}: FinetuneWriteOptions): WriterSettings => ({
  decoder,
  method,
  epochs,
  batch,
  learningRate,
  longest,
  rank,
  layers,
  width,
  vocabulary,
  dropout,
  placeholders,
  judged,
  seed,
  threads,
})

/** A number as an option, inside of its limits. */
export const numberWithin =
  (least: number, most: number, what: string) =>
  (text: string): number => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= least && value <= most)) throw new InvalidArgumentError(what)
    return value
  }

const columnList = (text: string): string[] => {
  const columns = text.split(',').map((column) => column.trim())
  if (columns.some((column) => column === '')) throw new InvalidArgumentError('names of columns, with commas between')
  return columns
}

/** `attune finetune write`: teaches a decoder to write texts from attributes. */
export function finetuneWriteCommand(): Command {
  return command('write', 'write short texts from attributes: product copy, descriptions')
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
    .option('--epochs <n>', 'times that all texts are seen, at most', wholeNumber(1, 1000), 12)
    .option('--batch <n>', 'texts in a batch', wholeNumber(1, 1024), 16)
    .option(
      '--learning-rate <rate>',
      'highest learning rate (default: by method)',
      numberWithin(1e-9, 1, 'a number above 0'),
    )
    .option('--longest <tokens>', 'tokens of attributes and text together', wholeNumber(32, 4096), 256)
    .option('--rank <n>', 'rank of lora', wholeNumber(1, 256), 8)
    .option('--layers <n>', 'of a decoder from nothing', wholeNumber(1, 48), 4)
    .option('--width <n>', 'of a decoder from nothing; heads have 64 numbers', wholeWidth, 256)
    .option('--vocabulary <n>', 'tokens of a decoder from nothing', wholeNumber(300, 100_000), 2000)
    .option(
      '--dropout <share>',
      'share of numbers that are dropped in training',
      numberWithin(0, 0.9, 'from 0 to .9'),
      0.1,
    )
    .option('--no-placeholders', 'learn values as they are, not as placeholders that are filled in')
    .option('--judged <n>', 'test prompts that are written for', wholeNumber(1, 100_000), 100)
    .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .option('--out <folder>', 'write the model and its card to a new folder')
    .action(action(finetuneWrite))
}

function wholeWidth(text: string): number {
  const width = wholeNumber(64, 8192)(text)
  if (width % 64 !== 0) throw new InvalidArgumentError('a multiple of 64')
  return width
}
