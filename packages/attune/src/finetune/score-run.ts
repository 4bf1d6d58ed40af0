import { z } from 'zod'
import { optional } from '../runs/run-kind.ts'
import { finetuneRun, finetuneSettings, textCard } from './finetune-run.ts'
import { allOf, numberOf, readRows, textOf } from './read-rows.ts'
import { trainScorer } from './train-scorer.ts'

/** `attune finetune score` */
export const scoreRun = finetuneRun({
  task: 'score',
  settings: z.strictObject({
    ...finetuneSettings,
    text: z.string(),
    value: z.string(),
    /** Null: the numbers are about one text. */
    second: optional(z.string()),
  }),
  read: (path, { text, value, second }) =>
    readRows(path, { text, value, ...(second === null ? {} : { second }) }, (values) =>
      allOf({
        text: textOf(values, 'text'),
        value: numberOf(values, 'value'),
        ...(second === null ? {} : { second: textOf(values, 'second') }),
      }),
    ),
  keyOf: ({ text }) => text,
  counts: (train, test) => ({ trainTexts: train.length, testTexts: test.length }),
  train: trainScorer,
  scores: ['rmse', 'r2', 'spearman'],
  baseline: ({ baselineRmse }) => ({ of: 'mean', scores: { rmse: baselineRmse } }),
  card: () => textCard({ en: 'to estimate a number for each', zh: '为每条文本估计一个数值' }),
})
