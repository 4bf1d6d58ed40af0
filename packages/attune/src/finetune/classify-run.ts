import { basename, join } from 'node:path'
import { z } from 'zod'
import { leftOut } from '../import/telling-refused.ts'
import { defineRun } from '../runs/run-kind.ts'
import { holdOutRows } from './hold-out-rows.ts'
import { readLabelledTexts } from './read-labelled-texts.ts'
import { saveModel } from './save-model.ts'
import { trainClassifier } from './train-classifier.ts'
import { refuseFolderThatExists } from './write-folder.ts'

const settingsSchema = z.strictObject({
  train: z.string(),
  /** Null: a fifth of the texts is set aside. */
  test: z.string().nullable(),
  text: z.string(),
  label: z.string(),
  encoder: z.string(),
  method: z.enum(['full', 'lora', 'adalora', 'adapter', 'frozen']),
  epochs: z.int(),
  batch: z.int(),
  /** Null: by method. */
  learningRate: z.number().nullable(),
  longest: z.int(),
  rank: z.int(),
  seed: z.int(),
  threads: z.int(),
  /** A folder; null: that of the run. */
  out: z.string().nullable(),
})

const encoderFiles = ['config.json', 'tokenizer.json', 'model.safetensors']

/** `attune finetune classify` */
export const classifyRun = defineRun({
  settings: settingsSchema,
  files: ({ train, test, encoder }) => [
    train,
    ...(test === null ? [] : [test]),
    ...(encoder === 'scratch' ? [] : encoderFiles.map((file) => join(encoder, file))),
  ],
  async work({ learningRate, ...settings }, context) {
    const folder = settings.out ?? context.folder
    refuseFolderThatExists(folder)
    const columns = { text: settings.text, label: settings.label }
    const all = await readLabelledTexts(settings.train, columns)
    const { train, test } =
      settings.test === null
        ? holdOutRows(all, { share: 0.2, seed: settings.seed, keyOf: ({ text }) => text })
        : { train: all, test: await readLabelledTexts(settings.test, columns) }
    context.describe({
      counts: {
        trainTexts: train.rows.length,
        testTexts: test.rows.length,
        classes: new Set(train.rows.map(({ label }) => label)).size,
      },
      leftOut: [...train.leftOut, ...test.leftOut].map(leftOut),
      samplesPerStep: settings.batch,
    })
    const { encoder, method, epochs, batch, longest, rank, seed, threads } = settings
    const how = { encoder, method, epochs, batch, longest, rank, seed, threads, scope: 'distance' as const }
    const withRate = learningRate === null ? how : { ...how, learningRate }
    const { report, saved } = await trainClassifier({ train, test }, withRate, context)
    // A model goes to others, who need not know where it was made.
    const name = basename(encoder)
    saveModel(
      folder,
      { report, saved: { ...saved, encoder: { ...saved.encoder, name } } },
      { ...withRate, encoder: name },
      {
        train: basename(settings.train),
        test: settings.test === null ? 'a fifth of the texts, set aside' : basename(settings.test),
        rows: train.rows.length,
      },
    )
    const classes = Object.keys(report.perClass).length
    return {
      scores: { accuracy: report.accuracy, macroF1: report.macroF1 },
      perClass: report.perClass,
      trainableParameters: report.trainableParameters,
      model: folder,
      card: {
        task: { en: 'Text classifier', zh: '文本分类模型' },
        intended: {
          en: `texts like those it was trained on, in the same language, to be sorted into ${classes} classes.`,
          zh: `与训练文本同语言、同类型的文本，把它们分到 ${classes} 个类别。`,
        },
        limits: {
          en: 'texts that belong to none of the classes: it names one for every text. Nor for decisions about persons without somebody who looks at them.',
          zh: '不属于任何类别的文本：模型对每条文本都会给出一个类别。未经人工复核，不得据此对个人作出决定。',
        },
      },
    }
  },
})
