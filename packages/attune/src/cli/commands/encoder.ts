import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import type { CorpusResponse } from '../../api/schemas/language.ts'
import type { EncoderStatus } from '../../embeddings/embeddings.ts'
import { ownEncoderName } from '../../embeddings/open-encoder-of.ts'
import { removeCorpus } from '../../embeddings/write-corpus.ts'
import { encodersFolder } from '../../encoders/encoder-record.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, configFor, wholeNumber } from '../options.ts'
import { printJson } from '../output.ts'
import { runTraining } from '../run-training.ts'
import { keepEveryOption, networkOption } from '../training-options.ts'

/** With fewer nothing can be set aside to try the encoder on. */
const leastTexts = 40

interface EncoderTrainOptions extends CommonOptions {
  readonly from?: string
  readonly layers?: number
  readonly width?: number
  readonly epochs: number
  readonly pairEpochs: number
  readonly threads: number
  readonly keepEvery: number
}

async function status(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { from, encoder, items, ready, working, problem } = await api.request<EncoderStatus>(
      'GET',
      '/v1/language/encoder',
    )
    if (options.json) printJson({ from, encoder, items, ready, working, problem })
    else
      process.stdout.write(
        `${encoder ?? 'No encoder'} (${from})\nVectors of ${ready} of ${items} items${working ? ', more are being made' : ''}.\n${problem === null ? '' : `${problem}\n`}`,
      )
  } finally {
    await api.close()
  }
}

/** Pre-trains on the texts of the catalogue, then draws together what belongs together. */
async function train(options: EncoderTrainOptions): Promise<void> {
  const { config } = await configFor(options)
  const api = await apiClient(options)
  const corpus = await api
    .request<CorpusResponse>('POST', '/v1/language/encoder/corpus')
    .finally(async () => api.close())
  const texts = join(corpus.folder, 'texts.jsonl')
  const name = ownEncoderName(config.workspace, corpus.version)
  const base = join(encodersFolder(config.dataDir), `.${name}-base`)
  const out = join(encodersFolder(config.dataDir), name)
  const { threads, keepEvery } = options
  if (corpus.texts < leastTexts) {
    removeCorpus(config.dataDir, config.workspace)
    throw attuneError(
      'no-texts',
      `The catalogue has ${corpus.texts} items with different words; an encoder learns from ${leastTexts} or more. Send items to PUT /v1/items, or take one that is trained: attune models pull.`,
    )
  }
  if (options.epochs === 0 && corpus.pairs < 2 && options.from !== undefined)
    throw attuneError(
      'no-texts',
      'There are no two texts that belong together, so with --epochs 0 there is nothing to learn.',
    )
  process.stderr.write(`${corpus.texts} texts and ${corpus.pairs} pairs of texts that belong together.\n`)
  try {
    if (!existsSync(texts))
      throw attuneError(
        'unknown-file',
        'The server wrote the texts on another machine: run this command where its data folder is.',
      )
    rmSync(base, { recursive: true, force: true })
    const begun = options.from === undefined ? undefined : await networkOption(options, options.from)
    if (begun === undefined || options.epochs > 0)
      await runTraining(
        {
          kind: 'pretrain',
          settings: {
            texts: [texts],
            text: 'text',
            from: begun,
            ...(begun === undefined ? { layers: options.layers ?? 2, width: options.width ?? 128 } : {}),
            longest: 64,
            epochs: Math.max(1, options.epochs),
            batch: 32,
            seed: 1,
            threads,
            device: 'cpu',
            out: corpus.pairs < 2 ? out : base,
          },
          keepEvery,
          isLast: corpus.pairs < 2,
        },
        options,
      )
    if (corpus.pairs >= 2)
      await runTraining(
        {
          kind: 'similar',
          settings: {
            train: join(corpus.folder, 'pairs.jsonl'),
            text: 'text',
            pair: 'pair',
            encoder: existsSync(base) ? base : begun,
            method: 'full',
            rank: 8,
            scale: 20,
            longest: 64,
            epochs: options.pairEpochs,
            batch: 64,
            seed: 1,
            threads,
            device: 'cpu',
            out,
          },
          keepEvery,
        },
        options,
      )
  } catch (error) {
    if (!(error instanceof AttuneError && error.code === 'run-cancelled')) throw error
    throw attuneError(
      'run-cancelled',
      'The training was ended, and what it learnt from was removed: “attune encoder train” begins anew.',
      { cause: error },
    )
  } finally {
    // What people searched for is in the pairs: it is not kept longer than it is needed.
    rmSync(corpus.folder, { recursive: true, force: true })
    rmSync(base, { recursive: true, force: true })
  }
  if (!options.json)
    process.stdout.write(
      `${name} is used from now on where the configuration says nothing else; vectors of items are made in the background.\n`,
    )
}

/** `attune encoder` */
export function encoderCommand(): Command {
  return new Command('encoder')
    .description('what turns texts into vectors: how it stands, and one of your own')
    .addCommand(
      command('status', 'which encoder is used, and how many items have their vectors').action(action(status)),
    )
    .addCommand(
      command(
        'train',
        'train an encoder on the texts of the catalogue and on what people take together; nothing is needed from outside',
      )
        .option('--from <name>', 'go on from one that is there: a name of “attune models list”, or a folder')
        .option('--layers <n>', 'layers of a new one (default: 2)', wholeNumber(1, 24))
        .option('--width <n>', 'numbers of a vector of a new one (default: 128)', wholeNumber(16, 1024))
        .option(
          '--epochs <n>',
          'times that all texts are read (with --from 0 leaves that out)',
          wholeNumber(0, 1000),
          10,
        )
        .option('--pair-epochs <n>', 'times that all pairs are seen', wholeNumber(1, 1000), 3)
        .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
        .addOption(keepEveryOption())
        .action(action(train)),
    )
}
