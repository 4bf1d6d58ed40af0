import { basename } from 'node:path'
import { z } from 'zod'
import { networkFacts } from '../encoders/network-facts.ts'
import { holdOutRows } from '../finetune/hold-out-rows.ts'
import { refuseFolderThatExists } from '../finetune/write-folder.ts'
import { leftOut } from '../import/telling-refused.ts'
import { defineRun, optional } from '../runs/run-kind.ts'
import type { Card } from '../runs/run-record.ts'
import { runTexts } from '../runs/run-texts.ts'
import { attributeLine } from './attributes.ts'
import { decoderInputs, decoderSettings, sized, sizeOf } from './decoder-settings.ts'
import { type FinetunedWriter, finetuneWriter } from './finetune-writer.ts'
import { readAttributeTexts } from './read-attribute-texts.ts'
import { saveWriter } from './save-writer.ts'

const usualVocabulary = 2000

/** `attune finetune write` */
export const writeRun = defineRun({
  settings: z
    .strictObject({
      ...decoderSettings,
      train: z.string(),
      /** Null: a fifth of the texts is set aside. */
      test: optional(z.string()),
      attributes: z.array(z.string()).min(1),
      text: z.string(),
      method: z.enum(['full', 'lora']),
      rank: z.int().min(1).max(256),
      placeholders: z.boolean(),
      /** Test prompts that are written for. */
      judged: z.int().min(1).max(100_000),
    })
    .transform((settings) => sized(settings, usualVocabulary)),
  files: ({ train, test, decoder }) => [train, ...(test === null ? [] : [test]), ...decoderInputs(decoder)],
  async work(settings, context) {
    const { learningRate, train: trainFile, test: testFile, out, ...how } = settings
    const folder = out ?? context.folder
    refuseFolderThatExists(folder)
    const all = await readAttributeTexts(trainFile, settings)
    const { train, test } =
      testFile === null
        ? holdOutRows(all, {
            share: 0.2,
            seed: settings.seed,
            // Another draw than that of the texts that choose an epoch, which are a share of those that stay.
            keyOf: ({ attributes }) => `test ${attributeLine(attributes)}`,
          })
        : { train: all, test: await readAttributeTexts(testFile, settings) }
    const described = {
      counts: { trainTexts: train.rows.length, testTexts: test.rows.length },
      leftOut: [...train.leftOut, ...test.leftOut].map(leftOut),
      judgedBy: 'loss',
      samplesPerStep: settings.batch,
    }
    context.describe(described)
    const tuned = await finetuneWriter(
      { train: train.rows, test: test.rows },
      { ...how, ...sizeOf(settings, usualVocabulary), ...(learningRate === null ? {} : { learningRate }) },
      context,
    )
    const { report, trainableParameters, tooLong } = tuned
    if (tooLong > 0) {
      const why = `${tooLong} ${tooLong === 1 ? 'row' : 'rows'} left out: their attributes leave no room for a text`
      context.describe({ ...described, leftOut: [...described.leftOut, why] })
    }
    return {
      scores: { perplexity: report.perplexity, ...report.written },
      baseline: { of: 'nearest', scores: { ...report.nearest } },
      figures: { ...report },
      trainableParameters,
      card: cardOf(tuned, settings.decoder),
      model: folder,
      save: (card) => saveWriter(folder, tuned, { ...how, learningRate, decoder: basename(settings.decoder) }, card),
    }
  },
})

function cardOf({ decoder, model, report, samples }: FinetunedWriter, from: string): Card {
  const names = model.placeholders.names
  const said = report.referenceCoverage.toFixed(4)
  const prompts = report.prompts.toLocaleString('en-US')
  return {
    task: runTexts.kinds.write,
    facts: [
      ...networkFacts('decoder', from, decoder.shape),
      {
        name: { en: 'values that are filled in', zh: '直接填入的属性' },
        value: names.length > 0 ? { en: names.join(', '), zh: names.join('、') } : { en: 'none', zh: '无' },
      },
      {
        name: { en: 'prompts written for', zh: '生成的测试文本' },
        value: { en: `${prompts}, with the likeliest tokens`, zh: `${prompts} 条，每步取概率最高的词元` },
      },
      {
        name: { en: 'values said in texts people wrote', zh: '人工文本的属性值提及率' },
        value: { en: said, zh: said },
      },
    ],
    examples: samples.map(({ prompt, text }) => ({ given: prompt, made: text })),
    intended: {
      en: 'drafts about things like those it was trained on, in the same language, which somebody reads before they go out.',
      zh: '与训练数据同语言、同类事物的文案草稿，发布前须经人工审阅。',
    },
    limits: {
      en: 'texts that nobody reads: it can leave attributes out and say things that are not so.',
      zh: '无人审阅即发布的文案：模型可能遗漏属性，也可能写出不实内容。',
    },
  }
}
