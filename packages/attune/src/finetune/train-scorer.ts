import { rankCorrelation, regression, spreadOf } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from './as-training-failed.ts'
import type { FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import type { RowFile } from './read-rows.ts'
import type { Trained } from './save-model.ts'
import { openPupil, teachEncoder } from './teach-encoder.ts'

export interface TextWithNumber {
  readonly text: string
  /** A second text that the number is about too. */
  readonly second?: string
  readonly value: number
}

export interface ScoreReport {
  /** In the unit of the numbers. */
  readonly rmse: number
  /** Of saying the mean of the training numbers for every text. */
  readonly baselineRmse: number
  /** 1 − squared errors / squared distances from the mean of the test numbers. */
  readonly r2: number
  readonly spearman: number
}

/**
 * Fine-tunes an encoder to estimate a number for a text, and tries it.
 *
 * @throws AttuneError `bad-encoder`, `unknown-encoder`, `one-class`, `training-failed`
 */
export async function trainScorer(
  { train, test }: { readonly train: RowFile<TextWithNumber>; readonly test: RowFile<TextWithNumber> },
  settings: FinetuneSettings,
  hooks: FinetuneHooks,
): Promise<Trained<ScoreReport>> {
  const began = hooks.clock()
  const spread = spreadOf(train.rows.map(({ value }) => value))
  if (spread.deviation === 0)
    throw attuneError('one-class', 'All training texts have the same number: there is nothing to learn.')
  const pupil = openPupil(
    settings,
    train.rows.flatMap(({ text, second }) => (second === undefined ? [text] : [text, second])),
  )
  const pairs = train.rows.some(({ second }) => second !== undefined)
  const encode = ({ text, second }: TextWithNumber) => pupil.encode(text, second)
  const examples = train.rows.map((row) => ({ texts: [encode(row)], label: row.value }))
  const taught = await teachEncoder(pupil, regression({ ...spread, pairs }), examples, settings, hooks)
  return asTrainingFailed(async () => {
    await using model = taught.open()
    const found = await model.ask(test.rows.map(encode))
    const report = scoreReport(
      test.rows.map(({ value }) => value),
      found,
      spread.mean,
    )
    return {
      report: { ...report, ...taught.facts, seconds: (hooks.clock() - began) / 1000 },
      saved: {
        task: 'score',
        encoder: taught.encoder,
        arrays: taught.parameters,
        facts: { ...spread, pairs, tuning: taught.model.tuning },
      },
    }
  })
}

/** @param mean of the training numbers */
export function scoreReport(truths: readonly number[], answers: readonly number[], mean: number): ScoreReport {
  const squares = (of: (truth: number, i: number) => number): number =>
    truths.reduce((sum, truth, i) => sum + of(truth, i) ** 2, 0)
  const errors = squares((truth, i) => (answers[i] as number) - truth)
  const own = spreadOf(truths).mean
  const spread = squares((truth) => truth - own)
  return {
    rmse: Math.sqrt(errors / truths.length),
    baselineRmse: Math.sqrt(squares((truth) => truth - mean) / truths.length),
    r2: spread === 0 ? 0 : 1 - errors / spread,
    spearman: rankCorrelation(truths, answers),
  }
}
