import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  decodeFitState,
  encodeFitState,
  type FitState,
  LearnError,
  type TokenizerKind,
  type WantedDevice,
} from '@attune/learn'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { encoderFolder, encodersFolder, sourceOf } from '../../encoders/encoder-record.ts'
import { encoderName } from '../../encoders/encoder-source.ts'
import { saveEncoderFolder } from '../../encoders/save-encoder-folder.ts'
import { attuneError } from '../../errors.ts'
import { holdOutRows } from '../../finetune/hold-out-rows.ts'
import { refuseFolderThatExists } from '../../finetune/write-folder.ts'
import { leftOut } from '../../import/telling-refused.ts'
import { encoderCard } from '../../pretrain/encoder-card.ts'
import { readTexts } from '../../pretrain/read-texts.ts'
import { type PretrainSettings, trainEncoder } from '../../pretrain/train-encoder.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { action, type CommonOptions, command, configFor, wholeNumber } from '../options.ts'
import { printJson, progress } from '../output.ts'

interface PretrainOptions extends CommonOptions, Omit<PretrainSettings, 'device'> {
  readonly texts: readonly string[]
  readonly test?: string
  readonly text: string
  readonly kind: 'encoder'
  readonly tokenizer: TokenizerKind
  readonly checkpoint?: string
  readonly checkpointEvery: number
  readonly out?: string
  readonly name?: string
  readonly device: WantedDevice
}

async function pretrain(options: PretrainOptions): Promise<void> {
  const { dataDir } = (await configFor(options)).config
  const folder = folderFor(options, dataDir)
  refuseFolderThatExists(folder)
  const from = options.from === undefined ? undefined : encoderFolder(options.from, dataDir)
  const all = await readTexts(options.texts, options.text)
  for (const reason of all.leftOut) process.stderr.write(`${leftOut(reason)}\n`)
  const { texts, heldOut } = await setAside(all.texts, options)
  const bar = progress({ title: `Pre-training on ${texts.length} texts`, total: 1 })
  const settings: PretrainSettings = {
    from,
    tokenizer: options.tokenizer,
    vocabulary: options.vocabulary,
    layers: options.layers,
    width: options.width,
    heads: options.heads,
    longest: options.longest,
    epochs: options.epochs,
    batch: options.batch,
    learningRate: options.learningRate,
    share: options.share,
    seed: options.seed,
    threads: options.threads,
    device: await deviceFor(options.device),
  }
  const trained = await trainEncoder({ texts, heldOut }, settings, {
    clock: () => performance.now(),
    onProgress: ({ step, steps, loss }) => bar.update(step / steps, `loss ${loss.toFixed(3)}`),
    ...checkpoints(options),
  })
  const { report } = trained
  bar.stop(`Pre-trained in ${Math.round(report.seconds)} s`)
  const data = options.texts.map((path) => basename(path)).join(', ')
  const base = from === undefined ? null : sourceOf(from)
  saveEncoderFolder(folder, trained, {
    from: `pretrained here on ${data}${from === undefined ? '' : `, from ${base?.from ?? basename(from)}`}`,
    license: base?.license ?? (from === undefined ? 'made here' : null),
    card: encoderCard(trained, settings, {
      data,
      texts: texts.length,
      from: from === undefined ? null : (base?.from ?? basename(from)),
    }),
    now: Date.now(),
  })
  if (options.checkpoint !== undefined) rmSync(options.checkpoint, { force: true })
  if (options.json) {
    printJson(report)
    return
  }
  const { loss, perplexity, accuracy, before } = report
  process.stdout.write(
    `Hidden tokens of ${heldOut.length} texts set aside: loss ${loss.toFixed(4)} (before ${before.loss.toFixed(4)}), perplexity ${perplexity.toFixed(2)}, ${(100 * accuracy).toFixed(1)} % guessed.\nWritten to ${folder}, with a model card. Use it with --encoder ${options.name ?? folder}.\n`,
  )
}

