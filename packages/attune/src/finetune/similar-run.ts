import { z } from 'zod'
import { optional } from '../runs/run-kind.ts'
import { finetuneRun, finetuneSettings, scoresIn, textCard } from './finetune-run.ts'
import { allOf, numberOf, readRows, textOf } from './read-rows.ts'
import { trainSimilarity } from './train-similarity.ts'

const scores = ['recallAt1', 'recallAt5', 'recallAt10', 'spearman', 'alignment', 'uniformity'] as const

/** `attune finetune similar` */
export const similarRun = finetuneRun({
  task: 'similar',
  settings: z.strictObject({
    ...finetuneSettings,
    text: z.string(),
    /** Null: a text is its own pair. */
    pair: optional(z.string()),
    negative: optional(z.string()),
    likeness: optional(z.string()),
    scale: z.number().positive().max(1000),
  }),
  read(path, { text, pair, negative, likeness }, purpose) {
    const known = purpose === 'test' && likeness !== null
    const columns = {
      first: text,
      ...(pair === null ? {} : { second: pair }),
      ...(negative === null || purpose === 'test' ? {} : { negative }),
      ...(known ? { likeness } : {}),
    }
    return readRows(path, columns, (values) =>
      allOf({
        first: textOf(values, 'first'),
        ...('second' in columns ? { second: textOf(values, 'second') } : {}),
        ...('negative' in columns ? { negative: textOf(values, 'negative') } : {}),
        ...(known ? { likeness: numberOf(values, 'likeness') } : {}),
      }),
    )
  },
  keyOf: ({ first }) => first,
  counts: (train, test) => ({ trainPairs: train.length, testPairs: test.length }),
  train: (files, how, hooks, { scale }) => trainSimilarity(files, { ...how, scale }, hooks),
  scores,
  baseline: ({ before }) => before && { of: 'before', scores: { ...scoresIn(before, scores) } },
  card: () => textCard({ en: 'to find those that mean the same', zh: '查找含义相同的文本' }),
})
