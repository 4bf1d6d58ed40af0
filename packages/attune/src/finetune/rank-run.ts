import { z } from 'zod'
import { finetuneRun, finetuneSettings, textCard } from './finetune-run.ts'
import { allOf, numberOf, readRows, textOf } from './read-rows.ts'
import { trainRanker } from './train-ranker.ts'

const queriesOf = (rows: readonly { readonly query: string }[]): number => new Set(rows.map(({ query }) => query)).size

/** `attune finetune rank` */
export const rankRun = finetuneRun({
  task: 'rank',
  settings: z.strictObject({
    ...finetuneSettings,
    query: z.string(),
    text: z.string(),
    relevance: z.string(),
    loss: z.enum(['pairwise', 'listwise']),
    candidates: z.int().min(2).max(64),
  }),
  read: (path, { query, text, relevance }) =>
    readRows(path, { query, text, relevance }, (values) => {
      const row = allOf({
        query: textOf(values, 'query'),
        text: textOf(values, 'text'),
        relevance: numberOf(values, 'relevance'),
      })
      return 'relevance' in row && row.relevance < 0 ? { bad: 'relevance', why: 'is below 0' } : row
    }),
  keyOf: ({ query }) => query,
  counts: (train, test) => ({
    trainRows: train.length,
    testRows: test.length,
    trainQueries: queriesOf(train),
    testQueries: queriesOf(test),
  }),
  train: (files, how, hooks, { loss, candidates }) => trainRanker(files, { ...how, loss, candidates }, hooks),
  scores: ['ndcg10', 'mrr'],
  baseline: ({ shuffledNdcg10 }) => ({ of: 'random', scores: { ndcg10: shuffledNdcg10 } }),
  card: () => textCard({ en: 'to put them in the order in which they answer a query', zh: '按其与查询的相关程度排序' }),
})
