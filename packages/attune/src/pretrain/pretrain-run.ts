import { basename, join } from 'node:path'
import { z } from 'zod'
import { encoderFiles } from '../encoders/encoder-files.ts'
import { madeHere, sourceOf } from '../encoders/encoder-record.ts'
import { networkFacts } from '../encoders/network-facts.ts'
import { saveEncoderFolder } from '../encoders/save-encoder-folder.ts'
import { refuseFolderThatExists } from '../finetune/write-folder.ts'
import { leftOut } from '../import/telling-refused.ts'
import { defineRun, deviceSetting, optional } from '../runs/run-kind.ts'
import { runTexts } from '../runs/run-texts.ts'
import { languageCard, languageSettings } from './language-settings.ts'
import { readLanguage } from './read-texts.ts'
import { trainEncoder } from './train-encoder.ts'

/** `attune pretrain` */
export const pretrainRun = defineRun({
  settings: z.strictObject({
    ...languageSettings,
    /** Folder of an encoder to go on from; null: it begins from nothing. */
    from: optional(z.string()),
    /** These five of an encoder that begins from nothing. */
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
    /** Null: .15. */
    share: optional(z.number().positive().lt(1)),
    seed: z.int().min(0),
    threads: z.int().min(1).max(64),
    device: deviceSetting,
    out: optional(z.string()),
  }),
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
    const { from, longest, epochs, batch, seed, threads, device } = settings
    const trained = await trainEncoder(
      { texts: train.rows, heldOut: test.rows },
      {
        ...{ longest, epochs, batch, seed, threads, device },
        tokenizer: settings.tokenizer ?? 'wordPiece',
        vocabulary: settings.vocabulary ?? 8000,
        layers: settings.layers ?? 4,
        width: settings.width ?? 256,
        heads: settings.heads ?? 4,
        share: settings.share ?? 0.15,
        from: from ?? undefined,
        learningRate: settings.learningRate ?? undefined,
      },
      context,
    )
    const { seconds: _, trainableParameters, ...figures } = trained.report
    const { loss, perplexity, accuracy, before } = figures
    const pieces = figures.pieces.toLocaleString('en-US')
    return {
      scores: { loss, perplexity, accuracy },
      baseline: { of: 'before', scores: { ...before } },
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
