import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeSafetensors, type SavedArray } from '@attune/learn'
import { attuneError } from '../errors.ts'
import type { FinetuneFacts, FinetuneSettings } from './finetune-settings.ts'
import { type CardData, modelCard } from './model-card.ts'
import type { OpenedEncoder } from './open-encoder.ts'

export type FinetuneTask = 'classify' | 'label' | 'score' | 'rank' | 'tag' | 'similar'

/** A fine-tuned model as it is kept. */
export interface SavedModel {
  readonly task: FinetuneTask
  readonly encoder: OpenedEncoder
  readonly arrays: ReadonlyMap<string, Float32Array>
  /** What one must know beside the numbers: labels, thresholds, units. */
  readonly facts: Readonly<Record<string, unknown>>
}

/** What a training function gives back. */
export interface Trained<Report> {
  readonly report: Report & FinetuneFacts
  readonly saved: SavedModel
}

/** What a model of each task is called: in the name of its file and its format. */
const nouns: Readonly<Record<FinetuneTask, string>> = {
  classify: 'classifier',
  label: 'labeller',
  score: 'scorer',
  rank: 'ranker',
  tag: 'tagger',
  similar: 'encoder',
}

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
 * Writes a model as a folder: `model.safetensors` (names as in `@attune/learn`), a JSON file named after the task (shape, settings,
 * scores), `tokenizer.json` and a model card. The folder is there whole or not at all.
 *
 * @throws AttuneError `folder-exists`
 */
export function saveModel(
  folder: string,
  { report, saved }: Trained<object>,
  settings: FinetuneSettings,
  data: CardData,
): void {
  refuseFolderThatExists(folder)
  const half = `${folder}.part`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  const { task, encoder, arrays, facts } = saved
  const format = `attune-${nouns[task]}-1`
  const all = new Map(
    [...arrays].map(([name, array]): [string, SavedArray] => [name, { shape: [array.length], data: array }]),
  )
  writeFileSync(join(half, 'model.safetensors'), encodeSafetensors(all, { format }))
  writeFileSync(join(half, 'tokenizer.json'), JSON.stringify(encoder.tokenizerJson))
  const about = { format, shape: encoder.shape, ...facts, settings, report }
  writeFileSync(join(half, `${nouns[task]}.json`), `${JSON.stringify(about, null, 2)}\n`)
  writeFileSync(join(half, 'README.md'), modelCard({ report, saved }, settings, data))
  renameSync(half, folder)
}
