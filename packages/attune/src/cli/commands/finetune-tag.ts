import type { Command } from 'commander'
import { action } from '../options.ts'
import { type FinetuneOptions, finetune, finetuneTask } from './finetune-options.ts'

export const tagCommand = (): Command =>
  finetuneTask('tag', 'find entities in texts: products, brands, places', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .requiredOption(
        '--entities <column>',
        'column of the entities: [{"start": 0, "end": 4, "label": "brand"}], in characters',
      ),
  ).action(action((options: FinetuneOptions) => finetune('tag', options)))
