import type { Command } from 'commander'
import { action } from '../options.ts'
import { type FinetuneOptions, finetune, finetuneTask } from './finetune-options.ts'

export const scoreCommand = (): Command =>
  finetuneTask('score', 'estimate a number for a text: strength of a sentiment, a rating, a likeness', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .requiredOption('--value <column>', 'column of the numbers')
      .option('--second <column>', 'column of second texts that the numbers are about too'),
  ).action(action((options: FinetuneOptions) => finetune('score', options)))
