import { type CrossValidation, textClassifierOf } from '@attune/language'
import { attuneError } from '../errors.ts'
import type { GivenLabel } from './label-store.ts'
import { isSaid } from './said-texts.ts'
import { type TaughtLabels, teachLabels } from './teach-labels.ts'
import { saveTextModel } from './text-models.ts'

/** Does the work of `teachLabels`, here or in a thread. */
export type Teach = (texts: readonly string[], labels: readonly string[]) => Promise<TaughtLabels> | TaughtLabels

export interface TrainLabels {
  readonly given: readonly GivenLabel[]
  readonly dataDir: string
  readonly workspace: string
  readonly task: string
  readonly now: number
  readonly teach?: Teach
}

export interface TrainedLabels {
  readonly task: string
  readonly version: string
  readonly texts: number
  readonly labels: readonly string[]
  /** By cross-validation; null while a label has fewer than five texts. */
  readonly judged: CrossValidation | null
}

/**
 * Teaches a task's classifier with all its labels, judges it on texts that it has not learnt from, and keeps it as a new version.
 *
 * @throws AttuneError `too-few-labels` below two labels
 */
export async function trainLabels(options: TrainLabels): Promise<TrainedLabels> {
  const { given, dataDir, workspace, task, now, teach = teachLabels } = options
  const texts = given.map(({ text }) => text)
  const labels = given.map(({ label }) => label)
  const different = new Set(labels).size
  if (different < 2)
    throw attuneError(
      'too-few-labels',
      `This task has texts of ${different === 1 ? 'one label' : 'no label'}; a classifier needs two labels or more.`,
      { details: { labels: different } },
    )
  const { data, judged } = await teach(texts, labels)
  const { version } = saveTextModel(textClassifierOf(data), {
    dataDir,
    workspace,
    task,
    now,
    texts: texts.length,
    said: given.filter(({ textId }) => isSaid(textId)).length,
    judged,
  })
  return { task, version, texts: texts.length, labels: data.labels, judged }
}
