import { resolve } from 'node:path'
import type { WantedDevice } from '@attune/learn'
import { type Command, Option } from 'commander'
import { encodersFolder } from '../../encoders/encoder-record.ts'
import { encoderName } from '../../encoders/encoder-source.ts'
import { attuneError } from '../../errors.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { action, command, configFor, numberBetween, numberWithin, wholeNumber } from '../options.ts'
import { runTraining } from '../run-training.ts'
import { absolute, networkOption, settingsOf, type TrainingOptions, withTrainingOptions } from '../training-options.ts'

interface PretrainOptions extends TrainingOptions {
  readonly texts: readonly string[]
  readonly test?: string
  readonly kind: 'encoder' | 'decoder'
  readonly from?: string
  readonly name?: string
  readonly device: WantedDevice
}

async function pretrain(options: PretrainOptions): Promise<void> {
  const { kind, from, name, device, ...settings } = settingsOf(options)
  const begun = from === undefined ? undefined : await networkOption(options, from)
  await runTraining(
    {
      kind: kind === 'encoder' ? 'pretrain' : 'pretrain-decoder',
      settings: {
        ...settings,
        texts: options.texts.map(absolute),
        test: absolute(options.test),
        out: await folderFor(options),
        ...(kind === 'encoder' ? { from: begun, device: await deviceFor(device) } : { decoder: begun ?? 'scratch' }),
      },
      keepEvery: options.keepEvery,
    },
    options,
  )
}

/** Where it goes; undefined: into the run. */
async function folderFor({ out, name, kind, ...options }: PretrainOptions): Promise<string | undefined> {
  if (name === undefined) return absolute(out)
  const wrong =
    out !== undefined
      ? 'Say once where it goes: --out with a new folder, or --name to keep it among the encoders.'
      : kind === 'decoder'
        ? 'A decoder is not kept among the encoders: give it a folder with --out.'
        : undefined
  if (wrong !== undefined) throw attuneError('bad-parameter', wrong, { details: { field: 'name' } })
  return resolve(encodersFolder((await configFor(options)).config.dataDir), encoderName(name))
}

/** `attune pretrain`: teaches an encoder or a decoder a language, or the language of a trade, from texts alone. */
export function pretrainCommand(): Command {
  const task = command(
    'pretrain',
    'teach an encoder or a decoder a language from texts alone, from nothing or on from one that is there',
  )
    .requiredOption('--texts <files...>', 'texts to learn from: CSV, TSV, JSON lines or Parquet, gzip too')
    .requiredOption('--text <column>', 'column of the texts')
    .option('--test <file>', 'texts to try it on (default: a twentieth of the others is set aside)')
    .addOption(
      new Option('--kind <kind>', 'encoder: reads texts, for “attune finetune”; decoder: writes them')
        .choices(['encoder', 'decoder'])
        .default('encoder'),
    )
    .option('--from <name>', 'go on from one that is there: a name of “attune models list”, or a folder')
    .addOption(
      new Option('--tokenizer <kind>', 'how the vocabulary of a new encoder is learnt (default: wordPiece)').choices([
        'wordPiece',
        'bpe',
        'unigram',
      ]),
    )
    .option('--vocabulary <n>', 'tokens of a new vocabulary at most (default: 8000)', wholeNumber(100, 200_000))
    .option('--layers <n>', 'layers of a new network (default: 4)', wholeNumber(1, 48))
    .option('--width <n>', 'numbers of a vector (default: 256)', wholeNumber(8, 8192))
    .option('--heads <n>', 'heads of attention of a new encoder (default: 4)', wholeNumber(1, 64))
    .option('--longest <tokens>', 'tokens of a piece of text; longer ones become several', wholeNumber(8, 512), 128)
    .option('--share <share>', 'encoder: share of the tokens that are hidden (default: 0.15)', numberBetween(0, 1))
    .option(
      '--dropout <share>',
      'decoder: share of numbers that are dropped in training (default: 0.1)',
      numberWithin(0, 0.9),
    )
    .addOption(deviceOption())
    .option('--name <name>', 'keep it among the encoders of the data folder')
  return withTrainingOptions(task, {
    epochs: 3,
    batch: 32,
    rate: 'the higher where it begins from nothing',
    of: 'pieces',
  }).action(action(pretrain))
}