function folderFor({ out, name }: PretrainOptions, dataDir: string): string {
  if (name !== undefined && out === undefined) return join(encodersFolder(dataDir), encoderName(name))
  if (out !== undefined && name === undefined) return out
  throw attuneError(
    'bad-parameter',
    'Say where the encoder goes: --out with a new folder, or --name to keep it among the encoders.',
    {
      details: { field: 'out' },
    },
  )
}

async function setAside(
  texts: readonly string[],
  { test, text, seed }: PretrainOptions,
): Promise<{ readonly texts: readonly string[]; readonly heldOut: readonly string[] }> {
  if (test !== undefined) return { texts, heldOut: (await readTexts([test], text)).texts }
  const sides = holdOutRows({ rows: texts, leftOut: [] }, { share: 0.05, seed, keyOf: (own) => own })
  return { texts: sides.train.rows, heldOut: sides.test.rows }
}

/** The file is whole at every moment: a training that is killed goes on from it. */
function checkpoints({ checkpoint, checkpointEvery }: PretrainOptions) {
  if (checkpoint === undefined) return {}
  const from = existsSync(checkpoint) ? { from: readCheckpoint(checkpoint) } : {}
  return {
    ...from,
    keep: {
      every: checkpointEvery,
      save: async (state: FitState) => {
        writeFileSync(`${checkpoint}.part`, encodeFitState(state))
        renameSync(`${checkpoint}.part`, checkpoint)
      },
    },
  }
}

function readCheckpoint(path: string): FitState {
  try {
    return decodeFitState(readFileSync(path))
  } catch (cause) {
    if (!(cause instanceof LearnError)) throw cause
    throw attuneError('bad-checkpoint', `${path} is no checkpoint: ${cause.message} Remove it to begin again.`, {
      cause,
      details: { field: 'checkpoint' },
    })
  }
}

const between =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!(value > low && value < high)) throw new InvalidArgumentError(`a number above ${low} and below ${high}`)
    return value
  }

/** `attune pretrain`: teaches an encoder a language, or the language of a trade, from texts alone. */
export function pretrainCommand(): Command {
  return command('pretrain', 'teach a language encoder from texts alone, from nothing or on from one that is there')
    .requiredOption('--texts <files...>', 'texts to learn from: CSV, TSV, JSON lines or Parquet, gzip too')
    .requiredOption('--text <column>', 'column of the texts')
    .option('--test <file>', 'texts to try it on (default: a twentieth of the others is set aside)')
    .addOption(new Option('--kind <kind>', 'what is trained').choices(['encoder']).default('encoder'))
    .option('--from <name>', 'go on from an encoder: a name of “attune models list”, or a folder')
    .addOption(
      new Option('--tokenizer <kind>', 'how a new vocabulary is learnt')
        .choices(['wordPiece', 'bpe', 'unigram'])
        .default('wordPiece'),
    )
    .option('--vocabulary <n>', 'tokens of a new vocabulary at most', wholeNumber(100, 200_000), 8000)
    .option('--layers <n>', 'layers of a new encoder', wholeNumber(1, 48), 4)
    .option('--width <n>', 'numbers of a vector', wholeNumber(8, 4096), 256)
    .option('--heads <n>', 'heads of attention', wholeNumber(1, 64), 4)
    .option('--longest <tokens>', 'tokens of a piece of text; longer ones become several', wholeNumber(8, 512), 128)
    .option('--epochs <n>', 'times that all texts are seen', wholeNumber(1, 1000), 3)
    .option('--batch <n>', 'pieces in a batch', wholeNumber(1, 1024), 32)
    .option('--learning-rate <rate>', 'highest learning rate (default: 5e-4, or 5e-5 with --from)', between(0, 10))
    .option('--share <share>', 'share of the tokens that are hidden', between(0, 1), 0.15)
    .option('--seed <n>', 'what begins at random depends on it', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .addOption(deviceOption())
    .option('--checkpoint <file>', 'keep the state in a file, and go on from it where it is there (same settings)')
    .option('--checkpoint-every <steps>', 'steps between two', wholeNumber(1, 1_000_000), 200)
    .option('--out <folder>', 'write the encoder and its card to a new folder')
    .option('--name <name>', 'or keep it among the encoders of the data folder')
    .action(action(pretrain))
}
