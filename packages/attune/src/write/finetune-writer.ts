import { createRandom, type LanguageSequence, languageLoss, mergeLora, trainDecoder } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from '../finetune/as-training-failed.ts'
import type { FinetuneHooks } from '../finetune/finetune-settings.ts'
import { setAside } from '../finetune/set-aside.ts'
import { attributeLine } from './attributes.ts'
import { nearestText } from './nearest-text.ts'
import { type OpenedDecoder, openDecoder } from './open-decoder.ts'
import { hideValues, learnPlaceholders, marksFor, noPlaceholders, type Placeholders, promptOf } from './placeholders.ts'
import type { AttributeText } from './read-attribute-texts.ts'
import { answerSequence, openModelWriter, type WriterModel, type WriteSettings } from './writer-model.ts'
import { coverageOf, type WritingScores, writingScores } from './writing-scores.ts'

export interface WriterSettings {
  /** A folder, or `scratch`. */
  readonly decoder: string
  readonly method: 'full' | 'lora'
  readonly epochs: number
  readonly batch: number
  readonly learningRate?: number | undefined
  /** Tokens of attributes and text together. */
  readonly longest: number
  readonly rank: number
  /** Of a decoder that begins from nothing. */
  readonly layers: number
  readonly width: number
  readonly vocabulary: number
  readonly dropout: number
  /** Learn values that stand in the texts as placeholders. */
  readonly placeholders: boolean
  /** Test prompts that are written for, to be judged. */
  readonly judged: number
  readonly seed: number
  readonly threads: number
}

export interface WriterReport {
  /** Of the test texts, for each token of a text with its placeholders. */
  readonly perplexity: number
  /** Prompts that were written for, always with the likeliest token. */
  readonly prompts: number
  readonly written: WritingScores
  /** As `written`, for the most similar training text with its values replaced. */
  readonly nearest: WritingScores
  /** Of the values, the share that stands in the texts people wrote. */
  readonly referenceCoverage: number
}

export interface FinetunedWriter {
  readonly decoder: OpenedDecoder
  readonly model: WriterModel
  readonly trainableParameters: number
  readonly report: WriterReport
  readonly samples: readonly { readonly prompt: string; readonly text: string }[]
  /** Training rows whose attributes left no room for a text. */
  readonly tooLong: number
  readonly seconds: number
}

/** Share of the known values that are not told in training, so that texts are written for unknown ones too. */
const untold = 0.3
/** Of the training texts, those that decide which epoch was best. */
const validationShare = 0.05
/** Epochs without a better one after which a training ends. */
const patience = 3

/**
 * Teaches a decoder to write texts from attributes, and tries it on others.
 *
 * @throws AttuneError `bad-decoder`, `unknown-decoder`, `bad-parameter`, `no-texts`, `training-failed`
 */
export async function finetuneWriter(
  { train, test }: { readonly train: readonly AttributeText[]; readonly test: readonly AttributeText[] },
  settings: WriterSettings,
  options: FinetuneHooks,
): Promise<FinetunedWriter> {
  const { clock } = options
  const began = clock()
  const { method, rank, threads, batch, seed } = settings
  if (settings.decoder === 'scratch' && method !== 'full')
    throw attuneError(
      'bad-parameter',
      'A decoder that begins from nothing has nothing to keep: --method is full with it.',
      { details: { field: 'method' } },
    )
  const placeholders: Placeholders = settings.placeholders ? learnPlaceholders(train) : noPlaceholders
  const learnt = train.flatMap(({ attributes, text }) => [
    promptOf(attributes, placeholders),
    hideValues(text, attributes, placeholders),
  ])
  const whole = [...new Set(train.flatMap(({ attributes }) => marksFor(attributes, placeholders)))].sort()
  const decoder = openDecoder(settings.decoder, learnt, { ...settings, whole })
  const { shape, weights, tokenizer } = decoder
  const longest = Math.min(settings.longest, shape.positions)
  const cutting = { tokenizer, placeholders, longest }
  const keyOf = ({ attributes }: AttributeText): string => attributeLine(attributes)
  const enough = new Set(train.map(keyOf)).size >= 2 / validationShare
  const { kept, aside } = setAside(train, { share: enough ? validationShare : 0, seed, keyOf })
  const random = createRandom(seed, 'values that are told')
  const sequences = kept.flatMap((row) => answerSequence(row, cutting, () => random() >= untold) ?? [])
  const [validation, tried] = [aside, test].map((rows) =>
    rows.flatMap((row) => answerSequence(row, cutting) ?? []),
  ) as [LanguageSequence[], LanguageSequence[]]
  if (sequences.length === 0 || tried.length === 0)
    throw attuneError(
      'no-texts',
      `The attributes leave no room for a text within ${longest} tokens: raise --longest.`,
      {
        details: { field: 'longest' },
      },
    )
  return asTrainingFailed(async () => {
    const trained = await trainDecoder({
      ...options,
      decoder: weights ? { shape, weights } : { shape },
      sequences,
      ...(validation.length > 0 ? { validation, patience } : {}),
      method,
      rank,
      epochs: settings.epochs,
      batch,
      dropout: settings.dropout,
      ...(settings.learningRate === undefined ? {} : { learningRate: settings.learningRate }),
      seed,
      threads,
    })
    options.signal?.throwIfAborted()
    const parameters = method === 'lora' ? mergeLora(trained.parameters, { rank }) : trained.parameters
    const model: WriterModel = { shape, parameters, tokenizer, placeholders, longest }
    const { loss } = await languageLoss({ shape, parameters, batch, threads }, tried)
    const { report, samples } = await tryOut(model, { train, test }, settings)
    return {
      decoder,
      model,
      trainableParameters: trained.trainableParameters,
      report: { perplexity: Math.exp(loss), ...report },
      samples,
      tooLong: train.length - sequences.length - validation.length,
      seconds: (clock() - began) / 1000,
    }
  })
}

async function tryOut(
  model: WriterModel,
  { train, test }: { readonly train: readonly AttributeText[]; readonly test: readonly AttributeText[] },
  { judged, threads }: WriterSettings,
  how: WriteSettings = {},
) {
  const byPrompt = Map.groupBy(test, ({ attributes }) => attributeLine(attributes))
  const asked = [...byPrompt.values()].slice(0, judged).map((rows) => ({
    attributes: (rows[0] as AttributeText).attributes,
    references: rows.map(({ text }) => text),
  }))
  await using writer = openModelWriter(model, { batch: 16, threads })
  const found = await writer.write(
    asked.map(({ attributes }) => attributes),
    how,
  )
  const written = asked.map((one, i) => ({ ...one, text: found[i]?.[0] ?? '' }))
  const nearest = nearestText(train, model.placeholders)
  const report = {
    prompts: asked.length,
    written: writingScores(written),
    nearest: writingScores(asked.map((one) => ({ ...one, text: nearest(one.attributes) }))),
    referenceCoverage: coverageOf(
      asked.flatMap(({ attributes, references }) => references.map((text) => ({ attributes, text }))),
    ),
  }
  const samples = written.slice(0, 5).map(({ attributes, text }) => ({ prompt: attributeLine(attributes), text }))
  return { report, samples }
}
