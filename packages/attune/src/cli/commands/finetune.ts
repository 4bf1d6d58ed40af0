import { basename } from 'node:path'
import type { WantedDevice } from '@attune/learn'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { finetuneClassifier } from '../../finetune/finetune-classifier.ts'
import { holdOutTexts } from '../../finetune/hold-out-texts.ts'
import { readLabelledTexts } from '../../finetune/read-labelled-texts.ts'
import { refuseFolderThatExists, saveClassifier } from '../../finetune/save-classifier.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { encoderOption } from '../encoder-option.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable, progress } from '../output.ts'

interface ClassifyOptions extends CommonOptions {
  readonly train: string
  readonly test?: string
  readonly text: string
  readonly label: string
  readonly encoder: string
  readonly method: 'full' | 'lora' | 'adapter' | 'frozen'
  readonly epochs: number
  readonly batch: number
  readonly learningRate?: number
  readonly longest: number
  readonly rank: number
  readonly seed: number
  readonly threads: number
  readonly device: WantedDevice
  readonly out?: string
}

async function classify(given: ClassifyOptions): Promise<void> {
  const device = await deviceFor(given.device)
  const options = { ...given, device, encoder: await encoderOption(given) }
  if (options.out !== undefined) refuseFolderThatExists(options.out)
  const columns = { text: options.text, label: options.label }
  const all = await readLabelledTexts(options.train, columns)
  const { train, test } =
    options.test === undefined
      ? holdOutTexts(all, { share: 0.2, seed: options.seed })
      : { train: all, test: await readLabelledTexts(options.test, columns) }
  for (const file of [train, test]) for (const reason of file.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
  const bar = progress({ title: `Fine-tuning on ${train.texts.length} texts`, total: 1 })
  const tuned = await finetuneClassifier({ train, test }, options, {
    clock: () => performance.now(),
    onProgress: ({ step, steps, loss }) => bar.update(step / steps, `loss ${loss.toFixed(3)}`),
  })
  const { report, trainableParameters, seconds } = tuned
  bar.stop(`Fine-tuned in ${Math.round(seconds)} s`)
  if (options.out !== undefined)
    saveClassifier(options.out, tuned, options, {
      train: basename(options.train),
      test: options.test === undefined ? 'a fifth of the texts, set aside' : basename(options.test),
      texts: train.texts.length,
    })
  if (options.json) {
    printJson({ ...report, seconds, trainableParameters })
    return
  }
  process.stdout.write(
    `accuracy ${report.accuracy.toFixed(4)}, macro F1 ${report.macroF1.toFixed(4)} on ${test.texts.length} texts\n`,
  )
  const number = (value: number | null): string => (value === null ? '–' : value.toFixed(4))
  printTable(
    [
      { title: 'class' },
      ...['precision', 'recall', 'F1', 'texts'].map((title) => ({ title, align: 'right' as const })),
    ],
    Object.entries(report.perClass).map(([label, { precision, recall, f1, support }]) => [
      label,
      number(precision),
      number(recall),
      number(f1),
      String(support),
    ]),
  )
  if (options.out !== undefined) process.stdout.write(`Written to ${options.out}, with a model card.\n`)
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 10)) throw new InvalidArgumentError('a number above 0')
  return value
}

/** `attune finetune classify`: teaches an encoder to sort texts. */
export function finetuneCommand(): Command {
  const finetune = command('finetune', 'teach a language encoder a task on texts of your own')
  finetune.addCommand(
    command('classify', 'sort texts into classes: sentiment, intents, topics')
      .requiredOption('--train <file>', 'texts to learn from: CSV, TSV, JSON lines or Parquet, gzip too')
      .option(
        '--test <file>',
        'texts to try it on (default: a fifth of the others is set aside, equal texts on one side)',
      )
      .requiredOption('--text <column>', 'column of the texts')
      .requiredOption('--label <column>', 'column of the classes')
      .option(
        '--encoder <name>',
        'an encoder of “attune models list”, or a folder with config.json, tokenizer.json and model.safetensors; scratch: begin from nothing',
        'scratch',
      )
      .addOption(
        new Option('--method <method>', 'what is trained beside the head: all, low-rank adaptations, adapters, nothing')
          .choices(['full', 'lora', 'adapter', 'frozen'])
          .default('full'),
      )
      .option('--epochs <n>', 'times that all texts are seen', wholeNumber(1, 1000), 5)
      .option('--batch <n>', 'texts in a batch', wholeNumber(1, 1024), 32)
      .option('--learning-rate <rate>', 'highest learning rate (default: by method)', positive)
      .option('--longest <tokens>', 'tokens of a text that are read', wholeNumber(4, 512), 128)
      .option('--rank <n>', 'rank of lora; adapters are four times as wide', wholeNumber(1, 256), 8)
      .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
      .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
      .addOption(deviceOption())
      .option('--out <folder>', 'write the model and its card to a new folder')
      .action(action(classify)),
  )
  return finetune
}
