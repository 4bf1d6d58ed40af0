import type { WantedDevice } from '@attune/learn'
import { type Command, Option } from 'commander'
import type { FinetuneTask } from '../../finetune/save-model.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { command, numberBetween, wholeNumber } from '../options.ts'
import { runTraining } from '../run-training.ts'
import { absolute, networkOption, settingsOf, type TrainingOptions, withTrainingOptions } from '../training-options.ts'

/** Options that every `attune finetune` takes and that are no plain settings. */
export interface FinetuneOptions extends TrainingOptions {
  readonly train: string
  readonly test?: string
  readonly encoder: string
  readonly device: WantedDevice
  readonly privacyNoise?: number
  readonly privacyClip: number
}

/** `attune finetune <name>` with the options that all have; those of its own come before. */
export function finetuneTask(name: string, description: string, own: (task: Command) => Command): Command {
  const task = command(name, description)
    .requiredOption('--train <file>', 'what to learn from: CSV, TSV, JSON lines or Parquet, gzip too')
    .option('--test <file>', 'what to try it on (default: a fifth of the others is set aside, equal texts on one side)')
  const tuned = own(task)
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
    .option('--longest <tokens>', 'tokens of a text that are read', wholeNumber(4, 512), 128)
    .option(
      '--rank <n>',
      'rank of lora, and on average of adalora; adapters are four times as wide',
      wholeNumber(1, 256),
      8,
    )
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
    .addOption(deviceOption())
  return withTrainingOptions(tuned, { epochs: 5, batch: 32, rate: 'by method', of: 'examples' })
}

/** Fine-tunes as a run. The other options are settings by their own names. */
export async function finetune(task: FinetuneTask, options: FinetuneOptions): Promise<void> {
  const { privacyClip, ...settings } = settingsOf(options)
  const { keepEvery } = options
  await runTraining(
    {
      kind: task,
      settings: {
        ...settings,
        train: absolute(options.train),
        test: absolute(options.test),
        out: absolute(options.out),
        encoder: await networkOption(options, options.encoder),
        device: await deviceFor(options.device),
        ...(options.privacyNoise === undefined ? {} : { privacyClip }),
      },
      keepEvery,
    },
    options,
  )
}
