import { type Command, Option } from 'commander'
import { allOf, numberOf, readRows, textOf } from '../../finetune/read-rows.ts'
import { trainRanker } from '../../finetune/train-ranker.ts'
import { action, wholeNumber } from '../options.ts'
import { type FinetuneOptions, figure, finetune, finetuneTask } from './finetune-options.ts'

interface RankOptions extends FinetuneOptions {
  readonly query: string
  readonly text: string
  readonly relevance: string
  readonly loss: 'pairwise' | 'listwise'
  readonly candidates: number
}

async function rank(options: RankOptions): Promise<void> {
  const { query, text, relevance, loss, candidates } = options
  await finetune(options, {
    read: (path) =>
      readRows(path, { query, text, relevance }, (values) => {
        const row = allOf({
          query: textOf(values, 'query'),
          text: textOf(values, 'text'),
          relevance: numberOf(values, 'relevance'),
        })
        return 'relevance' in row && row.relevance < 0 ? { bad: 'relevance', why: 'is below 0' } : row
      }),
    keyOf: (row) => row.query,
    train: (files, settings, hooks) => trainRanker(files, { ...settings, loss, candidates }, hooks),
    print: (report) => {
      process.stdout.write(
        `NDCG@10 ${figure(report.ndcg10)} (${figure(report.shuffledNdcg10)} at random), mean reciprocal rank ${figure(report.mrr)} on ${report.queries} queries\n`,
      )
    },
  })
}

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
  ).action(action(rank))
