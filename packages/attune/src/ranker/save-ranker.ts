import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { encodeSafetensors, type SavedArray } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { type RankerData, rankerCard } from './ranker-card.ts'
import type { RankerSettings, TrainedRanker } from './train-ranker.ts'

/** What `ranker.json` says it is. */
export const rankerFormat = 'attune-ranker-1'

/**
 * Writes a ranker as a folder: `model.safetensors`, `ranker.json` (features, model, calibration, settings, scores) and a model
 * card. The folder is there whole or not at all.
 *
 * @throws AttuneError `folder-exists`
 */
export function saveRanker(folder: string, trained: TrainedRanker, settings: RankerSettings, data: RankerData): void {
  if (existsSync(folder))
    throw attuneError('folder-exists', `${folder} is there already; give a new folder to --out.`, {
      details: { field: 'out' },
    })
  const { parameters, shapes, definition, calibrator, ...facts } = trained
  const half = `${folder}.part`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  const arrays = new Map(
    [...parameters].map(([name, array]): [string, SavedArray] => [
      name,
      { shape: [...(shapes.get(name) ?? [array.length])], data: array },
    ]),
  )
  writeFileSync(join(half, 'model.safetensors'), encodeSafetensors(arrays, { format: rankerFormat }))
  const saved = {
    format: rankerFormat,
    label: data.label,
    definition,
    model: settings.model,
    calibrator,
    settings,
    ...facts,
  }
  writeFileSync(join(half, 'ranker.json'), `${JSON.stringify(saved, null, 1)}\n`)
  writeFileSync(join(half, 'README.md'), rankerCard(trained, settings, data))
  mkdirSync(dirname(folder), { recursive: true })
  renameSync(half, folder)
}
