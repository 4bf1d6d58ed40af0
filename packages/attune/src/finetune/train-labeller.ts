import { above, bestThresholds, multiLabel } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from './as-training-failed.ts'
import type { FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import { holdOutRows } from './hold-out-rows.ts'
import { type LabelReport, labelReport } from './label-report.ts'
import type { RowFile } from './read-rows.ts'
import type { Trained } from './save-model.ts'
import { openPupil, teachEncoder } from './teach-encoder.ts'

export interface TextWithLabels {
  readonly text: string
  readonly labels: readonly string[]
}

/** Share of the training texts that are not learnt, but say from which score on a text has a label. */
const aside = 0.1

/**
 * Fine-tunes an encoder to say which labels a text has, and tries it.
 *
 * @throws AttuneError `bad-encoder`, `unknown-encoder`, `one-class`, `too-few-texts`, `training-failed`
 */
export async function trainLabeller(
  { train, test }: { readonly train: RowFile<TextWithLabels>; readonly test: RowFile<TextWithLabels> },
  settings: FinetuneSettings,
  hooks: FinetuneHooks,
): Promise<Trained<LabelReport>> {
  const began = hooks.clock()
  const labels = [...new Set(train.rows.flatMap((row) => row.labels))].sort()
  if (labels.length === 0) throw attuneError('one-class', 'No training text has a label: there is nothing to learn.')
  const place = new Map(labels.map((label, i) => [label, i]))
  const { train: learnt, test: judged } = holdOutRows(train, {
    share: aside,
    seed: settings.seed,
    keyOf: ({ text }) => text,
  })
  const pupil = openPupil(
    settings,
    learnt.rows.map(({ text }) => text),
  )
  const numbersOf = (row: TextWithLabels): number[] => row.labels.flatMap((label) => place.get(label) ?? [])
  const examples = learnt.rows.map((row) => ({ texts: [pupil.encode(row.text)], label: numbersOf(row) }))
  const taught = await teachEncoder(pupil, multiLabel({ labels: labels.length }), examples, settings, hooks)
  return asTrainingFailed(async () => {
    await using model = taught.open()
    const ask = ({ rows }: RowFile<TextWithLabels>) => model.ask(rows.map(({ text }) => pupil.encode(text)))
    // Thresholds tell of the texts that they are found on.
    const thresholds = settings.privacy
      ? labels.map(() => 0.5)
      : bestThresholds(await ask(judged), judged.rows.map(numbersOf))
    const found = await ask(test)
    const report = labelReport(
      test.rows.map((row) => row.labels),
      found.map((scores) => above(scores, thresholds).map((i) => labels[i] as string)),
    )
    return {
      report: { ...report, ...taught.facts, seconds: (hooks.clock() - began) / 1000 },
      saved: {
        task: 'label',
        encoder: taught.encoder,
        arrays: taught.parameters,
        facts: { labels, thresholds, tuning: taught.model.tuning },
      },
    }
  })
}
