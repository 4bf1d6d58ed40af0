import { encodeSafetensors, type SavedArray } from '@attune/learn'
import type { FinetuneFacts } from './finetune-settings.ts'
import type { OpenedEncoder } from './open-encoder.ts'
import { asJson, writeFolder } from './write-folder.ts'

export type FinetuneTask = 'classify' | 'label' | 'score' | 'rank' | 'tag' | 'similar'

/** A fine-tuned model as it is kept. */
export interface SavedModel {
  readonly task: FinetuneTask
  readonly encoder: OpenedEncoder
  readonly arrays: ReadonlyMap<string, Float32Array>
  /** What one must know beside the numbers: labels, thresholds, units. */
  readonly facts: Readonly<Record<string, unknown>>
  /** What belongs to it beside, by name. */
  readonly files?: Readonly<Record<string, Uint8Array>>
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
 * Writes a model as a folder: `model.safetensors` (names as in `@attune/learn`), a JSON file named after the task (shape, settings,
 * scores), `tokenizer.json` and a model card. The folder is there whole or not at all.
 *
 * @param settings what others may know of how it was trained
 * @throws AttuneError `folder-exists`
 */
export function saveModel(folder: string, { report, saved }: Trained<object>, settings: object, card: string): void {
  const { task, encoder, arrays, facts, files } = saved
  const format = `attune-${nouns[task]}-1`
  const all = new Map(
    [...arrays].map(([name, array]): [string, SavedArray] => [name, { shape: [array.length], data: array }]),
  )
  const about = { format, shape: encoder.shape, ...facts, settings, report }
  writeFolder(folder, {
    'model.safetensors': encodeSafetensors(all, { format }),
    'tokenizer.json': JSON.stringify(encoder.tokenizerJson),
    [`${nouns[task]}.json`]: asJson(about),
    'README.md': card,
    ...files,
  })
}
