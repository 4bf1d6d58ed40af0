import { type Command, Option } from 'commander'
import { action, wholeNumber } from '../options.ts'
import { type FinetuneOptions, finetune, finetuneTask } from './finetune-options.ts'

export const rankCommand = (): Command =>
  finetuneTask('rank', 'put texts in the order in which they answer a query', (task) =>
    task
      .requiredOption('--query <column>', 'column of the queries; rows of a query are its candidates')
      .requiredOption('--text <column>', 'column of the candidates')
      .requiredOption('--relevance <column>', 'column of how relevant each is, from 0')
      .addOption(
        new Option('--loss <loss>', 'compare two candidates at a time, or all of a query')
          .choices(['pairwise', 'listwise'])
          .default('listwise'),
      )
      .option('--candidates <n>', 'candidates of a query that are looked at together', wholeNumber(2, 64), 8),
  ).action(action((options: FinetuneOptions) => finetune('rank', options)))
