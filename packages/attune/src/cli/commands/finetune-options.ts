import { basename } from 'node:path'
import type { WantedDevice } from '@attune/learn'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { FinetuneHooks, FinetuneSettings } from '../../finetune/finetune-settings.ts'
import { holdOutRows } from '../../finetune/hold-out-rows.ts'
import type { RowFile } from '../../finetune/read-rows.ts'
import { saveModel, type Trained } from '../../finetune/save-model.ts'
import { refuseFolderThatExists } from '../../finetune/write-folder.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { encoderOption } from '../encoder-option.ts'
import { type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, progress } from '../output.ts'

/** Options that every `attune finetune` takes. */
export interface FinetuneOptions extends CommonOptions, Omit<FinetuneSettings, 'privacy' | 'device'> {
  readonly train: string
  readonly test?: string
  readonly out?: string
  readonly device: WantedDevice
  readonly privacyNoise?: number
  readonly privacyClip: number
}

/** `attune finetune <name>` with the options that all have; those of its own come before. */
export function finetuneTask(name: string, description: string, own: (task: Command) => Command): Command {
  const task = command(name, description)
    .requiredOption('--train <file>', 'what to learn from: CSV, TSV, JSON lines or Parquet, gzip too')
    .option('--test <file>', 'what to try it on (default: a fifth of the others is set aside, equal texts on one side)')
  return own(task)
    .option(
      '--encoder <name>',
      'an encoder of “attune models list”, or a folder with config.json, tokenizer.json and model.safetensors; scratch: begin from nothing',
      'scratch',
    )
    .addOption(
      new Option(
        '--method <method>',
        'what is trained beside the head: all, low-rank adaptations, the same with ranks where they matter, adapters, nothing',
      )
        .choices(['full', 'lora', 'adalora', 'adapter', 'frozen'])
        .default('full'),
    )
    .option('--epochs <n>', 'times that all examples are seen', wholeNumber(1, 1000), 5)
    .option('--batch <n>', 'examples in a batch', wholeNumber(1, 1024), 32)
    .option('--learning-rate <rate>', 'highest learning rate (default: by method)', numberBetween(0, 10))
    .option('--longest <tokens>', 'tokens of a text that are read', wholeNumber(4, 512), 128)
    .option(
      '--rank <n>',
      'rank of lora, and on average of adalora; adapters are four times as wide',
      wholeNumber(1, 256),
      8,
    )
    .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .addOption(deviceOption())
    .option(
      '--privacy-noise <x>',
      'hide what each example taught: noise so many times as long as its gradient may be',
      numberBetween(0, 1000),
    )
    .option(
      '--privacy-clip <x>',
      'with --privacy-noise: how long the gradient of an example may be',
      numberBetween(0, 1e6),
      1,
    )
    .option('--out <folder>', 'write the model and its card to a new folder')
}

export interface FinetuneWork<Row, Report extends object> {
  readonly read: (path: string, purpose: 'train' | 'test') => Promise<RowFile<Row>>
  /** Rows with equal keys are on one side where some are set aside. */
  readonly keyOf: (row: Row) => string
  readonly train: (
    files: { readonly train: RowFile<Row>; readonly test: RowFile<Row> },
    settings: FinetuneSettings,
    hooks: FinetuneHooks,
  ) => Promise<Trained<Report>>
  /** What people read; without it, the JSON. */
  readonly print: (report: Report, test: RowFile<Row>) => void
}

/** Reads, sets aside, teaches, keeps and tells. */
export async function finetune<Row, Report extends object>(
  options: FinetuneOptions,
  work: FinetuneWork<Row, Report>,
): Promise<void> {
  const { out, seed, privacyNoise, privacyClip } = options
  if (out !== undefined) refuseFolderThatExists(out)
  const all = await work.read(options.train, 'train')
  const { train, test } =
    options.test === undefined
      ? holdOutRows(all, { share: 0.2, seed, keyOf: work.keyOf })
      : { train: all, test: await work.read(options.test, 'test') }
  for (const file of [train, test]) for (const reason of file.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
  const encoder = await encoderOption(options)
  const device = await deviceFor(options.device)
  const { method, epochs, batch, learningRate, longest, rank, threads } = options
  const privacy = privacyNoise === undefined ? undefined : { noise: privacyNoise, clip: privacyClip }
  const settings = { encoder, method, epochs, batch, learningRate, longest, rank, seed, threads, device, privacy }
  const bar = progress({ title: `Fine-tuning on ${train.rows.length} rows`, total: 1 })
  const trained = await work.train({ train, test }, settings, {
    clock: () => performance.now(),
    onProgress: ({ step, steps, loss }) => bar.update(step / steps, `loss ${loss.toFixed(3)}`),
  })
  bar.stop(`Fine-tuned in ${Math.round(trained.report.seconds)} s`)
  if (out !== undefined)
    saveModel(out, trained, settings, {
      train: basename(options.train),
      test: options.test === undefined ? 'a fifth of the rows, set aside' : basename(options.test),
      rows: train.rows.length,
    })
  if (options.json) {
    printJson(trained.report)
    return
  }
  work.print(trained.report, test)
  if (out !== undefined) process.stdout.write(`Written to ${out}, with a model card.\n`)
}

/** A number above the first and below the second. */
export const numberBetween =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!(value > low && value < high)) throw new InvalidArgumentError(`a number above ${low} and below ${high}`)
    return value
  }

/** A figure as people read it. */
export const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toFixed(4)
