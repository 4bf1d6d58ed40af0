import { z } from 'zod'
import { networkFacts } from '../encoders/network-facts.ts'
import { refuseFolderThatExists, writeFolder } from '../finetune/write-folder.ts'
import { leftOut } from '../import/telling-refused.ts'
import { languageCard, languageSettings } from '../pretrain/language-settings.ts'
import { readLanguage } from '../pretrain/read-texts.ts'
import { defineRun } from '../runs/run-kind.ts'
import { runTexts } from '../runs/run-texts.ts'
import { decoderFiles } from './decoder-files.ts'
import { decoderInputs, decoderSettings, sized, sizeOf } from './decoder-settings.ts'
import { pretrainDecoder } from './pretrain-decoder.ts'

const usualVocabulary = 8000

/** `attune pretrain --kind decoder` */
export const pretrainDecoderRun = defineRun({
  settings: z
    .strictObject({ ...languageSettings, ...decoderSettings })
    .transform((settings) => sized(settings, usualVocabulary)),
  files: ({ texts, test, decoder }) => [...texts, ...(test === null ? [] : [test]), ...decoderInputs(decoder)],
  async work(settings, context) {
    const folder = settings.out ?? context.folder
    refuseFolderThatExists(folder)
    const { train, test } = await readLanguage(settings)
    context.describe({
      counts: { trainTexts: train.rows.length, testTexts: test.rows.length },
      leftOut: [...train.leftOut, ...test.leftOut].map(leftOut),
      samplesPerStep: settings.batch,
    })
    const { learningRate, ...how } = settings
    const { decoder, parameters, trainableParameters, report } = await pretrainDecoder(
      { texts: train.rows, heldOut: test.rows },
      { ...how, ...sizeOf(settings, usualVocabulary), ...(learningRate === null ? {} : { learningRate }) },
      context,
    )
    const { perplexity, tokens } = report
    const learnt = tokens.toLocaleString('en-US')
    return {
      scores: perplexity === null ? {} : { perplexity },
      figures: report,
      trainableParameters,
      card: {
        task: runTexts.kinds['pretrain-decoder'],
        facts: [
          ...networkFacts('decoder', settings.decoder, decoder.shape),
          { name: { en: 'tokens learnt from', zh: '训练词元数' }, value: { en: learnt, zh: learnt } },
        ],
        ...languageCard('attune finetune write --decoder'),
      },
      model: folder,
      save: (card) =>
        writeFolder(folder, {
          ...decoderFiles(decoder.shape, parameters, decoder.tokenizer, decoder.tokenizerJson),
          'README.md': card,
        }),
    }
  },
})
