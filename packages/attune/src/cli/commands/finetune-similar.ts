import type { Command } from 'commander'
import { action, numberBetween } from '../options.ts'
import { type FinetuneOptions, finetune, finetuneTask } from './finetune-options.ts'

export const similarCommand = (): Command =>
  finetuneTask('similar', 'give texts that mean the same vectors that lie together', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .option('--pair <column>', 'column of texts that mean the same (default: a text is its own pair, as SimCSE)')
      .option('--negative <column>', 'column of --train with texts that are like the first and mean something else')
      .option('--likeness <column>', 'column of --test with how alike the two texts are')
      .option('--scale <x>', 'what a cosine is multiplied with: 1 / temperature', numberBetween(0, 1000), 20),
  ).action(action((options: FinetuneOptions) => finetune('similar', options)))
