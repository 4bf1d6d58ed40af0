import { type CrossValidation, crossValidate, fitTextClassifier } from '@attune/language'
import { attuneError } from '../errors.ts'
import type { StateStore } from '../store/state-store.ts'
import { labelsOf } from './label-store.ts'
import { saveTextModel } from './text-models.ts'

export interface TrainLabels {
  readonly state: StateStore
  readonly dataDir: string
  readonly workspace: string
  readonly task: string
  readonly now: number
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
export function trainLabels({ state, dataDir, workspace, task, now }: TrainLabels): TrainedLabels {
  const given = labelsOf(state, workspace, task)
  const texts = given.map(({ text }) => text)
  const labels = given.map(({ label }) => label)
  const counts = [...Map.groupBy(labels, (label) => label).values()].map(({ length }) => length)
  if (counts.length < 2)
    throw attuneError(
      'too-few-labels',
      `This task has texts of ${counts.length === 1 ? 'one label' : 'no label'}; a classifier needs two labels or more.`,
      { details: { labels: counts.length } },
    )
  const judged = Math.min(...counts) >= 5 ? crossValidate(texts, labels) : null
  const model = fitTextClassifier(texts, labels)
  const { version } = saveTextModel(model, { dataDir, workspace, task, now, texts: texts.length, judged })
  return { task, version, texts: texts.length, labels: model.labels, judged }
}
