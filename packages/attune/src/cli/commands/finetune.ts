import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { refuseFolderThatExists } from '../../finetune/save-classifier.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { keepEveryOption, runTraining } from '../run-training.ts'

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
  readonly out?: string
  readonly keepEvery: number
}

async function classify(options: ClassifyOptions): Promise<void> {
  const { train, test, text, label, encoder, method, epochs, batch, learningRate, longest, rank, seed, threads, out } =
    options
  if (out !== undefined) refuseFolderThatExists(out)
  const pathOf = (path: string | undefined): string | null => (path === undefined ? null : resolve(path))
  await runTraining(
    {
      kind: 'classify',
      settings: {
        train: pathOf(train),
        test: pathOf(test),
        text,
        label,
        encoder: encoder === 'scratch' ? encoder : resolve(encoder),
        method,
        epochs,
        batch,
        learningRate: learningRate ?? null,
        longest,
        rank,
        seed,
        threads,
        out: pathOf(out),
      },
      keepEvery: options.keepEvery,
    },
    options,
  )
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
        '--encoder <folder>',
        'folder with config.json, tokenizer.json and model.safetensors; scratch: begin from nothing',
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
      .option('--out <folder>', 'write the model and its card to a new folder (default: that of the run)')
      .addOption(keepEveryOption())
      .action(action(classify)),
  )
  return finetune
}
