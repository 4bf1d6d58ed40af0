import { asJson, writeFolder } from '../finetune/write-folder.ts'
import { decoderFiles } from './decoder-files.ts'
import type { FinetunedWriter } from './finetune-writer.ts'

export const writerFormat = 'attune-writer-1'

/**
 * Writes a writer as a folder: the decoder as any library reads it (`config.json`, `tokenizer.json`, `model.safetensors`),
 * `writer.json` (placeholders, settings, scores) and a model card. The folder is there whole or not at all.
 *
 * @param settings what others may know of how it was trained
 * @throws AttuneError `folder-exists`
 */
export function saveWriter(folder: string, tuned: FinetunedWriter, settings: object, card: string): void {
  const { decoder, model, trainableParameters, seconds, report } = tuned
  const { placeholders, longest } = model
  writeFolder(folder, {
    ...decoderFiles(model.shape, model.parameters, model.tokenizer, decoder.tokenizerJson),
    'writer.json': asJson({
      format: writerFormat,
      placeholders,
      longest,
      settings,
      trainableParameters,
      seconds,
      report,
    }),
    'README.md': card,
  })
}
