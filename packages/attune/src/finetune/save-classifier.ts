import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeSafetensors, type SavedArray } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { classifierCard } from './classifier-card.ts'
import type { Finetuned, FinetuneSettings } from './finetune-classifier.ts'

/**
 * To be asked before the work, so that it is not in vain.
 *
 * @throws AttuneError `folder-exists`
 */
export function refuseFolderThatExists(folder: string): void {
  if (existsSync(folder))
    throw attuneError('folder-exists', `${folder} is there already; give a new folder to --out.`, {
      details: { field: 'out' },
    })
}

/**
 * Writes a classifier as a folder: `model.safetensors` (names as in `@attune/learn`), `classifier.json` (shape, labels, settings,
 * scores), `tokenizer.json` and a model card. The folder is there whole or not at all.
 *
 * @throws AttuneError `folder-exists`
 */
export function saveClassifier(
  folder: string,
  tuned: Finetuned,
  settings: FinetuneSettings,
  data: { readonly train: string; readonly test: string; readonly texts: number },
): void {
  refuseFolderThatExists(folder)
  const half = `${folder}.part`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  const { kind, ...learnt } = { neighbours: undefined, ...tuned.scope }
  const { neighbours, ...places } = learnt
  const saved = [...tuned.parameters, ...Object.entries(places).map(([name, data]) => [`scope.${name}`, data] as const)]
  const arrays = new Map(saved.map(([name, data]): [string, SavedArray] => [name, { shape: [data.length], data }]))
  writeFileSync(join(half, 'model.safetensors'), encodeSafetensors(arrays, { format: 'attune-classifier-1' }))
  writeFileSync(join(half, 'tokenizer.json'), JSON.stringify(tuned.encoder.tokenizerJson))
  const { report, labels, encoder, trainableParameters, seconds } = tuned
  const facts = {
    format: 'attune-classifier-1',
    shape: encoder.shape,
    labels,
    scope: { kind, neighbours },
    settings,
    trainableParameters,
    seconds,
    report,
  }
  writeFileSync(join(half, 'classifier.json'), `${JSON.stringify(facts, null, 2)}\n`)
  writeFileSync(join(half, 'README.md'), classifierCard(tuned, settings, data))
  renameSync(half, folder)
}
