import { type Command, Option } from 'commander'
import { action } from '../options.ts'
import { type FinetuneOptions, finetune, finetuneTask } from './finetune-options.ts'

interface ClassifyOptions extends FinetuneOptions {
  readonly multi?: boolean
  readonly scope?: string
  readonly outOfScope?: string
  readonly words?: boolean
}

function classify({ multi, scope, outOfScope, words = false, ...options }: ClassifyOptions): Promise<void> {
  if (multi) return finetune('label', options)
  return finetune('classify', { ...options, ...{ scope, outOfScope, words } })
}

export const classifyCommand = (): Command =>
  finetuneTask('classify', 'sort texts into classes: sentiment, intents, topics', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .requiredOption('--label <column>', 'column of the classes')
      .option('--multi', 'a text has any number of labels, with | between them or as a list')
      .option(
        '--out-of-scope <label>',
        'texts with this label belong to none of the classes (default: labels that --train lacks)',
      )
      .option('--words', 'train a classifier on words beside the network, and average what both say')
      .addOption(
        new Option(
          '--scope <score>',
          'how it is told that a text belongs to none of the classes (default: distance; energy with --privacy-noise)',
        ).choices(['softmax', 'energy', 'distance', 'nearest']),
      ),
  ).action(action(classify))
