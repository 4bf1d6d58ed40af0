import type { Command } from 'commander'
import { allOf, numberOf, readRows, textOf } from '../../finetune/read-rows.ts'
import { type SimilarityFigures, trainSimilarity } from '../../finetune/train-similarity.ts'
import { action } from '../options.ts'
import { type FinetuneOptions, figure, finetune, finetuneTask, numberBetween } from './finetune-options.ts'

interface SimilarOptions extends FinetuneOptions {
  readonly text: string
  readonly pair?: string
  readonly negative?: string
  readonly likeness?: string
  readonly scale: number
}

async function similar(options: SimilarOptions): Promise<void> {
  const { text, pair, negative, likeness, scale } = options
  await finetune(options, {
    read: (path, purpose) => {
      const known = purpose === 'test' && likeness !== undefined
      const columns = {
        first: text,
        ...(pair === undefined ? {} : { second: pair }),
        ...(negative === undefined || purpose === 'test' ? {} : { negative }),
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
    keyOf: (row) => row.first,
    train: (files, settings, hooks) => trainSimilarity(files, { ...settings, scale }, hooks),
    print(report) {
      process.stdout.write(`${line(report)} on ${report.pairs} pairs\n`)
      if (report.before) process.stdout.write(`before: ${line(report.before)}\n`)
    },
  })
}

function line({ recallAt1, recallAt5, recallAt10, spearman, alignment, uniformity }: SimilarityFigures): string {
  return [
    ...(recallAt1 === undefined
      ? []
      : [`recall@1 ${figure(recallAt1)}, @5 ${figure(recallAt5)}, @10 ${figure(recallAt10)}`]),
    ...(spearman === undefined ? [] : [`Spearman ${figure(spearman)}`]),
    ...(alignment === undefined ? [] : [`alignment ${figure(alignment)}`]),
    `uniformity ${figure(uniformity)}`,
  ].join(', ')
}

export const similarCommand = (): Command =>
  finetuneTask('similar', 'give texts that mean the same vectors that lie together', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .option('--pair <column>', 'column of texts that mean the same (default: a text is its own pair, as SimCSE)')
      .option('--negative <column>', 'column of --train with texts that are like the first and mean something else')
      .option('--likeness <column>', 'column of --test with how alike the two texts are')
      .option('--scale <x>', 'what a cosine is multiplied with: 1 / temperature', numberBetween(0, 1000), 20),
  ).action(action(similar))
