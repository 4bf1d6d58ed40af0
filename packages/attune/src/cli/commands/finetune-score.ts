import type { Command } from 'commander'
import { allOf, numberOf, readRows, textOf } from '../../finetune/read-rows.ts'
import { trainScorer } from '../../finetune/train-scorer.ts'
import { action } from '../options.ts'
import { type FinetuneOptions, figure, finetune, finetuneTask } from './finetune-options.ts'

interface ScoreOptions extends FinetuneOptions {
  readonly text: string
  readonly second?: string
  readonly value: string
}

async function score(options: ScoreOptions): Promise<void> {
  const { text, second, value } = options
  await finetune(options, {
    read: (path) =>
      readRows(path, { text, value, ...(second === undefined ? {} : { second }) }, (values) =>
        allOf({
          text: textOf(values, 'text'),
          value: numberOf(values, 'value'),
          ...(second === undefined ? {} : { second: textOf(values, 'second') }),
        }),
      ),
    keyOf: (row) => row.text,
    train: trainScorer,
    print: (report, test) => {
      process.stdout.write(
        `root mean squared error ${figure(report.rmse)} (${figure(report.baselineRmse)} for the mean), R² ${figure(report.r2)}, Spearman ${figure(report.spearman)} on ${test.rows.length} texts\n`,
      )
    },
  })
}

export const scoreCommand = (): Command =>
  finetuneTask('score', 'estimate a number for a text: strength of a sentiment, a rating, a likeness', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .requiredOption('--value <column>', 'column of the numbers')
      .option('--second <column>', 'column of second texts that the numbers are about too'),
  ).action(action(score))
