import { basename, join } from 'node:path'
import type { TokenizerKind } from '@attune/learn'
import { z } from 'zod'
import { encoderFiles } from '../encoders/encoder-files.ts'
import { madeHere, sourceOf } from '../encoders/encoder-record.ts'
import { networkFacts } from '../encoders/network-facts.ts'
import { saveEncoderFolder } from '../encoders/save-encoder-folder.ts'
import { scoresIn } from '../finetune/finetune-run.ts'
import { refuseFolderThatExists } from '../finetune/write-folder.ts'
import { leftOut } from '../import/telling-refused.ts'
import { defineRun, deviceSetting, optional } from '../runs/run-kind.ts'
import { runTexts } from '../runs/run-texts.ts'
import { languageCard, languageSettings } from './language-settings.ts'
import { readLanguage } from './read-texts.ts'
import { trainEncoder } from './train-encoder.ts'

const scores = ['loss', 'perplexity', 'accuracy'] as const

const settingsSchema = z
  .strictObject({
    ...languageSettings,
    /** Folder of an encoder to go on from; null: it begins from nothing. */
    from: optional(z.string()),
    /** These five of an encoder that begins from nothing; null for others. */
    tokenizer: optional(z.enum(['wordPiece', 'bpe', 'unigram'])),
    vocabulary: optional(z.int().min(100).max(200_000)),
    layers: optional(z.int().min(1).max(48)),
    width: optional(z.int().min(8).max(4096)),
    heads: optional(z.int().min(1).max(64)),
    longest: z.int().min(8).max(512),
    epochs: z.int().min(1).max(1000),
    batch: z.int().min(1).max(1024),
    /** Null: by whether it begins from nothing. */
    learningRate: optional(z.number().positive().max(10)),
    share: z.number().positive().lt(1).default(0.15),
    seed: z.int().min(0),
    threads: z.int().min(1).max(64),
    device: deviceSetting,
    /** A folder; null: that of the run. */
    out: optional(z.string()),
  })
  .transform((settings) => ({ ...settings, ...sizeOf(settings) }))

/** `attune pretrain` */
export const pretrainRun = defineRun({
  settings: settingsSchema,
  files: ({ texts, test, from }) => [
    ...texts,
    ...(test === null ? [] : [test]),
    ...(from === null ? [] : encoderFiles.map((file) => join(from, file))),
  ],
  async work(settings, context) {
    const folder = settings.out ?? context.folder
    refuseFolderThatExists(folder)
    const { train, test } = await readLanguage(settings)
    context.describe({
      counts: { trainTexts: train.rows.length, testTexts: test.rows.length },
      leftOut: [...train.leftOut, ...test.leftOut].map(leftOut),
      judgedBy: 'loss',
      samplesPerStep: settings.batch,
    })
    const { from } = settings
    const trained = await trainEncoder(
      { texts: train.rows, heldOut: test.rows },
      {
        ...settings,
        ...sizeOf({ ...settings, from: null }),
        from: from ?? undefined,
        learningRate: settings.learningRate ?? undefined,
      },
      context,
    )
    const { seconds: _, trainableParameters, ...figures } = trained.report
    const { before } = figures
    const pieces = figures.pieces.toLocaleString('en-US')
    return {
      scores: scoresIn(figures, scores),
      baseline: { of: 'before', scores: { ...scoresIn(before, scores) } },
      figures,
      trainableParameters,
      card: {
        task: runTexts.kinds.pretrain,
        facts: [
          ...networkFacts('encoder', from ?? 'scratch', trained.shape),
          {
            name: { en: 'learnt', zh: '学习方式' },
            value: {
              en: `hidden words of ${pieces} pieces of text; scores are those of hidden tokens`,
              zh: `还原 ${pieces} 段文本中被遮盖的词；得分针对被遮盖的词元`,
            },
          },
        ],
        examples: [],
        ...languageCard('attune finetune … --encoder'),
      },
      model: folder,
      save(card) {
        const data = settings.texts.map((path) => basename(path)).join(', ')
        const base = from === null ? null : sourceOf(from)
        saveEncoderFolder(folder, trained, {
          from: `pretrained here on ${data}${from === null ? '' : `, from ${base?.from ?? basename(from)}`}`,
          license: base?.license ?? (from === null ? madeHere : null),
          card,
          now: Date.now(),
        })
      },
    }
  },
})

interface EncoderSize {
  readonly tokenizer: TokenizerKind
  readonly vocabulary: number
  readonly layers: number
  readonly width: number
  readonly heads: number
}
type Perhaps<T> = { readonly [K in keyof T]: T[K] | null }

/** The size of an encoder that begins from nothing, whole; of others nothing. */
function sizeOf(settings: Perhaps<EncoderSize> & { readonly from: null }): EncoderSize
function sizeOf(settings: Perhaps<EncoderSize> & { readonly from: string | null }): Perhaps<EncoderSize>
function sizeOf({ from, tokenizer, vocabulary, layers, width, heads }: Perhaps<EncoderSize & { from: string }>) {
  if (from !== null) return { tokenizer: null, vocabulary: null, layers: null, width: null, heads: null }
  return {
    tokenizer: tokenizer ?? 'wordPiece',
    vocabulary: vocabulary ?? 8000,
    layers: layers ?? 4,
    width: width ?? 256,
    heads: heads ?? 4,
  }
}
