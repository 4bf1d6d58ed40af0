import { encodeSafetensors, type SavedArray } from '@attune/learn'
import { asJson, writeFolder } from '../finetune/write-folder.ts'
import type { RankerSettings, TrainedRanker } from './train-ranker.ts'

/** What `ranker.json` says it is. */
export const rankerFormat = 'attune-ranker-1'

/**
 * Writes a ranker as a folder: `model.safetensors`, `ranker.json` (features, model, calibration, settings, scores) and a model
 * card. The folder is there whole or not at all.
 *
 * @throws AttuneError `folder-exists`
 */
export function saveRanker(
  folder: string,
  trained: TrainedRanker,
  settings: RankerSettings,
  { label, card }: { readonly label: string; readonly card: string },
): void {
  const { parameters, shapes, definition, calibrator, ...facts } = trained
  const arrays = new Map(
    [...parameters].map(([name, array]): [string, SavedArray] => [
      name,
      { shape: [...(shapes.get(name) ?? [array.length])], data: array },
    ]),
  )
  writeFolder(folder, {
    'model.safetensors': encodeSafetensors(arrays, { format: rankerFormat }),
    'ranker.json': asJson({
      format: rankerFormat,
      label,
      definition,
      model: settings.model,
      calibrator,
      settings,
      ...facts,
    }),
    'README.md': card,
  })
}
